"""A browser page with the pure modules of the belt and the film, apart from any server."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lstm_core as lc
from app.belt.payload import encode
from app.i18n import words

HERE = Path(__file__).parent
SCRIPTS = HERE.parents[1] / "app" / "belt" / "js"
FILM = HERE.parents[1] / "app" / "film" / "js"
SITE = "http://belt.test/"


def serve(route: Any) -> None:
    """Answer from the folder of the scripts; nothing leaves the test."""
    name = route.request.url.removeprefix(SITE)
    for folder in (SCRIPTS, FILM, HERE):
        if name.endswith(".js") and (folder / name).is_file():
            body = (folder / name).read_text(encoding="utf-8")
            return route.fulfill(body=body, content_type="text/javascript; charset=utf-8")
    return route.fulfill(body="<!doctype html>", content_type="text/html; charset=utf-8")


@contextmanager
def belt_page(browser: Any, name: str = "belt") -> Iterator[Any]:
    """Open a page in which `belt` is what belt_words.js gives, or of another name."""
    page = browser.new_page()
    page.route(SITE + "**", serve)
    page.goto(SITE)
    page.add_script_tag(type="module", url=f"{SITE}{name}_words.js")
    page.wait_for_function(f"window.{name}")
    yield page
    page.close()


def message(network: lc.Network, text: str, lang: str = "en") -> str:
    """Encode a run as the server does: bytes, as base64."""
    link = {"net": network.name, "seq": text, "seed": 0, "size": network.hidden_size}
    return base64.b64encode(encode(network, network.run(text), words(lang), link)).decode()
