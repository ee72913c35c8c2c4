"""Inside the cell: one sequence, one real LSTM, every gate in reach."""

from app import session, widgets
from app.belt.component import belt

words = session.words()
widgets.choose_reading(words)
now = session.reading()
widgets.notices(now.problems, words)
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
