"""Cause and effect: change anything in a network, and see what it does to run and job."""

from app import session, widgets
from app.belt.component import belt
from app.effect.history import history
from app.effect.job import results
from app.readings.component import readings

words = session.words()
widgets.choose_reading(words)
now = session.experiment()
widgets.notices(now.problems, words)
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
