"""The weights by keys, by thumbs and in large networks."""

import pytest
from playwright.sync_api import expect

from app import reading
from tests.browser.inside import belt
from tests.browser.test_accessibility import in_both_themes
from tests.browser.test_inside_layout import PHONE
from tests.browser.test_inside_numbers import num
from tests.browser.weights import cell, field, open_weights


def test_keys_walk_and_type(revisit):
    page = open_weights(revisit, "grew_up_in")
    cell(page, 0, 0).focus()
    count = belt(page, ".bt-count").inner_text()
    for key, place in (
        ("ArrowDown", (1, 0)),
        ("ArrowRight", (1, 1)),
        ("PageDown", (4, 1)),
        ("End", (4, 8)),
        ("Home", (4, 0)),
        ("ArrowUp", (3, 0)),
    ):
        page.keyboard.press(key)
        expect(cell(page, *place)).to_be_focused()
    expect(belt(page, ".bt-w-cell[tabindex='0']")).to_have_count(1)
    page.keyboard.press("-")
    expect(field(page)).to_have_value("−")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(cell(page, 3, 0)).to_be_focused()
    expect(cell(page, 3, 0)).to_have_attribute("aria-label", "−7, was 40")
    expect(belt(page, ".bt-count")).to_have_text(count)  # the arrows were not the belt's


def test_of_many_rows_those_in_sight_are_in_the_page(revisit):
    page = open_weights(revisit, "random", size=32, seed=1, seq="hello")
    assert belt(page, ".bt-w-row").count() < 90
    cell(page, 0, 0).focus()
    for _ in range(4):
        page.keyboard.press("PageDown")
    expect(cell(page, 127, 0)).to_be_focused()
    network = reading.network("random", 1, 32)
    last = network.layers[0][0].weight_ih[127, 0]
    expect(cell(page, 127, 0)).to_have_attribute("aria-label", num(last))


def test_a_phone_scrolls_it_in_its_own_box(open_page):
    page = open_weights(open_page, "continual_reber", screen=PHONE)
    box = cell(page, 0, 0).bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 32
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    cell(page, 1, 0).tap()
    expect(field(page)).to_be_visible()
    editor = belt(page, ".bt-w-editor").bounding_box()
    assert editor
    assert editor["x"] == 0
    assert abs(editor["y"] + editor["height"] - PHONE["height"]) < 1


@pytest.mark.parametrize("screen", [None, PHONE])
def test_the_weights_are_open_to_everyone(open_page, revisit, screen):
    opener, look = open_page if screen else revisit, {"reduced_motion": "reduce"}
    page = open_weights(opener, "latch", "weight_b_1_0_7", screen, look=look)
    assert in_both_themes(page) == []
    cell(page, 2, 1).click()
    expect(field(page)).to_be_visible()
    assert in_both_themes(page) == []
