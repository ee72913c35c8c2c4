"""The gallery: real memories on real links, and a network that opens at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.belt import assets
from app.catalogue import networks
from app.i18n import words
from tests.browser.inside import READY, belt

CARDS = ".gl-card"
PHONE = {"width": 390, "height": 844}
# Resolves when the browser has fetched what ends in the given name, now or earlier.
FETCHED = """(name) => new Promise((done, fail) => {
    setTimeout(fail, 20000, new Error(`${name} is not fetched`));
    new PerformanceObserver((list) => {
        if (list.getEntries().some((one) => new URL(one.name).pathname.endsWith(name))) done();
    }).observe({ type: 'resource', buffered: true });
})"""


def card(page: Page, net: str):
    return page.locator(f"{CARDS}[data-net={net}]")


def question(net: str, lang: str = "en") -> str:
    return words(lang)(f"networks.{net}.question")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_network_has_a_card_that_moves(open_page, lang):
    page = open_page("/networks", locale={"en": "en-US", "zh": "zh-CN"}[lang])
    expect(page.locator(CARDS)).to_have_count(len(networks()))
    for net in networks():
        expect(card(page, net)).to_contain_text(question(net, lang))
    first = card(page, "latch").locator(".gl-column.is-on")
    before = first.count()
    expect(first).not_to_have_count(before)


def test_less_motion_shows_everything_at_once(open_page):
    page = open_page("/networks", reduced_motion="reduce")
    columns = card(page, "grew_up_in").locator(".gl-column")
    expect(columns).to_have_count(9)
    expect(card(page, "grew_up_in").locator(".gl-column.is-on")).to_have_count(9)


def test_a_card_opens_its_network_without_loading_the_page(open_page):
    page = open_page("/networks")
    page.evaluate("window.here = true")
    card(page, "parity").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(READY)
    expect(belt(page, ".bt-question")).to_have_text(question("parity"))
    expect(page).to_have_url(re.compile(r"/inside\?v=1&.*net=parity"))
    assert page.evaluate("window.here")
    page.get_by_role("link", name=words("en")("page.networks.title")).click()
    card(page, "counter").click()
    expect(belt(page, ".bt-question")).to_have_text(question("counter"), timeout=15_000)
    expect(page.locator(".belt[data-tour]")).to_have_count(0)


def test_a_card_is_a_link_that_a_new_tab_can_open(open_page):
    page = open_page("/networks")
    href = card(page, "latch").get_attribute("href")
    assert href and "/inside?v=1&" in href
    page.goto(href)
    page.wait_for_selector(READY)
    expect(belt(page, ".bt-question")).to_have_text(question("latch"))


def test_what_a_network_needs_is_there_before_it_is_opened(open_page, watch):
    page = open_page("/networks")
    for name in (*assets.first_load(), "plotly.min.js"):
        page.evaluate(FETCHED, name)
    del watch.requested[:]
    card(page, "parity").click()
    expect(belt(page, ".bt-question")).to_have_text(question("parity"))
    page.wait_for_selector(READY)
    asked = {url.split("?")[0].rsplit("/", 1)[1] for url in watch.requested}
    assert not asked & {*assets.first_load(), "plotly.min.js", "inside", ""}


def test_a_phone_has_one_column_and_never_scrolls_sideways(open_page):
    page = open_page("/networks", viewport=PHONE, has_touch=True)
    page.locator(CARDS).first.wait_for()
    lefts = {round(box["x"]) for c in page.locator(CARDS).all() if (box := c.bounding_box())}
    assert len(lefts) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
