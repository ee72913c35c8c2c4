"""The first page: alive at once, three doors, and old links that still open."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.i18n import words
from tests.browser.inside import READY, belt, expect_step, link_to

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


def test_it_plays_by_itself_on_one_screen_and_leaves_the_address_alone(open_page):
    page = open_page("/", viewport=LAPTOP)
    page.wait_for_selector(READY)
    expect(page.locator(".belt[data-mode=showcase][data-playing=true]")).to_be_attached()
    expect(belt(page, ".bt-caption")).to_contain_text("France", timeout=20_000)
    for css in (".bt-bar", ".bt-equation", ".bt-tabs", ".bt-top"):
        expect(belt(page, css)).to_be_hidden()
    for door in page.locator(".st-key-doors button").all():
        box = door.bounding_box()
        assert box and box["y"] + box["height"] <= LAPTOP["height"] and box["height"] >= 80
    assert page.url.endswith("/")


def test_it_speaks_the_language_of_the_visitor(open_page):
    page = open_page("/?lang=zh")
    page.wait_for_selector(READY)
    expect(page.get_by_role("heading", level=1)).to_have_text(words("zh")("page.home.lead"))
    expect(belt(page, ".bt-token").nth(2)).to_have_text("法国")


def test_less_motion_is_a_still_of_the_end(open_page):
    page = open_page("/", reduced_motion="reduce")
    page.wait_for_selector(READY)
    expect(belt(page, ".bt-bubble")).to_have_text("French")
    expect(page.locator(".belt[data-playing=false]")).to_be_attached()


def test_on_a_phone_the_belt_comes_first(open_page):
    page = open_page("/", viewport=PHONE, has_touch=True)
    page.wait_for_selector(READY)
    picture = page.locator(".bt-stage").bounding_box()
    door = page.locator(".st-key-doors").bounding_box()
    assert picture and door
    assert picture["y"] + picture["height"] < PHONE["height"]
    assert door["y"] > picture["y"] + picture["height"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_phone_has_the_whole_menu_in_one_row(open_page, lang):
    page = open_page(f"/teachers?lang={lang}", viewport=PHONE, has_touch=True)
    menu = page.locator(".st-key-menu")
    links = menu.get_by_role("link")
    expect(links).to_have_count(6)
    language = page.locator(".st-key-lang").bounding_box()
    for link in links.all():
        box = link.bounding_box()
        assert box and language and box["height"] >= 44
        assert box["x"] + box["width"] <= language["x"]
    menu.get_by_role("link", name=words(lang)("page.inside.short")).tap()
    page.wait_for_selector(READY)
    page.locator(".st-key-net").get_by_role("combobox").click()  # nothing lies over the page


def enter(page: Page, door: str) -> None:
    page.locator(f".st-key-door_{door} button").click()


def test_the_first_door_begins_the_guided_minutes_every_time(open_page):
    page = open_page("/")
    for _ in range(2):
        enter(page, "minute")
        page.wait_for_selector(".belt[data-tour]", state="attached")
        expect(page).to_have_url(re.compile("/inside"))
        belt(page, "[data-tour=skip]").click()
        page.get_by_role("link", name=words("en")("page.home.title")).click()
        page.wait_for_selector(".belt[data-mode=showcase]", state="attached")


def opens_inside(page: Page) -> None:
    page.wait_for_selector(READY)
    expect(page).to_have_url(re.compile(r"/inside\?v=1&.*net=counter.*&t=4"))
    expect_step(page, 4, 9)
    expect(page.locator(".st-key-notices")).to_have_count(0)


@pytest.mark.parametrize("path", ["/?v=1&net=counter&t=4", "/?t=4&net=counter&lang=en"])
def test_a_link_copied_long_ago_opens_inside_and_survives_a_reload(open_page, path):
    page = open_page(path)
    opens_inside(page)
    page.reload()
    opens_inside(page)


def test_links_work_below_a_path_too(serve, browser, tmp_path):
    with serve(tmp_path, base="lstm") as url:
        page = browser.new_page(locale="en-US")
        page.goto(f"{url}/?v=1&net=counter&t=4")
        opens_inside(page)
        assert page.url.startswith(f"{url}/inside?")
        page.reload()
        opens_inside(page)
        belt(page, ".bt-copy").click()
        expect(page.locator(".belt")).to_have_attribute(
            "data-copied", re.compile(rf"^{re.escape(url)}/inside\?v=1&")
        )
        page.context.close()


def test_a_link_in_its_own_path_stays_as_it_is(open_inside):
    page = open_inside(link_to("counter", t=4))
    opens_inside(page)
