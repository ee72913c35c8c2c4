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
from app.share import Link, start_values

# Streamlit takes inline JavaScript only; this much finds the server's root (Streamlit's own script
# lies in <root>/static/js/) and takes the real modules from there.
_LOADER = """
const root = new URL('../../', document.querySelector('script[type=module][src]').src);
for (const name of ['belt', 'phone']) {
  const style = document.getElementById(`${name}-style`) ?? document.createElement('link');
  const { href } = new URL(`belt/VERSION/${name}.css`, root);
  Object.assign(style, { id: `${name}-style`, rel: 'stylesheet', href });
  if (!style.isConnected) document.head.append(style);
}
const main = import(new URL('belt/VERSION/main.js', root).href);
export default function (component) {
  let stop = () => {};
  let gone = false;
  main.then(({ render }) => { if (!gone) stop = render(component); });
  return () => { gone = true; stop(); };
}
"""


def _component() -> Any:
    js = _LOADER.replace("VERSION", assets.version())
    return v2.component(
        "gatescope_belt", html='<div class="belt" role="region"></div>', js=js, isolate_styles=False
    )


_mount = _component()


def belt(
    network: lc.Network,
    run: lc.Run,
    words: Words,
    link: Link,
    encore: lc.Run | None = None,
    tour: bool = False,
    mode: session.Mode = "",
    key: str = "belt",
) -> None:
    """Show a run of a network.

    `encore` is a second sentence that the guided minutes play; `link` gives the start values;
    `tour` offers the guided minutes, once in a browser; the mode "tour" begins them, "showcase"
    plays in a loop without controls, tells the address nothing and offers nothing.
    """
    _mount(
        data=encode(network, run, words, start_values(link), encore=encore, tour=tour, mode=mode),
        key=key,
        on_wish_change=lambda: session.take_wish(key),
        on_draw_change=lambda: session.take_drawing(key),
    )
