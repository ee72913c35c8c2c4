"""The page "Inside the cell" in the hands of a test: open a state, act on it, read it."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from playwright.sync_api import Locator, Page, expect

import lstm_core as lc
from app import experiment, reading
from app.i18n import languages, words
from app.share import Hold, Link, opening, write_link

READY = ".belt[data-playing]"
SLOTS = ("before", "f", "kept", "candidate", "i", "written", "cell", "tanh", "o", "hidden")
# Where every parcel is: a number per mark, in the order of the figure.
PARCELS = """() => [...document.querySelectorAll('.bt-over .points path')].map((mark) => {
    const box = mark.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2, box.width].map((n) => +n.toFixed(1));
})"""


def network(link: Link) -> lc.Network:
    return reading.network(link.net, link.seed, link.size, link.cell)


def held(link: Link) -> list[lc.Clamp]:
    """The holds of a link as edits of lstm_core."""
    return list(experiment.clamps(link.hold))


def computed(link: Link) -> lc.Run:
    """What lstm_core says to the state of a link."""
    return network(link).run(link.seq, edits=held(link))


def link_to(net: str = "grew_up_in", *holds: tuple[str, int, float], **parts: Any) -> Link:
    """A link; without a sequence to the network's opening, without a step to its end."""
    link = Link(net=net, hold=tuple(Hold(*one) for one in holds), **parts)
    if "seq" not in parts:
        link = replace(link, seq=opening(net, link.lang))
    return link if "t" in parts else replace(link, t=len(computed(link).x))


def path_of(link: Link, page: str = "inside") -> str:
    return f"/{page}?{write_link(link)}"


def belt(page: Page, css: str) -> Locator:
    return page.locator(f".belt {css}")


def fresh(page: Page, css: str) -> Locator:
    """What the last run of the page's script has sent.

    While a run goes on, Streamlit may leave what was there before beside what is new. A part that
    the run has not come to yet is not fresh either: use it where something is waited for.
    """
    return page.locator(f"{css}:not([data-stale=true] *)")


def gate(page: Page, signal: str, unit: int = 0) -> Locator:
    return belt(page, f".bt-gate[data-signal={signal}][data-unit='{unit}']")


def number(page: Page, slot: str, lane: int = 0) -> Locator:
    return belt(page, f".bt-number[data-slot='{slot}']").nth(lane)


def field(page: Page, lang: str = "en") -> Locator:
    return page.get_by_role("textbox", name=words(lang)("widgets.sequence"), exact=True)


def choose_network(page: Page, net: str, lang: str = "en") -> None:
    title = words(lang)(f"networks.{net}.title")
    page.locator(".st-key-net").get_by_role("combobox").fill(title)
    page.get_by_role("option", name=title, exact=True).click()


def choose_language(page: Page, lang: str) -> None:
    page.locator(".st-key-lang").get_by_text(languages()[lang]).click()


def read(page: Page, text: str) -> None:
    """Type a sequence and let the network read it."""
    field(page).fill(text)
    field(page).press("Enter")


def expect_step(page: Page, t: int, T: int) -> None:
    expect(belt(page, ".bt-count")).to_have_text(f"{t} / {T}")


def until(page: Page, so: Callable[[], bool], otherwise: str, seconds: float = 5) -> None:
    """Look at every frame until something is so: for what `expect` has no words for."""
    end = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < end, otherwise
        page.evaluate("() => new Promise(requestAnimationFrame)")


def expect_playing(page: Page, playing: bool = True) -> None:
    expect(page.locator(f".belt[data-playing={str(playing).lower()}]")).to_be_attached()


def play_every_step(page: Page) -> None:
    belt(page, ".bt-play").click(modifiers=["Shift"])
    expect_playing(page)


def choose_speed(page: Page, speed: float) -> None:
    belt(page, f".bt-speeds [data-speed='{speed:g}']").click()


def drag(page: Page, start: tuple[float, float], *way: tuple[float, float]) -> None:
    """Drag with the mouse, as a hand does: over every point of the way."""
    page.mouse.move(*start)
    page.mouse.down()
    for point in way:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


def middle(spot: Locator) -> tuple[float, float]:
    box = spot.bounding_box()
    assert box, f"{spot} is not on the screen"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def copied_link(page: Page) -> str:
    """Press "copy link"; what would be pasted."""
    belt(page, ".bt-copy").click()
    page.wait_for_selector(".belt[data-copied]")
    return str(page.evaluate("navigator.clipboard.readText()"))
