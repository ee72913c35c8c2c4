"""The readings of memory on their page: pictures that follow a choice, an edit, a theme, a room."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.i18n import words
from app.readings.payload import READINGS
from tests.browser.inside import READY, link_to, path_of, until
from tests.browser.test_accessibility import THEMES, faults

PHONE = {"width": 390, "height": 844}
HALL = {"width": 1920, "height": 1080}
NUMBER = re.compile(r"\d")
# The smallest letter of a component that is to be seen, in px.
SMALLEST = """(host) => Math.min(...[...host.querySelectorAll('*')]
    .filter((one) => [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((one) => one.checkVisibility?.() && one.getBoundingClientRect().width > 1)
    .filter((one) => !one.closest('option, tspan, small sub'))
    .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
FITS = "(host) => host.scrollHeight <= host.clientHeight"


def rd(page: Page, css: str = "") -> Locator:
    return page.locator(f".rd {css}".strip())


def tab(page: Page, reading: str) -> Locator:
    return rd(page, f"[data-key=reading-{reading}]")


@pytest.fixture
def readings(revisit, open_page):
    """Open a reading; a phone has a context of its own, because it has fingers."""

    def open_it(net: str, reading: str = "", edits: str = "", lang: str = "en", **look: Any):
        options = {"reduced_motion": "reduce", "viewport": {"width": 1440, "height": 900}} | look
        path = path_of(link_to(net, lang=lang, t=0), "effect") + (
            f"&edits={edits}" if edits else ""
        )
        page = (open_page if "has_touch" in look else revisit)(path, **options)
        page.wait_for_selector(READY)
        rd(page, ".main-svg").first.wait_for()
        if reading:
            tab(page, reading).click()
            expect(rd(page)).to_have_attribute("data-open", reading)
        return page

    return open_it


def test_one_reading_is_open_at_a_time_each_with_a_sentence_and_numbers(readings):
    page = readings("dyck1")
    for reading in READINGS:
        tab(page, reading).click()
        expect(rd(page)).to_have_attribute("data-open", reading)
        expect(rd(page, ".rd-sentence")).to_have_text(NUMBER)
        if reading != "jobs":
            expect(rd(page, "[role=img]")).to_have_attribute("aria-label", NUMBER)
            expect(rd(page, "[role=img] .main-svg").first).to_be_visible()
        expect(rd(page, "[aria-checked=true]").first).to_have_text(
            words("en")(f"readings.tabs.{reading}")
        )
    assert page.locator("script[src*=plotly]").count() == 1  # the belt's copy


def test_keys_choose_a_unit_and_keep_the_focus(readings):
    page = readings("dyck1")
    expect(rd(page, ".rd-sentence")).to_contain_text("depth")
    rd(page, "[data-key=unit-0]").focus()
    page.keyboard.press("ArrowRight")
    expect(rd(page, ".rd-sentence")).to_contain_text("alarm")
    expect(rd(page, "[data-key=unit-1]")).to_be_focused()
    expect(rd(page, "tr.is-chosen th")).to_have_text("alarm")


def test_the_sum_of_every_step_is_at_hand(readings):
    page = readings("counter", "where_from")
    expect(rd(page, ".rd-sentence")).to_contain_text("c ≈ 6.000")
    slider = rd(page, "input[type=range]")
    slider.fill("1")
    expect(rd(page, ".rd-sentence")).to_contain_text("c ≈ 2.000")
    expect(rd(page, ".rd-sum")).to_have_text("c ≈ 1.000 + 1.000 ≈ 2.000")
    expect(slider).to_have_attribute("aria-valuetext", "“a” (step 2)")


def test_a_new_theme_and_a_new_choice_draw_in_the_same_place(readings):
    page = readings("leaky10", color_scheme="light")
    rd(page, ".rd-figure").evaluate("(box) => { box.querySelector('.main-svg').dataset.kept = 1; }")
    expect(rd(page)).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(rd(page)).to_have_attribute("data-theme", "dark")
    tab(page, "saturation").click()
    expect(rd(page)).to_have_attribute("data-open", "saturation")
    expect(rd(page, ".main-svg[data-kept='1']")).to_have_count(1)


def test_an_edit_leaves_what_was(readings):
    page = readings("leaky10", edits="clamp_f_0_0_end_1")
    expect(rd(page, ".rd-table tbody")).to_contain_text("∞ (held at 1)was 6.58 steps")
    tab(page, "where_from").click()
    expect(rd(page, ".rd-sentence")).to_contain_text("It was 0.")


def test_the_unit_that_does_the_job_is_cut_out_with_one_click(readings):
    page = readings("dyck1", "jobs")
    first = rd(page, ".rd-rank").first
    expect(first).to_contain_text("depth of brackets")
    expect(first).to_contain_text("r = 1")
    first.get_by_role("button", name="Cut out depth").click()
    expect(first.locator(".rd-cut")).to_have_text("cut out")
    expect(rd(page, ".rd-sentence")).to_contain_text("is cut out")


@pytest.mark.parametrize("lang, scheme", [("en", "light"), ("zh", "dark")])
def test_a_hall_sees_large_letters(readings, lang, scheme):
    page = readings("grew_up_in", lang=lang, viewport=HALL, color_scheme=scheme)
    tab(page, "still_here").focus()
    page.keyboard.press("l")
    expect(rd(page)).to_have_attribute("data-size", "lecture")
    expect(page.locator(".belt[data-layout=lecture]")).to_have_count(0)
    assert rd(page).bounding_box() == {"x": 0, "y": 0, **HALL}
    for reading in READINGS:
        tab(page, reading).click()
        expect(rd(page)).to_have_attribute("data-open", reading)
        until(page, lambda: rd(page).evaluate(SMALLEST) >= 24, f"small letters: {reading}")
        until(page, lambda: rd(page).evaluate(FITS), f"too high: {reading}")
    rd(page, ".rd-title").click()  # the focus is nowhere now; the belt behind stays deaf
    page.keyboard.press("1")
    page.keyboard.press("Escape")
    expect(page.locator(".belt .is-held")).to_have_count(0)
    expect(rd(page)).not_to_have_attribute("data-size", "lecture")
    expect(page.locator(".belt[data-layout=lecture]")).to_have_count(0)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_phone_never_scrolls_sideways(readings, lang):
    page = readings("learnt", lang=lang, viewport=PHONE, has_touch=True)
    for reading in READINGS:
        tab(page, reading).click()
        expect(rd(page)).to_have_attribute("data-open", reading)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        small = rd(page, "button:visible, select:visible, input:visible").evaluate_all(
            "(all) => all.filter((one) => one.getBoundingClientRect().height < 44).length"
        )
        assert small == 0


def test_every_reading_is_open_to_everyone(readings):
    page = readings("dyck1")
    page.wait_for_load_state("networkidle")
    for scheme in THEMES:
        page.emulate_media(color_scheme=scheme)
        expect(rd(page)).to_have_attribute("data-theme", scheme)
        for reading in READINGS:
            tab(page, reading).click()
            expect(rd(page)).to_have_attribute("data-open", reading)
            assert faults(page, scheme) == []


def test_a_plain_rnn_says_that_it_has_no_road(revisit):
    page = revisit("/effect?net=random&cell=rnn&size=3&seq=hello")
    expect(rd(page, ".rd-sentence")).to_have_text(words("en")("readings.still_here.no_road"))
    expect(rd(page, ".rd-figure")).to_be_hidden()
