"""The card's arithmetic: few rows, many terms in groups, and what lights what."""

import math

import pytest
from playwright.sync_api import Locator, Page, expect

import lstm_core as lc
from app.i18n import words
from tests.browser.inside import READY, belt, computed, expect_step, gate, link_to, middle, path_of

PHONE = {"width": 390, "height": 844}
MANY = link_to("random", size=64, seed=9, t=9, u=27)
LIT = "[data-lit]"
DATA_VALUES = "nodes => nodes.map((node) => node.dataset.value)"


def arithmetic(page: Page, signal: str, unit: int = 0) -> Locator:
    gate(page, signal, unit).first.press("Enter")
    belt(page, ".bt-card [data-act=arithmetic]").click()
    return belt(page, ".bt-card")


def row(page: Page, key: str) -> Locator:
    return belt(page, f"[data-key='{key}']")


def values(rows: Locator) -> list[float]:
    return [float(n) for n in rows.locator("> [data-value]").evaluate_all(DATA_VALUES)]


def test_many_terms_are_few_rows_biggest_first_and_the_others_a_group(open_inside):
    page = open_inside(MANY)
    card = arithmetic(page, "f", 27)
    rows = card.locator(".bt-term-list > .bt-term")
    assert rows.count() <= 8
    singles = values(card.locator(".bt-term-list > .bt-term:not(.is-group)"))
    assert singles == sorted(singles, key=abs, reverse=True)
    known = lc.contributions(computed(MANY).traces[0], "f", 27, MANY.t - 1)
    biggest = sorted((*known.inputs, *known.units), key=abs, reverse=True)[:3]
    for value in biggest:
        assert min(abs(value - one) for one in singles) < 1e-12
    group = card.locator(".is-group")
    count = sum(value != 0 for value in known.units) - sum(
        one.get_attribute("data-kind") == "unit" for one in rows.all()
    )
    expect(group).to_contain_text(words("en")("belt.card.others_unit", count=count))
    expect(card.locator(".bt-term-group")).to_have_count(0)
    group.get_by_role("button").press("Enter")
    expect(group.get_by_role("button")).to_be_focused()
    inside = values(card.locator(".bt-term-group > .bt-term"))
    assert len(inside) == count
    assert math.fsum(inside) == pytest.approx(values(group)[0], rel=1e-12)


def test_the_first_look_is_rounded_and_every_digit_is_one_press_away(open_inside):
    page = open_inside(MANY)
    card = arithmetic(page, "i", 27)
    text = card.locator(".bt-term [data-value]").first
    exact = float(text.get_attribute("data-value") or "")
    assert float(text.inner_text().replace("−", "-")) == pytest.approx(exact, abs=6e-4)
    expect(card.locator("[data-kind=unit] .bt-term-product").first).to_contain_text("×")
    card.locator("[data-act=digits]").click()
    assert float(text.inner_text().replace("−", "-")) == exact


@pytest.mark.parametrize("how", ["hover", "focus"])
def test_a_row_lights_what_it_comes_from(open_inside, how):
    page = open_inside(link_to("grew_up_in", t=3))
    arithmetic(page, "i")
    getattr(row(page, "input:0"), how)()
    for css in (".bt-chip", ".bt-wire.is-x", ".bt-token.is-now", ".is-drop[data-signal=i]"):
        expect(belt(page, css + LIT)).to_have_count(1)
    expect(belt(page, ".bt-wire.is-h" + LIT)).to_have_count(0)
    getattr(row(page, "bias:0"), how)()
    expect(gate(page, "i").and_(belt(page, LIT))).to_have_count(1)
    expect(belt(page, ".bt-chip" + LIT)).to_have_count(0)


@pytest.mark.parametrize("how", ["hover", "focus"])
def test_a_units_row_lights_its_wire_its_names_and_the_h_that_it_was(open_inside, how):
    link = link_to("random", size=3, seed=2, t=6)
    page = open_inside(link)
    arithmetic(page, "f", 1)
    getattr(row(page, "unit:2"), how)()
    expect(belt(page, ".bt-wire.is-h" + LIT)).to_have_count(1)
    expect(belt(page, ".bt-lane[data-unit='2'] .bt-name" + LIT)).to_have_count(1)
    expect(belt(page, ".bt-tape-name" + LIT)).to_have_text("unit 3")
    h = computed(link).traces[0].before.h[5, 2]
    expect(belt(page, ".bt-lit-h")).to_contain_text(f"{abs(h):.3f}")
    page.keyboard.press("ArrowDown") if how == "focus" else belt(page, ".bt-card-title").hover()
    expect(belt(page, ".bt-lane[data-unit='2'] .bt-name" + LIT)).to_have_count(0)


