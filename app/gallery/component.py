"""The gallery on a page: a component like the belt, with one message for all its cards."""

from streamlit.components import v2

from app import session
from app.belt import assets
from app.gallery.payload import encode
from app.i18n import Words

_gallery = v2.component(
    "gatescope_gallery",
    html='<div class="gl"></div>',
    js=assets.loader("gallery.js", "gallery"),
    isolate_styles=False,
)


def gallery(words: Words, key: str = "gallery") -> bool:
    """Show the card of every network; True when one of them was opened."""
    chosen = _gallery(
        data=encode(words.lang),
        key=key,
        on_open_change=lambda: session.open_network(key),
    )
    return bool(chosen.open)
