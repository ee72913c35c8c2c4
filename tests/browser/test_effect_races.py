"""Edits and what a hand does at once after them: none is lost, and none stays that was refused."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.inside import READY, belt, drag, gate, middle

FULL = "~".join(f"put_c_0_{step}_1" for step in range(40))


def open_effect(revisit: OpenPage, more: str = "") -> Page:
    return revisit(f"/effect?net=grew_up_in&t=9&lang=en{more}")


def lower(page: Page, unit: int) -> None:
    x, y = middle(gate(page, "f", unit))
    drag(page, (x, y), (x, y + 40))


def chips(page: Page, *units: str) -> None:
    told = page.locator(".st-key-edits [data-testid=stCheckbox]")
    expect(told).to_have_text([re.compile(unit) for unit in units])


def press(page: Page, css: str) -> None:
    page.locator(css).first.click(delay=80)  # as long as a finger takes


def test_undo_at_once_after_a_drag_undoes_the_drag(revisit):
    page = open_effect(revisit)
    lower(page, 0)
    chips(page, "France")
    lower(page, 1)
    press(page, ".st-key-undo button")
    expect(page.locator(".st-key-redo button").first).to_be_enabled()
    chips(page, "France")
    expect(belt(page, ".bt-gate.is-held")).to_have_count(1)


def test_what_was_dragged_before_the_page_is_left_is_kept(revisit):
    page = open_effect(revisit)
    lower(page, 0)
    press(page, "[data-testid=stTopNavLink][href*=inside]")
    expect(page).to_have_url(re.compile("/inside"))
    page.wait_for_selector(READY)
    press(page, "[data-testid=stTopNavLink][href*=effect]")
    chips(page, "France")
    expect(page).to_have_url(re.compile("edits=clamp_f_0"))


def test_a_drag_that_is_refused_lets_go_at_once(revisit):
    page = open_effect(revisit, f"&edits={FULL}")
    lower(page, 0)
    expect(page.locator(".st-key-notices")).to_contain_text("41")
    expect(belt(page, ".bt-gate.is-held")).to_have_count(0, timeout=3000)
    assert "clamp" not in page.url
