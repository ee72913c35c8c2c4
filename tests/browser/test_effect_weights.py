"""The weights as a heatmap: what lstm_core has, changed by hand, and the run that follows."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

import lstm_core as lc
from app import reading
from app.i18n import languages, words
from app.share import opening
from lstm_core.edit_text import FIELDS
from tests.browser.inside import belt, drag, middle
from tests.browser.test_inside_numbers import num
from tests.browser.weights import RANDOM, arrays, cell, expect_tape, field, open_weights, rows

# ---- what is on show ----


@pytest.mark.parametrize(
    "query",
    [
        {"net": "counter"},
        {"net": "grew_up_in"},
        {"net": "learnt"},
        *({**RANDOM, "cell": kind, "seq": "hello"} for kind in lc.CELLS),
    ],
    ids=lambda query: f"{query['net']}-{query.get('cell', '')}",
)
def test_every_number_is_the_networks_own(revisit, query):
    page = open_weights(revisit, **query)
    network = reading.network(
        query["net"], query.get("seed", 0), query.get("size", 8), query.get("cell", "lstm")
    )
    wanted = np.concatenate(list(arrays(network).values()), axis=1)
    told = belt(page, ".bt-w-cell").evaluate_all(
        "nodes => nodes.map((node) => node.getAttribute('aria-label') ?? '')"
    )
    texts = ["" if np.isnan(value) else num(value) for value in wanted.ravel()]
    assert told == texts


@pytest.mark.parametrize("lang", languages())
def test_the_reason_of_a_row_stands_beside_it(revisit, lang):
    network = lc.NETWORKS["parity"]
    page = open_weights(revisit, "parity", lang=lang)
    reasons = belt(page, ".bt-w-reason")
    for n, (signal, unit) in enumerate(rows(network)):
        reason = words(lang)(f"networks.parity.reasons.{network.reasons[signal][unit]}")
        expect(reasons.nth(n)).to_have_text(reason)
    cell(page, 1, 1).focus()
    expect(belt(page, ".bt-w-text .bt-w-why")).to_have_text(reasons.nth(1).inner_text())


def test_an_edited_row_has_no_reason_until_it_is_as_it_was(revisit):
    page = open_weights(revisit, "parity")
    why = belt(page, ".bt-w-reason").nth(1)
    built = why.inner_text()
    cell(page, 1, 2).click()
    for act, text in (("flip", ""), ("back", built)):
        belt(page, f".bt-w-editor [data-act={act}]").click()
        expect(why).to_have_text(text)


def test_a_weight_says_what_it_does(revisit):
    page = open_weights(revisit, "counter")
    cell(page, 1, 0).focus()
    told = belt(page, ".bt-w-told")
    expect(told).to_have_text("Write? of count gets +40 when it reads “a”.")
    cell(page, 1, 3).focus()
    expect(told).to_have_text("Write? of count gets −20 at every step, whatever it reads.")


def test_the_column_of_what_is_read_is_marked(revisit):
    page = open_weights(revisit, "counter", seq="a.", t=1)
    read = belt(page, ".bt-w-column.is-read")
    expect(read).to_have_text(["a"])
    belt(page, ".bt-token").nth(1).click()
    expect(read).to_have_text(["."])


def test_only_the_page_of_edits_has_it(revisit):
    page = revisit("/inside?net=counter&t=2&view=weights")
    expect(belt(page, ".bt-tab").first).to_be_visible()
    expect(belt(page, ".bt-tab[data-view=weights]")).to_have_count(0)


# ---- a number is changed ----


@pytest.mark.parametrize(
    ("net", "row", "column", "value"),
    [("counter", 1, 0, "-12.5"), ("continual_reber", 4, 9, "1e-7"), ("learnt", 3, 11, "0.25")],
)
def test_a_typed_number_is_in_force(revisit, net, row, column, value):
    page = open_weights(revisit, net)
    network = lc.NETWORKS[net]
    signal, unit = rows(network)[row]
    place = lc.CELLS[network.cell].BLOCKS.index(signal) * network.hidden_size + unit
    D, H = network.input_size, network.hidden_size
    name, at = ("ih", column) if column < D else ("hh", column - D) if column < D + H else ("b", 0)
    cell(page, row, column).click()
    field(page).fill(value)
    field(page).press("Enter")
    edit = lc.SetWeight(FIELDS[name], place, at, float(value))
    expect(field(page)).to_be_hidden()
    expect(cell(page, row, column)).to_have_class(re.compile("is-changed"))
    expect(cell(page, row, column)).to_be_focused()
    expect(belt(page, ".bt-count")).to_contain_text("3 / ")  # the step is still the same
    expect_tape(page, network, opening(net, "en"), [edit])


@pytest.mark.parametrize("kind", lc.CELLS)
def test_every_array_of_every_cell_can_be_set(revisit, kind):
    page = open_weights(revisit, **RANDOM, cell=kind, seq="hello")
    network = reading.network("random", 4, 3, kind)
    fields = [(name, block) for name, block in arrays(network).items()]
    first, edits = 0, []
    for name, block in fields:
        row = block.shape[0] - 1  # of the last gate: the candidate's, in a GRU
        cell(page, row, first).click()
        field(page).fill("0.75")
        field(page).press("Enter")
        signal, unit = rows(network)[row]
        place = lc.CELLS[kind].BLOCKS.index(signal) * 3 + unit
        array = f"weight_c{signal}" if name == "c" else FIELDS[name]
        edits.append(lc.SetWeight(array, unit if name in ("bhn", "c") else place, 0, 0.75))
        expect_tape(page, network, "hello", edits)
        first += block.shape[1]


def test_escape_leaves_the_old_number(revisit):
    page = open_weights(revisit, "counter")
    cell(page, 1, 0).click()
    field(page).fill("3")
    text = opening("counter", "en")
    expect_tape(page, lc.NETWORKS["counter"], text, [lc.SetWeight("weight_ih", 0, 0, 3.0)])
    field(page).press("Escape")
    expect(field(page)).to_be_hidden()
    expect(cell(page, 1, 0)).to_have_text("40")
    expect_tape(page, lc.NETWORKS["counter"], text, [])


def test_a_drag_changes_it_under_the_finger(revisit):
    page = open_weights(revisit, "counter")
    changed = cell(page, 1, 3)
    changed.scroll_into_view_if_needed()
    x, y = middle(changed)
    drag(page, (x, y), (x, y - 40))
    expect(changed).to_have_class(re.compile("is-changed"))
    expect(changed).to_have_attribute("aria-label", "−10, was −20")  # a quarter of full ink up
    edit = lc.SetWeight("bias", 0, 0, -10.0)
    expect_tape(page, lc.NETWORKS["counter"], opening("counter", "en"), [edit])
    expect(changed).to_contain_text("was −20")


def test_what_is_typed_is_kept_when_the_hand_goes_elsewhere(revisit):
    page = open_weights(revisit, "counter")
    cell(page, 1, 0).click()
    field(page).fill("3")
    cell(page, 1, 3).click()
    expect(field(page)).to_have_value("−20")
    expect(cell(page, 1, 0)).to_have_attribute("aria-label", "3, was 40")
    edit = lc.SetWeight("weight_ih", 0, 0, 3.0)
    expect_tape(page, lc.NETWORKS["counter"], opening("counter", "en"), [edit])


def test_buttons_step_turn_and_give_back(revisit):
    page = open_weights(revisit, "counter")
    cell(page, 1, 0).click()
    for act, value in (("more", "41"), ("flip", "−41"), ("less", "−42"), ("back", "40")):
        belt(page, f".bt-w-editor [data-act={act}]").click()
        expect(field(page)).to_have_value(value)
    expect(cell(page, 1, 0)).to_have_text("40")


NO_WEIGHTS = {
    "no_number": ("", "abc", "1,5", "NaN", "Infinity", "0x10", "--1"),
    "too_large": ("1e999", "1000000.5", "-9999999"),
}


@pytest.mark.parametrize("lang", languages())
def test_what_is_no_weight_gets_a_sentence(revisit, lang):
    page = open_weights(revisit, "counter", lang=lang)
    cell(page, 1, 0).click()
    for problem, texts in NO_WEIGHTS.items():
        said = words(lang)(f"details.weights.editor.{problem}")
        for typed in texts:
            field(page).fill("39")  # the sentence goes with the next good number
            expect(belt(page, ".bt-w-problem")).to_have_text("")
            field(page).fill(typed)
            field(page).press("Enter")
            expect(belt(page, ".bt-w-problem")).to_have_text(said)
    field(page).press("Escape")
    expect(cell(page, 1, 0)).to_have_text("40")
    expect_tape(page, lc.NETWORKS["counter"], opening("counter", lang), [])


def test_an_edit_that_is_refused_is_taken_back(open_page):
    full = "~".join(f"weight_ih_{row}_{column}_1" for row in range(8) for column in range(5))
    page = open_weights(open_page, "grew_up_in", full)
    page.clock.install()
    cell(page, 0, 8).click()
    field(page).fill("3")
    field(page).press("Enter")
    expect(cell(page, 0, 8)).to_have_text(re.compile("^3"))
    expect(page.locator(".st-key-notices")).to_contain_text("40")
    page.clock.run_for(10_000)  # what has not come back by then was refused
    expect(cell(page, 0, 8)).to_have_text("20")


def test_an_edit_of_a_link_is_framed(revisit):
    page = open_weights(revisit, "counter", edits="weight_b_0_0_-8")
    expect(belt(page, ".bt-w-cell.is-changed")).to_have_count(1)
    expect(cell(page, 1, 3)).to_have_attribute("aria-label", "−8, was −20")
    expect(cell(page, 1, 0)).to_have_text("40")


def test_an_undone_weight_can_be_set_again_at_once(revisit):
    page = open_weights(revisit, "counter")
    text = opening("counter", "en")
    edit = lc.SetWeight("weight_ih", 0, 0, 3.0)
    for _ in range(2):
        cell(page, 1, 0).click()
        field(page).fill("3")
        field(page).press("Enter")
        undo = page.locator(".st-key-undo button").last
        expect(undo).to_be_enabled()
        expect_tape(page, lc.NETWORKS["counter"], text, [edit])
        undo.click()
        expect(cell(page, 1, 0)).to_have_text("40")
        expect_tape(page, lc.NETWORKS["counter"], text, [])
