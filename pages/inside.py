"""Inside the cell: one sequence, one real LSTM, every gate in reach."""

from app import layout, session, widgets
from app.belt.component import belt

words = session.words()
with layout.controls():
    net = widgets.pick_network(words)
    widgets.type_sequence(words, net)
    widgets.pick_example(words, net)
    widgets.surprise_me(words, net)
    if net == "random":
        widgets.pick_random(words)
widgets.tap_tokens(words, net)

now = session.reading()
layout.notices(now.problems, words)
belt(
    network=now.network,
    run=now.run,
    encore=now.encore,
    words=words,
    link=now.link,
    tour=now.tour,
    mode=now.mode,
    key="belt",
)
