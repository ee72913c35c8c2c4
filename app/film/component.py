"""The training film on a page: a component like the belt. Rewinding needs no server."""

from streamlit.components import v2

from app.belt import assets
from app.film.payload import encode
from app.film.stage import Stage
from app.i18n import Words
from app.session import film as films

_mount = v2.component(
    "gatescope_film",
    html='<section class="fm"></section>',
    js=assets.loader("film_main.js", "film"),
    isolate_styles=False,
)


def film(now: Stage, words: Words, key: str = "film") -> None:
    """Show what is on the stage; what a learner asks for is done by the session (session.film)."""
    _mount(
        data=encode(now, words),
        key=key,
        on_do_change=lambda: films.act(key),
    )
