"""Training film: watch gates being learned, rewind, train live, compare."""

from app import session, widgets
from app.belt.component import belt
from app.film.component import film
from app.film.controls import controls
from app.session.film import going

words = session.words()
now = controls(words)
film(now, words)
widgets.go_on(going())
belt(
    network=now.network,
    run=now.run,
    words=words,
    link=now.link,
    film=True,
    key="film_belt",
)