def test_chip_wires_and_names_light_the_rows_that_they_feed(open_inside):
    page = open_inside(link_to("random", size=3, seed=2, t=6))
    arithmetic(page, "f")
    belt(page, ".bt-chip").hover()
    expect(belt(page, ".bt-term" + LIT)).to_have_attribute("data-kind", "input")
    wire = belt(page, ".bt-wire.is-h").bounding_box()
    assert wire
    page.mouse.move(wire["x"] + 30, 20 + (belt(page, ".bt-stage").bounding_box() or {})["y"])
    expect(belt(page, ".bt-term[data-kind=unit]" + LIT)).to_have_count(3)
    belt(page, ".bt-tape-name").nth(1).hover()
    expect(belt(page, ".bt-term" + LIT)).to_have_attribute("data-key", "unit:1")
    page.mouse.move(*middle(belt(page, ".bt-caption")))
    expect(belt(page, LIT)).to_have_count(0)
    belt(page, ".bt-close").focus()
    for _ in range(30):  # by the keyboard alone
        page.keyboard.press("Shift+Tab")
        if belt(page, ".bt-lane[data-unit='2'] .bt-name:focus").count():
            break
    expect(belt(page, ".bt-term" + LIT)).to_have_attribute("data-key", "unit:2")


def test_a_name_lights_the_closed_group_that_holds_it(open_inside):
    page = open_inside(MANY)
    card = arithmetic(page, "f", 27)
    single = {one.get_attribute("data-key") for one in card.locator("[data-kind=unit]").all()}
    unit = next(u for u in range(24, 32) if f"unit:{u}" not in single)
    belt(page, f".bt-lane.is-small[data-unit='{unit}'] .bt-name").hover()
    expect(belt(page, ".bt-term" + LIT)).to_have_attribute("data-kind", "group")


def test_a_gate_lights_the_two_terms_that_push_it_most(open_inside):
    page = open_inside(link_to("grew_up_in", t=3))
    gate(page, "i").hover()  # −20 of its bias, 40 of "France"
    expect(belt(page, ".bt-chip" + LIT)).to_have_count(1)
    expect(gate(page, "i").and_(belt(page, LIT))).to_have_count(1)
    expect(belt(page, ".bt-wire.is-h" + LIT)).to_have_count(0)


def test_lighting_moves_nothing_and_survives_a_step(open_inside):
    page = open_inside(link_to("random", size=3, seed=2, t=6))
    arithmetic(page, "f")
    place = [middle(belt(page, css)) for css in (".bt-chip", ".bt-card", ".bt-caption")]
    row(page, "unit:1").focus()
    assert place == [middle(belt(page, css)) for css in (".bt-chip", ".bt-card", ".bt-caption")]
    page.keyboard.press("ArrowLeft")
    expect_step(page, 5, 12)
    expect(row(page, "unit:1")).to_be_focused()
    expect(belt(page, ".bt-wire.is-h" + LIT)).to_have_count(1)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_the_card_with_everything_open_stays_on_the_screen(open_inside, lang, size):
    page = open_inside(link_to("random", size=64, seed=9, t=9, u=27, lang=lang), size)
    card = arithmetic(page, "o", 27)
    card.locator("[data-act=digits]").click()
    card.locator(".is-group button").click()
    box = card.bounding_box()
    view = size or {"width": 1366, "height": 768}
    assert box and box["x"] >= 0 and box["y"] >= 0
    assert box["x"] + box["width"] <= view["width"] and box["y"] + box["height"] <= view["height"]
    assert card.evaluate("node => node.scrollWidth <= node.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= view["width"]


def test_a_tap_lights_on_a_phone(open_page, server):
    page = open_page(path_of(link_to("grew_up_in", t=3)), viewport=PHONE, has_touch=True)
    page.wait_for_selector(READY)
    belt(page, ".bt-chips button").nth(1).tap()
    belt(page, ".bt-step-name[data-signal=i]").tap()
    belt(page, ".bt-card [data-act=arithmetic]").tap()
    row(page, "input:0").tap()
    expect(belt(page, ".bt-token.is-now" + LIT)).to_have_count(1)
    expect(row(page, "input:0").and_(belt(page, LIT))).to_have_count(1)
    token, card = (belt(page, css).bounding_box() for css in (".bt-token.is-now", ".bt-card"))
    assert token and card and 0 <= token["y"] < card["y"] - token["height"]
