"""axe-core finds nothing serious on any page, in any view, in both themes and both layouts."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.figures.palette import PALETTE
from app.i18n import languages
from app.share import VIEWS, Link
from tests.browser.conftest import IDLE
from tests.browser.inside import belt, gate, link_to

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
FIRST = re.search(r'PAGES = \(\s*"(\w+)"', (ROOT / "app" / "frame.py").read_text("utf-8"))[1]  # type: ignore[index]
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
NIGHT = "rgb({}, {}, {})".format(*bytes.fromhex(PALETTE["dark"]["bg"][1:]))
PHONE = {"width": 390, "height": 844}
OpenPage = Callable[..., Page]
OpenInside = Callable[..., Page]


def faults(page: Page, theme: str = "light") -> list[str]:
    """What axe-core holds against the page as it stands, if it is serious.

    A dark page differs from the light one by its colours: of it only those are judged.
    """
    if not violations(page, theme):
        return []
    page.wait_for_timeout(1000)  # what waits for a script is pale: a true fault is found again
    page.wait_for_selector(IDLE)
    return violations(page, theme)


def violations(page: Page, theme: str) -> list[str]:
    rules = COLOURS if theme == "dark" else None
    return [
        f"{one['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for one in Axe().run(page, options=rules).response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def in_both_themes(page: Page) -> list[str]:
    """The faults of a page that was opened in the light, and of the same page in the dark."""
    found = faults(page)
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", NIGHT)
    expect(page.locator(".belt:not([data-theme=dark])")).to_have_count(0)
    found += faults(page, "dark")
    page.emulate_media(color_scheme="light")
    return found


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, PHONE])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_open_to_everyone(open_page: OpenPage, name: str, viewport: Any) -> None:
    path = "/" if name == FIRST else f"/{name}"
    page = open_page(path, viewport=viewport, reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    for one in page.locator(".belt").all():
        expect(one).to_have_attribute("data-playing", re.compile("true|false"), timeout=15_000)
    assert in_both_themes(page) == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_open_to_everyone(open_inside: OpenInside, view: str) -> None:
    page = open_inside(link_to(t=3, view=view), reduced_motion="reduce")
    page.wait_for_load_state("networkidle")  # a view is fetched when it is opened
    assert in_both_themes(page) == []


@pytest.mark.parametrize("lang", languages())
def test_an_opened_gate_is_open_to_everyone(open_inside: OpenInside, lang: str) -> None:
    page = open_inside(link_to(t=3, lang=lang), PHONE, reduced_motion="reduce")
    gate(page, "i").click()
    expect(belt(page, ".bt-card")).to_be_visible()
    belt(page, ".bt-card [data-act=arithmetic]").click()
    assert in_both_themes(page) == []


def test_a_network_of_many_units_is_open_to_everyone(open_inside: OpenInside) -> None:
    page = open_inside(Link(net="random", size=64, seq="hello memory", t=5))
    assert in_both_themes(page) == []


@pytest.mark.parametrize("cell", ["gru", "rnn", "coupled"])
def test_other_cells_are_open_to_everyone(open_inside: OpenInside, cell: str) -> None:
    assert in_both_themes(open_inside(Link(net="random", cell=cell, seq="hello", t=4))) == []


# Opened in the dark at once, as by whoever lives in it.
@pytest.mark.parametrize("theme", THEMES)
def test_what_opens_is_open_to_everyone(open_inside: OpenInside, theme: str) -> None:
    page = open_inside(link_to("learnt", t=5, view="beside"), color_scheme=theme)
    expect(belt(page, ".bt-beside-luck")).to_be_visible()
    assert faults(page, theme) == []
    page = open_inside(link_to("adding", t=5), color_scheme=theme)
    page.get_by_role("button", name="Draw").click()
    expect(belt(page, ".bt-pad")).to_be_visible()
    belt(page, ".bt-share").click()
    expect(belt(page, ".bt-menu")).to_be_visible()
    assert faults(page, theme) == []
