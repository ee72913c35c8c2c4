"""The row of controls on the page "Cause and effect": the form, the history, ready experiments."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.inside import READY, fresh
from tests.browser.test_accessibility import in_both_themes

PHONE = {"width": 390, "height": 844}


def opened(opener, query: str = "", **options: Any) -> Page:
    page = opener(f"/effect?{query}", **options)
    page.wait_for_selector(READY)
    return page


def test_an_edit_of_the_form_is_told_by_the_address_and_undone(revisit):
    page = opened(revisit, "net=latch")
    page.get_by_role("button", name="Change something").click()
    page.get_by_role("button", name="Change it").click()
    chip = page.get_by_role("checkbox", name="Keep of every unit held at 0 %")
    expect(chip).to_be_checked()
    expect(page.get_by_role("button", name="Change it")).to_have_count(0)
    expect(page).to_have_url(re.compile("&edits=clamp_f_all_0_end_0$"))
    page.get_by_role("button", name="Undo").click()
    expect(chip).to_have_count(0)
    expect(page).not_to_have_url(re.compile("edits"))
    page.get_by_role("button", name="Redo").click()
    page.locator(".st-key-chip_0 .stCheckbox").click()
    expect(chip).not_to_be_checked()
    expect(page).to_have_url(re.compile("&edits=-clamp_f_all_0_end_0$"))
    page.reload()
    expect(chip).not_to_be_checked()


def test_a_ready_experiment_asks_and_answers(revisit):
    page = opened(revisit)
    page.get_by_role("button", name="Experiments").click()
    page.get_by_role("button", name="It writes everything").click()
    expect(page.get_by_text("what will it add up?")).to_be_visible()
    expect(fresh(page, ".ef-job")).to_contain_text("mean error 0.002 → 1.141")
    page.get_by_role("button", name="What happens?").click()
    expect(page.get_by_text("the error explodes")).to_be_visible()


def test_held_gates_go_over_from_inside(revisit):
    page = revisit("/inside?hold=f:all:0.7&t=3")
    page.locator(".bt-further").click()
    expect(page.get_by_role("checkbox", name="Keep of every unit held at 70 %")).to_be_checked()
    expect(page).to_have_url(re.compile(r"/effect\?.*t=3"))


def test_network_and_sequence_go_along_from_page_to_page(revisit):
    page = revisit("/inside?net=counter&seq=aaa")
    menu = page.get_by_test_id("stTopNav")
    menu.get_by_role("link", name="Cause and effect").click()
    expect(page).to_have_url(re.compile(r"/effect\?.*net=counter&seq=aaa&"))
    page.get_by_role("combobox", name="Network").click()
    page.get_by_role("option", name="Latch").click()
    expect(page).to_have_url(re.compile("net=latch"))
    menu.get_by_role("link", name="Inside").click()
    expect(page).to_have_url(re.compile(r"/inside\?.*net=latch"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_on_a_phone_everything_is_within_reach(open_page, lang):
    query = f"lang={lang}&edits=cut_0~cut_1~sharpen_0.5"
    page = opened(open_page, query, viewport=PHONE, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for button in page.locator(".st-key-effect button:visible").all():
        box = button.bounding_box()
        assert box and box["height"] >= 36 and box["width"] >= 32
    for key in ("change", "stories", "undo", "redo", "reset"):
        box = page.locator(f".st-key-effect .st-key-{key} button").last.bounding_box()
        assert box and 0 <= box["x"] and box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] >= 44 and box["width"] >= 44


def test_history_bars_and_an_open_form_are_open_to_everyone(revisit):
    query = "net=adding&edits=clamp_i_all_0_end_1~-cut_0"
    page = opened(revisit, query, reduced_motion="reduce")
    expect(fresh(page, ".ef-bars")).to_be_visible()
    assert in_both_themes(page) == []
    page.get_by_role("button", name="Change something").click()
    expect(page.get_by_role("button", name="Change it")).to_be_visible()
    assert in_both_themes(page) == []


@pytest.mark.parametrize("edits", ["", "clamp_f_all_0_end_0.7", "cut_0~cut_1~cut_2~sharpen_0.5"])
def test_question_to_caption_on_one_screen_whatever_was_done(revisit, edits):
    page = opened(revisit, f"t=4&edits={edits}", viewport={"width": 1366, "height": 768})
    expect(fresh(page, ".ef-bars")).to_be_visible()
    caption = page.locator(".bt-caption").bounding_box()
    assert caption and caption["y"] + caption["height"] <= 768
    row = page.locator(".st-key-effect").bounding_box()
    assert row and row["height"] <= 48
