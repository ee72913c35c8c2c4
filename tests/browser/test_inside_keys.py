"""Keys play, step and hold; in a text field they are letters."""

from playwright.sync_api import Page, expect

from tests.browser.inside import (
    belt,
    computed,
    expect_playing,
    expect_step,
    field,
    gate,
    link_to,
    number,
)


def expect_gates(page: Page, **percents: int) -> None:
    for signal, percent in percents.items():
        for unit in range(3):
            expect(gate(page, signal, unit)).to_have_attribute("aria-valuenow", str(percent))


def test_arrows_home_end_and_space_work_without_a_click(open_inside):
    page = open_inside(link_to("grew_up_in", t=4))
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("ArrowLeft")
    expect_step(page, 3, 9)
    page.keyboard.press("ArrowRight")
    expect_step(page, 4, 9)
    expect_playing(page, False)
    page.keyboard.press("End")
    expect_step(page, 9, 9)
    page.keyboard.press("ArrowRight")
    expect_step(page, 9, 9)
    page.keyboard.press("Home")
    expect_step(page, 0, 9)
    page.keyboard.press("ArrowLeft")
    expect_step(page, 0, 9)
    page.keyboard.press(" ")
    expect_playing(page)
    page.keyboard.press(" ")
    expect_playing(page, False)


def test_up_and_down_choose_a_unit(open_inside):
    page = open_inside(link_to("grew_up_in"))
    focus = belt(page, ".bt-lane.is-focus")
    expect(focus).to_have_count(0)
    for unit in "0122":
        page.keyboard.press("ArrowDown")
        expect(focus).to_have_attribute("data-unit", unit)
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    expect(focus).to_have_count(0)


def test_one_two_three_hold_the_gates_of_all_units_and_zero_frees_them(open_inside):
    link = link_to("grew_up_in", t=5)
    page = open_inside(link)
    free = {s: round(100 * getattr(computed(link).traces[0].steps, s)[4, 0]) for s in "fio"}
    for key, signal, held in (("1", "f", (70, 0, 100)), ("2", "i", (100, 0)), ("3", "o", (100, 0))):
        for percent in held:
            page.keyboard.press(key)
            expect_gates(page, **{signal: percent})
            expect(belt(page, ".bt-gate.is-held")).to_have_count(3)
        page.keyboard.press(key)
        expect_gates(page, **free)
        expect(belt(page, ".bt-gate.is-held")).to_have_count(0)
    for key in "123":
        page.keyboard.press(key)
    expect_gates(page, f=70, i=100, o=100)
    page.keyboard.press("0")
    expect_gates(page, **free)


def test_with_a_unit_in_focus_keys_hold_its_gates_alone(open_inside):
    page = open_inside(link_to("grew_up_in", u=1))
    page.keyboard.press("3")
    page.keyboard.press("3")
    expect(belt(page, ".bt-gate.is-held")).to_have_count(1)
    expect(gate(page, "o", 1)).to_have_attribute("aria-valuenow", "0")
    expect(number(page, "o", 1)).to_have_text("0 %")


def test_in_the_text_field_keys_are_letters(open_inside):
    page = open_inside(link_to("grew_up_in", t=4))
    text = field(page)
    text.focus()
    page.keyboard.press("End")
    page.keyboard.type(" 1230")
    expect(text).to_have_value(link_to("grew_up_in").seq + " 1230")
    page.keyboard.press("Home")
    page.keyboard.type("0 ")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("1")
    expect(text).to_have_value("01 " + link_to("grew_up_in").seq + " 1230")
    expect_step(page, 4, 9)
    expect_playing(page, False)
    expect(belt(page, ".bt-gate.is-held")).to_have_count(0)


def test_a_key_with_control_or_alt_is_left_to_the_browser(open_inside):
    page = open_inside(link_to("grew_up_in", t=4))
    for key in ("Control+ ", "Control+ArrowRight", "Alt+1", "Control+0", "Control+End"):
        page.keyboard.press(key)
    expect_step(page, 4, 9)
    expect_playing(page, False)
    expect(belt(page, ".bt-gate.is-held")).to_have_count(0)


def test_a_button_with_the_focus_keeps_its_space_bar(open_inside):
    page = open_inside(link_to("grew_up_in", t=4))
    belt(page, ".bt-all").focus()
    page.keyboard.press(" ")
    expect(belt(page, ".bt-all")).to_have_attribute("aria-pressed", "true")
    expect_playing(page, False)
    page.keyboard.press("ArrowRight")
    expect_step(page, 5, 9)


def test_a_gate_with_the_focus_opens_its_card_and_moves_by_five_percent(open_inside):
    page = open_inside(link_to("grew_up_in"))
    gate(page, "f").focus()
    page.keyboard.press("ArrowDown")
    expect(gate(page, "f")).to_have_attribute("aria-valuenow", "95")
    page.keyboard.press("PageDown")
    expect(gate(page, "f")).to_have_attribute("aria-valuenow", "75")
    page.keyboard.press("Enter")
    expect(belt(page, ".bt-card")).to_be_visible()
    page.keyboard.press("Escape")
    expect(belt(page, ".bt-card")).to_be_hidden()
    expect(gate(page, "f")).to_be_focused()
