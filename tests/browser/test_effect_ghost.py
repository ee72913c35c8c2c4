"""The untouched run beside the edited one, and holds that become edits, on the page of edits."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import lstm_core as lc
from app.i18n import words
from app.share import Link, write_link
from tests.browser.conftest import OpenPage
from tests.browser.inside import (
    belt,
    expect_playing,
    expect_step,
    gate,
    link_to,
    middle,
    network,
    number,
    play_every_step,
)

# Every step that the belt comes to since, in order.
COUNT = """() => {
    window.counted = [];
    const count = document.querySelector('.bt-count');
    new MutationObserver(() => window.counted.push(parseInt(count.textContent))).observe(count, {
        childList: true, characterData: true, subtree: true,
    });
}"""
OpenEffect = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
WIDTHS = "nodes => nodes.map((node) => node.getBoundingClientRect().width)"


def edited(link: Link, *edits: lc.Edit) -> tuple[lc.Run, lc.Run]:
    """The untouched and the edited run of a link."""
    ready = network(link)
    return ready.run(link.seq), ready.run(link.seq, edits=edits)


@pytest.fixture
def open_effect(revisit: OpenPage) -> OpenEffect:
    """Open a link with edits; `look` are options of `Page.emulate_media`."""

    def open_it(link: Link, *edits: lc.Edit, size: Any = None, **look: Any) -> Page:
        more = "&edits=" + "~".join(map(lc.edit_text, edits)) if edits else ""
        return revisit(f"/effect?{write_link(link)}{more}", size, **look)

    return open_it


def outlines(page: Page) -> Locator:
    """The parcels of the untouched run that can be seen."""
    return belt(page, ".bt-ghost[style*='opacity: 1']")


def answer(page: Page) -> str:
    return belt(page, ".bt-bubble").evaluate("node => node.firstChild.textContent")


def test_the_untouched_run_stays_as_dashed_parcels_numbers_and_answer(open_effect):
    link = link_to("grew_up_in")
    plain, run = edited(link, keep := lc.Clamp("f", value=0.8))
    page = open_effect(link, keep)
    c = run.traces[0].steps.c[-1, 0]
    expect(number(page, "cell")).to_have_text(f"≈ {c:.3f}")
    was = plain.traces[0].steps.c[-1, 0]
    expect(number(page, "cell")).to_have_attribute("data-was", f"was {was:.3f}")
    expect(number(page, "f")).to_have_attribute("data-was", "was 100 %")
    expect(number(page, "cell", 1)).not_to_have_attribute("data-was", re.compile("."))
    expect(belt(page, ".bt-ghost-answer")).to_have_text("untouched: French")
    assert answer(page) == "French? weak (0.256)"
    # Before, kept, cell and hidden of one unit; a larger value has a larger outline.
    expect(outlines(page)).to_have_count(4)
    assert min(outlines(page).evaluate_all(WIDTHS)) > 12


def test_without_an_edit_there_is_no_ghost(open_effect):
    page = open_effect(link_to("grew_up_in"))
    expect(outlines(page)).to_have_count(0)
    expect(belt(page, ".bt-ghost-answer")).to_have_count(0)
    expect(belt(page, ".bt-ghost-legend")).to_contain_text(words("en")("effect.belt.same"))


def shades(page: Page) -> list[str]:
    cells = belt(page, ".bt-diff-cells rect")
    return [
        str(fill) for fill in cells.evaluate_all("list => list.map((r) => r.getAttribute('fill'))")
    ]


def test_a_strip_under_the_tape_shows_where_the_two_part_and_goes_there(open_effect):
    link = link_to("counter", seq="aa.a")
    plain, run = edited(link, put := lc.Overwrite("c", 0, 1, 0.5))
    page = open_effect(link, put)
    apart = np.abs(run.traces[0].steps.c - plain.traces[0].steps.c)[:, 0] > 5e-4
    empty = shades(page)[0]
    assert [shade != empty for shade in shades(page)] == apart.tolist()
    told = words("en")("effect.belt.parts", step=2, token="a")
    expect(belt(page, ".bt-diff-field")).to_have_attribute(
        "aria-label", re.compile(re.escape(told))
    )
    left = belt(page, ".bt-diff-field").bounding_box()
    cursor = belt(page, ".bt-tape .bt-cursor").bounding_box()
    assert left and cursor
    page.mouse.click(left["x"] + 1.5 * cursor["width"], left["y"] + 3)
    expect_step(page, 2, 4)
    belt(page, ".bt-tape .bt-token").first.click()
    expect_step(page, 1, 4)  # what comes is not told yet
    expect(belt(page, ".bt-ghost-legend")).to_contain_text(words("en")("effect.belt.same"))


def test_many_units_share_one_row_of_the_strip_and_a_phone_has_one(open_effect):
    link = link_to("random", size=32, t=8)
    page = open_effect(link, lc.Clamp("c", (3,), 2, 5, -1.0))
    assert len(shades(page)) == len(network(link).run(link.seq).x)
    page = open_effect(link_to("grew_up_in"), lc.Clamp("f", value=0.8), size=PHONE)
    box = belt(page, ".bt-diff-field").bounding_box()
    assert box and box["height"] <= 10
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_put_into_c_is_told_and_not_computed(open_effect, lang):
    link = link_to("counter", seq="aaa", t=2, lang=lang)
    page = open_effect(link, lc.Overwrite("c", 0, 1, 0.5))
    unit = words(lang)("belt.caption.the_unit")
    values = {"unit": unit, "signal": "c", "value": "0.5", "own": "2.000"}
    expect(belt(page, ".bt-caption")).to_contain_text(
        words(lang)("effect.belt.caption.put", **values)
    )
    expect(belt(page, "[data-eq=c]")).to_contain_text(f"c = 0.5 · {words(lang)('belt.held')}")
    expect(belt(page, "[data-eq=h]")).to_contain_text("0.462")


def test_a_unit_that_is_cut_out_is_told_so(open_effect):
    page = open_effect(link_to("dyck1"), lc.Cut(0))
    belt(page, ".bt-tape-name").first.click()
    expect(belt(page, ".bt-caption")).to_contain_text(
        words("en")("effect.belt.caption.cut", unit="Depth")
    )


@pytest.mark.parametrize("cell", ["gru", "rnn"])
def test_the_ghost_of_a_cell_that_sums_up_its_weights_has_the_untouched_ones(open_effect, cell):
    link = link_to("random", size=3, cell=cell, t=4)
    page = open_effect(link, lc.Sharpen(3.0))
    was = edited(link)[0].traces[0].steps.h[3, 0]
    told = f"was {was:.3f}".replace("-", "−")
    expect(number(page, "cell")).to_have_attribute("data-was", told)
    if cell == "rnn":
        params, x = network(link).layers[0][0], edited(link)[0].x
        read = (params.weight_ih @ x[3] + params.bias)[0]
        told = f"was {read:.3f}".replace("-", "−")
        expect(number(page, "input")).to_have_attribute("data-was", told)


# ---- a hold becomes an edit ----


def in_address(page: Page, edits: str) -> None:
    expect(page).to_have_url(re.compile(rf"[?&]edits={edits}(&|$)"))


def test_a_drag_is_one_edit_and_nothing_jumps(open_effect):
    page = open_effect(link_to("grew_up_in"))
    keep = gate(page, "f")
    x, y = middle(keep)
    reach = max(90, 1.4 * keep.evaluate("node => node.offsetHeight"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 0.2 * reach, steps=4)
    expect(keep).to_have_attribute("aria-valuetext", re.compile("80 %"))
    page.wait_for_timeout(700)  # a hand that rests has not let go
    assert "edits=" not in page.url
    page.mouse.move(x, y + 0.3 * reach, steps=4)
    page.mouse.up()
    in_address(page, "clamp_f_0_0_end_0.7")
    assert "hold=&" in page.url or page.url.endswith("hold=")
    expect_step(page, 9, 9)
    expect(keep).to_have_attribute("aria-valuetext", re.compile("70 %.+"))
    expect(belt(page, ".bt-ghost-answer")).to_have_text("untouched: French")


def test_keys_hold_every_unit_and_free_them_again(open_effect):
    page = open_effect(link_to("grew_up_in"))
    page.keyboard.press("2")
    page.keyboard.press("3")
    in_address(page, "clamp_i_all_0_end_1(%7E|~)clamp_o_all_0_end_1")
    expect(belt(page, ".bt-gate.is-held")).to_have_count(6)
    page.keyboard.press("0")
    expect(page).not_to_have_url(re.compile("edits="))
    expect(belt(page, ".bt-gate.is-held")).to_have_count(0)
    expect(outlines(page)).to_have_count(0)


def test_one_unit_is_freed_out_of_all(open_effect):
    page = open_effect(link_to("grew_up_in"), lc.Clamp("i", value=1.0))
    gate(page, "i", 1).click()
    belt(page, ".bt-card [data-act=free]").click()
    expect(gate(page, "i", 1)).not_to_have_class(re.compile("is-held"))
    expect(gate(page, "i", 0)).to_have_class(re.compile("is-held"))
    expect(page).to_have_url(re.compile(r"edits=clamp_i_(?!all)"))  # Python says the same
    expect(gate(page, "i", 1)).not_to_have_class(re.compile("is-held"))
    expect(gate(page, "i", 0)).to_have_class(re.compile("is-held"))


def test_an_edit_that_comes_back_leaves_the_playing_alone(open_effect):
    page = open_effect(link_to("grew_up_in", t=1))
    play_every_step(page)
    page.evaluate(COUNT)
    page.keyboard.press("1")
    in_address(page, "clamp_f_all_0_end_0.7")  # it is back
    expect(belt(page, ".bt-gate.is-held")).to_have_count(3)
    expect_playing(page)
    before = len(page.evaluate("window.counted"))
    now = belt(page, ".bt-count")
    expect(now).not_to_have_text(now.inner_text(), timeout=15_000)
    steps = page.evaluate("window.counted")
    assert len(steps) > before and steps == list(range(steps[0], steps[-1] + 1))
    expect_playing(page)


def test_the_strips_carry_a_line_of_the_untouched_run(open_effect):
    page = open_effect(link_to("grew_up_in", view="strips"), lc.Clamp("f", value=0.8))
    line = belt(page, ".bt-strip-ghost path").last
    expect(line).to_have_attribute("d", re.compile("M0 "))
    page = open_effect(link_to("grew_up_in", view="strips"))
    expect(belt(page, ".bt-strip-ghost path").last).to_have_attribute("d", "")
