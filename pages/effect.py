"""Cause and effect: change anything in a network, and see what it does to run and job."""

from app import layout, session, widgets
from app.belt.component import belt
from app.effect.history import history
from app.effect.job import results
from app.readings.component import readings

words = session.words()
with layout.controls():
    net = widgets.pick_network(words)
    widgets.type_sequence(words, net)
    widgets.pick_example(words, net)
    widgets.surprise_me(words, net)
    if net == "random":
        widgets.pick_random(words)
widgets.tap_tokens(words, net)

now = session.experiment()
layout.notices(now.problems, words)
bar = history(words, now)
belt(
    network=now.network,
    run=now.run,
    baseline=now.baseline,
    words=words,
    link=now.link,
    key="effect_belt",
)
results(bar, words, now)
readings(now.run, now.baseline, words)
