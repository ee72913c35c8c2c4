"""No page asks any other server than ours, whatever is opened on it; and none keeps anything.

That nothing leaves is watched in every test; here every page is visited, in every language, with
what it fetches only when it is wanted. What may be kept is the table of docs/deployment.md.
"""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.i18n import languages
from tests.browser.conftest import IDLE
from tests.browser.inside import READY, belt
from tests.browser.test_accessibility import FIRST, PAGES

COOKIES = {"_streamlit_xsrf"}  # and the proxy's own, where there is one
STORED = re.compile(r"gatescope\.tour|stActiveTheme-/\w*-v\d+")
KEPT = """async () => ({
    local: Object.keys(localStorage), session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map((one) => one.name), caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length })"""
# What is asked of no server: a picture or a worker that the page has made itself.
OWN = ("blob:", "data:")


def open_inside(page: Page) -> None:
    page.wait_for_selector(READY)
    for view in ("strips", "text", "table", "code"):
        belt(page, f".bt-tab[data-view={view}]").click()
        expect(belt(page, f".bt-details-body[data-view={view}] > *").first).to_be_visible()
    belt(page, ".bt-share").click()
    with page.expect_download():
        belt(page, "[data-take=picture]").click()
    page.locator("body").press("l")
    page.locator("body").press("End")
    expect(belt(page, ".bt-qr")).to_be_visible()
    page.locator("body").press("Escape")


def open_effect(page: Page) -> None:
    page.wait_for_selector(READY)
    for key in ("change", "stories"):
        page.locator(f".st-key-effect .st-key-{key} button").last.click()
        page.keyboard.press("Escape")
    expect(page.locator(".rd .main-svg").first).to_be_visible()


def open_film(page: Page) -> None:
    page.wait_for_selector(".fm[data-step]")
    page.locator(".fm [data-do=step]").click()
    expect(page.locator(".fm")).to_have_attribute("data-step", "1", timeout=20_000)
    expect(page.locator(".fm")).to_have_attribute("data-busy", "false", timeout=20_000)


OPENED: dict[str, Callable[[Page], None]] = {
    "inside": open_inside,
    "effect": open_effect,
    "film": open_film,
}


def test_no_page_asks_another_server_and_none_keeps_anything(open_page, watch):
    page = open_page("/", reduced_motion="reduce")
    for lang in languages():
        for name in PAGES:
            path = "" if name == FIRST else name
            page.goto(f"{watch.server}/{path}?lang={lang}")
            page.wait_for_selector(IDLE)
            OPENED.get(name, lambda page: None)(page)
            kept = page.evaluate(KEPT)
            assert not [key for key in kept.pop("local") if not STORED.fullmatch(key)]
            assert not any(kept.values()), kept
    assert {cookie["name"] for cookie in page.context.cookies()} <= COOKIES
    foreign = [url for url in watch.requested if not url.startswith((f"{watch.server}/", *OWN))]
    assert foreign == []
    for part in ("/vendor/", "/belt/", "/static/media/", "/qr.svg", "/film/live/"):
        assert any(part in url for url in watch.requested), f"nobody asked for {part}"
