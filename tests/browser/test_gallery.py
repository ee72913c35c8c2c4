"""The gallery: real memories on real links, and a network that opens at once."""

import re
import statistics

import pytest
from playwright.sync_api import Page, expect

from app.catalogue import networks
from app.i18n import words
from tests.browser.inside import READY, belt

CARDS = ".gl-card"
PHONE = {"width": 390, "height": 844}
# Milliseconds from a click on an element to the frame in which a question is on the screen.
UNTIL_QUESTION = """(target, question) => new Promise((done) => {
    const start = performance.now();
    const look = () => document.querySelector('.bt-question')?.textContent === question
        ? done(performance.now() - start) : requestAnimationFrame(look);
    target.click();
    look();
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


def test_opening_one_is_about_as_fast_as_changing_it_inside(open_page, capsys):
    page = open_page("/networks")
    opened, changed = [], []
    for net, other in (("parity", "latch"), ("mod3", "dyck1"), ("counter", "anbn")):
        page.locator(CARDS).first.wait_for()
        page.wait_for_timeout(1500)  # the reader looks; what Inside needs is fetched meanwhile
        opened.append(card(page, net).evaluate(UNTIL_QUESTION, question(net)))
        page.wait_for_selector(READY)
        title = words("en")(f"networks.{other}.title")
        page.locator(".st-key-net").get_by_role("combobox").fill(title)
        option = page.get_by_role("option", name=title, exact=True)
        changed.append(option.evaluate(UNTIL_QUESTION, question(other)))
        page.get_by_role("link", name=words("en")("page.networks.title")).click()
    ratio = statistics.median(opened) / statistics.median(changed)
    with capsys.disabled():
        print(f"\nopened {opened} changed {changed} ratio {ratio:.2f}")
    assert ratio < 4


def test_a_phone_has_one_column_and_never_scrolls_sideways(open_page):
    page = open_page("/networks", viewport=PHONE, has_touch=True)
    page.locator(CARDS).first.wait_for()
    lefts = {round(box["x"]) for c in page.locator(CARDS).all() if (box := c.bounding_box())}
    assert len(lefts) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
