"""The signature component on a page.

One Streamlit component holds one copy of the data; play, scrub, focus and held gates live in the
browser and start no rerun.
"""

from typing import Any

from streamlit.components import v2

import lstm_core as lc
from app import session
from app.belt import assets
from app.belt.payload import encode
from app.i18n import Words
from app.reading import Mode
from app.share import Link, start_values
from lstm_core.history import History


def _component() -> Any:
    return v2.component(
        "gatescope_belt",
        html='<div class="belt" role="region"></div>',
        js=assets.loader("main.js", "belt", "phone"),
        isolate_styles=False,
    )


_mount = _component()


def belt(
    network: lc.Network,
    run: lc.Run,
    words: Words,
    link: Link,
    encore: lc.Run | None = None,
    baseline: lc.Run | None = None,
    tour: bool = False,
    mode: Mode = "",
    film: bool = False,
    key: str = "belt",
) -> None:
    """Show a run of a network.

    `encore` is a second sentence that the guided minutes play, `baseline` the untouched run where
    `run` is an edited one (the belt then asks for further edits); `link` gives the start values;
    `tour` offers the guided minutes, once in a browser; the mode "tour" begins them, "showcase"
    plays in a loop without controls, tells the address nothing and offers nothing. Beside a `film`
    it runs with the weights of the frame on show (js/frames.js), and plays nothing by itself.
    """
    start = start_values(link)
    seen: dict[str, Any] = {
        "encore": encore,
        "baseline": baseline,
        "edits": History(present=link.edits).edits,
        "heard": session.heard(),
        "tour": tour,
        "mode": mode,
        "film": film,
    }
    _mount(
        data=encode(network, run, words, start, **seen),
        key=key,
        on_wish_change=lambda: session.take_wish(key),
        on_draw_change=lambda: session.take_drawing(key),
        on_edit_change=lambda: session.take_edit(key),
    )
