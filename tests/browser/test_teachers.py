"""For teachers: every link is copied whole and opens what it says."""

import pytest
from playwright.sync_api import expect

from app.i18n import words
from app.lessons import links, page_of
from app.share import write_link
from tests.browser.inside import READY

PHONE = {"width": 390, "height": 844}
LINKS = links("en")
LOCALES = {"en": "en-US", "zh": "zh-CN"}


@pytest.mark.parametrize("lang", LOCALES)
def test_a_link_is_copied_with_the_address_of_the_server(open_page, watch, lang):
    page = open_page("/teachers", locale=LOCALES[lang])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for group, ready in links(lang).items():
        for key, link in ready.items():
            row = page.locator(f".gl-line[data-key={key}]")
            button = row.get_by_role("button")
            expect(button).to_have_text(words(lang)("page.teachers.copy"))
            button.click()
            expect(button).to_have_text(words(lang)("page.teachers.copied"))
            wanted = f"{watch.server}/{page_of(group)}?{write_link(link)}"
            assert page.evaluate("navigator.clipboard.readText()") == wanted
            assert row.get_by_role("link").get_attribute("href") == wanted


def test_where_nothing_may_be_copied_the_address_stands_there(open_page, watch):
    page = open_page("/teachers")
    page.evaluate("""() => {
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
        document.execCommand = () => false;
    }""")
    row = page.locator(".gl-line[data-key=fading]")
    row.get_by_role("button").click()
    wanted = f"{watch.server}/inside?{write_link(links('en')['question']['fading'])}"
    expect(row.locator("input")).to_have_value(wanted)


# That every link opens as it is stands in tests/test_doors.py; here one of each group.
@pytest.mark.parametrize("group", LINKS)
def test_a_link_opens_without_a_notice(open_inside, group):
    key = next(iter(LINKS[group]))
    page = open_inside(LINKS[group][key], at=page_of(group))
    expect(page.locator(".st-key-notices")).to_have_count(0)
    expect(page.locator(".belt[data-tour]")).to_have_count(0)


def test_open_leads_inside(open_page):
    page = open_page("/teachers")
    page.locator(".gl-line[data-key=counter]").get_by_role("link").click()
    page.wait_for_selector(READY)
    expect(page.locator(".belt .bt-question")).to_have_text(
        words("en")("networks.counter.question")
    )


def test_on_a_phone_buttons_are_large_and_nothing_scrolls_sideways(open_page):
    page = open_page("/teachers", viewport=PHONE, has_touch=True)
    page.locator(".gl-line").first.wait_for()
    for button in page.locator(".gl-button").all():
        box = button.bounding_box()
        assert box and box["height"] >= 44 and box["width"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
