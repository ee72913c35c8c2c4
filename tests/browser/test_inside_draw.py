"""Numbers drawn by hand: they run at once, become what is typed, and are lstm_core's."""

import pytest
from playwright.sync_api import Page, expect

import lstm_core as lc
from app.i18n import words
from app.share import Link
from tests.browser.inside import (
    READY,
    belt,
    drag,
    expect_playing,
    expect_step,
    field,
    gate,
    link_to,
    middle,
    number,
    path_of,
)

PHONE = {"width": 390, "height": 844}


def open_pad(page: Page) -> None:
    belt(page, ".bt-draw").click()
    expect(belt(page, ".bt-pad-column").first).to_be_visible()


def column(page: Page, t: int) -> str:
    return f".bt-pad-column[data-t='{t}'] "


def height(page: Page, t: int, share: float) -> tuple[float, float]:
    """A point of a column; 0 is the lowest number, 1 the highest."""
    box = belt(page, column(page, t) + ".bt-pad-bar").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * (1 - share)


def check(page: Page, link: Link, text: str, t: int) -> None:
    """The text field, the tape and the machine show what lstm_core makes of a text."""
    expect(field(page, link.lang)).to_have_value(text)
    run = lc.NETWORKS[link.net].run(text)
    expect_step(page, t, len(run.x))
    expect(belt(page, ".bt-token")).to_have_text([one.replace("-", "−") for one in text.split()])
    c = float(run.traces[0].steps.c[t - 1, 0])
    expect(number(page, "cell")).to_contain_text(f"{abs(c):.3f}"[:4])


def test_a_network_of_numbers_can_be_drawn_with_the_mouse(open_inside):
    link = link_to("adding", t=6)
    page = open_inside(link)
    open_pad(page)
    page.mouse.move(*height(page, 1, 0.9))
    page.mouse.down()
    page.mouse.move(*height(page, 1, 0.75))
    expect(belt(page, ".bt-token").nth(1)).to_have_text("0.5*")  # before the hand lets go
    c = lc.NETWORKS["adding"].run("0.3 0.5* 0.9 -0.5 0.7 0.4*").traces[0].steps.c[5, 0]
    expect(number(page, "cell")).to_have_text(f"≈ {c:.3f}")
    expect(field(page)).to_have_value(link.seq)
    page.mouse.up()
    check(page, link, "0.3 0.5* 0.9 -0.5 0.7 0.4* -0.2 0.1", 6)
    belt(page, column(page, 3) + ".bt-pad-star").click()
    check(page, link, "0.3 0.5* 0.9 -0.5* 0.7 0.4* -0.2 0.1", 6)
    expect_playing(page, False)
    belt(page, ".bt-copy").click()
    expect(page.locator(".belt[data-copied*='-0.5*+0.7']")).to_be_attached()


def test_a_hand_draws_through_many_columns(open_inside):
    link = link_to("max_so_far")
    page = open_inside(link)
    open_pad(page)
    drag(page, height(page, 0, 1), *(height(page, t, 0.5) for t in range(1, 8)))
    steps = belt(page, ".bt-pad-bar").evaluate_all("all => all.map((one) => one.ariaValueNow)")
    assert float(steps[0]) == pytest.approx(1, abs=0.3)
    assert [float(one) for one in steps[1:]] == pytest.approx([0.5] * 7, abs=0.06)
    check(page, link, " ".join(steps), 8)


def test_numbers_are_drawn_by_keyboard(open_inside):
    link = link_to("max_so_far")
    page = open_inside(link)
    belt(page, ".bt-draw").press("Enter")
    belt(page, column(page, 0) + ".bt-pad-bar").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    check(page, link, "0.2 0.6 0.3 0.9 0.1 0.85 0.4 1", 8)
    expect(belt(page, column(page, 1) + ".bt-pad-bar")).to_be_focused()
    page.keyboard.press("Home")
    check(page, link, "0.2 0 0.3 0.9 0.1 0.85 0.4 1", 8)
    belt(page, "[data-act=more]").press("Enter")
    check(page, link, "0.2 0 0.3 0.9 0.1 0.85 0.4 1 1", 9)
    for _ in range(3):
        belt(page, "[data-act=less]").press("Enter")
    check(page, link, "0.2 0 0.3 0.9 0.1 0.85", 6)
    belt(page, "[data-act=done]").press("Enter")
    expect(belt(page, ".bt-pad")).to_be_hidden()
    expect(belt(page, ".bt-draw")).to_be_focused()


def test_bits_are_flipped_on_a_phone(open_page):
    link = link_to("serial_adder", t=6, lang="zh")
    page = open_page(path_of(link), viewport=PHONE, has_touch=True)
    page.wait_for_selector(READY)
    belt(page, ".bt-draw").tap()
    bit = belt(page, column(page, 1) + ".bt-pad-bit").nth(1)
    box = bit.bounding_box()
    assert box and box["height"] >= 40 and box["width"] >= 32
    expect(bit).to_have_attribute("aria-pressed", "true")
    bit.tap()
    expect(bit).to_have_attribute("aria-pressed", "false")
    check(page, link, "11 00 10 11 00 10 11 00", 6)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_pad_stands_over_the_tape_and_follows_its_window(open_inside):
    page = open_inside(link_to("leaky10", seq=" ".join(["0.25"] * 60), t=60), PHONE)
    open_pad(page)
    for t in (59, 58):
        x = middle(belt(page, column(page, t) + ".bt-pad-bar"))[0]
        assert x == pytest.approx(middle(belt(page, f".bt-token[data-t='{t}']"))[0], abs=1.5)
    expect(belt(page, "[data-act=more]")).to_be_disabled()
    belt(page, column(page, 59) + ".bt-pad-bar").focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    expect(belt(page, column(page, 49) + ".bt-pad-bar")).to_be_focused()


def test_only_a_network_of_numbers_is_drawn(open_inside):
    page = open_inside(link_to("grew_up_in"))
    expect(belt(page, ".bt-draw")).to_be_hidden()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_why_names_the_number_that_was_read(open_inside, lang):
    link = link_to("adding", t=2, lang=lang)
    page = open_inside(link)
    gate(page, "i").press("Enter")
    table = words(lang)
    star = table.list("networks.adding.symbols")[1]
    said = table("belt.why.cause_number", name=star, value="1")
    expect(belt(page, ".bt-card-why")).to_contain_text(said)
    belt(page, "[data-act=arithmetic]").click()
    expect(belt(page, ".bt-term[data-kind=input]")).to_have_count(2)
    expect(belt(page, "[data-key='input:0'] .bt-term-product")).to_contain_text("× 0.8")
