"""The page around the component, in a real browser."""

import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect

from app.share import Hold, Link, read_link, write_link
from tests.browser.inside import READY, choose_network

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


def top(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_settings_and_theme_are_found_from_any_folder(open_page, scheme):
    page = open_page(color_scheme=scheme)
    background = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 22, 20)"}[scheme]
    expect(page).to_have_title("Gatescope")


def test_the_controls_are_one_low_row(open_page):
    page = open_page("/inside", viewport=DESKTOP)
    page.wait_for_selector(READY)
    box = page.locator(".st-key-controls").bounding_box()
    assert box and box["y"] < 56 and box["height"] <= 48
    assert top(page, ".belt") < 112


@pytest.mark.parametrize(
    "query", ["/", "/inside", "/?net=random&lang=zh", "/inside?seed=x&t=-1&foo=1"]
)
def test_a_phone_never_scrolls_sideways(open_page, query):
    page = open_page(query, viewport=PHONE, has_touch=True)
    expect(page.locator(".belt")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    if page.locator(".st-key-controls").count():
        box = page.locator(".st-key-controls").bounding_box()
        assert box and box["height"] <= 96


def test_foreign_text_stays_text(open_page):
    page = open_page(
        "/inside?net=counter&seq=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20%24x%5E2%24"
    )
    notice = page.locator(".st-key-notices")
    expect(notice).to_contain_text("<")
    assert notice.locator("img, .katex").count() == 0
    assert page.locator(".belt img").count() == 0


def test_an_example_is_one_click_away(open_page):
    page = open_page("/inside")
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Examples").click()
    page.get_by_role("button", name="I speak", exact=True).click()
    expect(page.get_by_label("Sequence that the network reads")).to_have_value("I speak")
    expect(page.get_by_role("button", name="I speak", exact=True)).not_to_be_visible()


def test_the_language_is_one_click_away_and_the_opening_follows(open_page):
    page = open_page("/inside", viewport=PHONE)
    page.get_by_role("radio", name="中文").or_(page.get_by_role("button", name="中文")).click()
    expect(page.get_by_label("让网络读的序列")).to_have_value("我在法国长大爱下棋我会说")
    expect(page.locator(".belt")).to_contain_text("它一路不说话")


def test_the_address_follows_the_controls(open_page):
    link = Link("zh", "counter", "aa.a & ü=#", t=1, u=0, speed=3.0, hold=(Hold("f", -1, 0.5),))
    page = open_page(f"/inside?{write_link(link)}")
    choose_network(page, "quotes_en", "zh")
    expect(page).to_have_url(re.compile("net=quotes_en"))
    choose_network(page, "counter", "zh")
    expect(page).to_have_url(re.compile("net=counter"))
    again, problems = read_link(parse_qs(urlparse(page.url).query, keep_blank_values=True))
    assert problems == ()
    assert (again.lang, again.net, again.seq, again.speed) == ("zh", "counter", link.seq, 3.0)


def test_the_address_that_the_component_writes_is_the_link_that_python_reads(open_page):
    link = Link("en", "counter", "aa.a", t=2, u=0, speed=3.0, hold=(Hold("f", -1, 0.5),))
    page = open_page(f"/inside?{write_link(link)}&foo=1")
    page.wait_for_selector(READY)
    expect(page).not_to_have_url(re.compile("foo"))
    found = parse_qs(urlparse(page.url).query, keep_blank_values=True)
    assert read_link(found) == (link, ())
