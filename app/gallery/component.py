"""The gallery on a page: a component like the belt, with one message for all its cards."""

import json

from streamlit.components import v2

from app import session
from app.belt import assets
from app.gallery.payload import encode, links_data
from app.i18n import Words

_gallery = v2.component(
    "gatescope_gallery",
    html='<div class="gl"></div>',
    js=assets.loader("gallery.js", "gallery"),
    isolate_styles=False,
)

_links = v2.component(
    "gatescope_links",
    html='<div class="gl"></div>',
    js=assets.loader("links.js", "gallery"),
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


def ready_links(words: Words, key: str = "links") -> None:
    """Show the links that are ready for a class; the browser puts the server's address before."""
    # As bytes: Streamlit looks whether a dict has a table in it, and loads pandas for that.
    _links(data=json.dumps(links_data(words.lang)).encode(), key=key)
