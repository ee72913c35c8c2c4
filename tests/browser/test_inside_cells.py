"""Cells other than the LSTM, and a network beside another: numbers, links, words and phones."""

import math

import pytest
from playwright.sync_api import Page, expect

import lstm_core as lc
from app.belt.marks import luck, marks
from app.i18n import languages, words
from app.share import Link
from tests.browser.inside import (
    belt,
    computed,
    copied_link,
    expect_step,
    gate,
    link_to,
    number,
)
from tests.browser.test_inside_numbers import approx, num

PHONE = {"width": 390, "height": 844}
LANGUAGES = list(languages())
GRU = [
    link_to("random", cell="gru", size=3, seed=1, t=6),
    link_to("random", ("z", -1, 0.8), ("r", 1, 0.0), cell="gru", size=4, seed=2, lang="zh"),
    link_to("random", ("z", 5, 1.0), cell="gru", size=9, seed=3, t=7, u=5),
]
RNN = [
    link_to("random", cell="rnn", size=3, seed=1, t=6),
    link_to("random", cell="rnn", size=9, seed=2, u=7, lang="zh"),
]


def lanes(page: Page, link: Link) -> list[tuple[int, int]]:
    """The large lanes and the units that they show."""
    count = page.locator(".bt-number[data-slot=cell]").count()
    return list(enumerate(range(count) if count > 1 else [max(0, link.u)]))


@pytest.mark.parametrize("link", GRU, ids=lambda link: f"{link.size}")
def test_the_lane_of_a_gru_prints_the_numbers_of_lstm_core(open_inside, link):
    page = open_inside(link)
    trace, t = computed(link).traces[0], link.t - 1
    for lane, unit in lanes(page, link):
        z, r, n, h = (float(getattr(trace.steps, s)[t, unit]) for s in "zrnh")
        before = float(trace.before.h[t, unit])
        written = (1 - z) * n
        expected = {
            "before": num(before),
            "kept": approx(z * before),
            "candidate": num(n),
            "written": f"{'−' if written < 0 else '+'} {num(abs(written))}",
            "cell": approx(h),
        }
        for slot, text in expected.items():
            expect(number(page, slot, lane), slot).to_have_text(text)
        for slot, share in (("z", z), ("1-z", 1 - z), ("r", r)):
            expect(number(page, slot, lane)).to_contain_text(f"{100 * share:.0f} %")


@pytest.mark.parametrize("link", RNN, ids=lambda link: f"{link.size}")
def test_the_lane_of_an_rnn_prints_the_numbers_of_lstm_core(open_inside, link):
    page = open_inside(link)
    trace, t = computed(link).traces[0], link.t - 1
    for lane, unit in lanes(page, link):
        known = lc.contributions(trace, "h", unit, t)
        expected = {
            "before": num(float(trace.before.h[t, unit])),
            "past": num(float(sum(known.units))),
            "input": num(float(sum(known.inputs) + known.bias)),
            "cell": approx(float(trace.steps.h[t, unit])),
        }
        for slot, text in expected.items():
            expect(number(page, slot, lane), slot).to_have_text(text)
    expect(page.locator(".bt-gate")).to_have_count(0)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("cell", [kind for kind in lc.CELLS if kind != "lstm"])
def test_what_is_special_of_a_cell_is_said(open_inside, cell, lang):
    page = open_inside(link_to("random", cell=cell, size=2, lang=lang))
    expect(belt(page, ".bt-note")).to_have_text(words(lang)(f"cells.{cell}.belt.note"))
    if cell == "gru":
        says = {"en": "z = 1 keeps", "zh": "z = 1 表示保留"}[lang]
        expect(belt(page, ".bt-head[data-signal=z]")).to_contain_text(says)


KIN = [
    link_to("random", ("f", 0, 0.3), cell="coupled", size=3, seed=5, t=6),
    link_to("random", ("o", -1, 0.5), cell="peephole", size=3, seed=6, t=5, lang="zh"),
    link_to("random", cell="lstm_1997", size=3, seed=7, t=6),
]


@pytest.mark.parametrize("link", KIN, ids=lambda link: link.cell)
def test_the_lane_of_the_lstms_kin_prints_the_numbers_of_lstm_core(open_inside, link):
    page = open_inside(link)
    steps, t = computed(link).traces[0].steps, link.t - 1
    for lane, unit in lanes(page, link):
        at = {s: float(getattr(steps, s)[t, unit]) for s in lc.CELLS[link.cell].SIGNALS}
        written = at["i"] * at["g"]
        expect(number(page, "cell", lane)).to_have_text(approx(at["c"]))
        expect(number(page, "hidden", lane)).to_have_text(approx(at["h"]))
        sign = "−" if written < 0 else "+"
        expect(number(page, "written", lane)).to_have_text(f"{sign} {num(abs(written))}")
        for signal in set(at) & set("fio"):
            share = f"{math.floor(100 * at[signal] + 0.5)} %"
            expect(number(page, signal, lane)).to_contain_text(share)
    expect(belt(page, ".bt-head[data-signal=f]")).to_have_count(int(link.cell != "lstm_1997"))


def test_a_gate_with_a_peephole_tells_of_its_c(open_inside):
    link = link_to("random", cell="peephole", size=2, seed=3, t=5)
    page = open_inside(link)
    gate(page, "f", 1).first.press("Enter")
    belt(page, ".bt-card [data-act=arithmetic]").click()
    row = belt(page, ".bt-term[data-kind=cell]")
    expect(row).to_contain_text(words("en")("cells.peephole.belt.card.cell"))
    trace = computed(link).traces[0]
    seen = float(trace.params.weight_cf[1] * trace.before.c[link.t - 1, 1])
    expect(row.locator("[data-value]")).to_have_text(num(seen))


def test_one_gate_does_both_when_one_half_opens_the_other_shuts(open_inside):
    page = open_inside(link_to("random", cell="gru", size=2))
    keep = belt(page, ".bt-gate[data-signal=z][data-unit='0']:not(.is-half)")
    write = belt(page, ".bt-gate[data-signal=z][data-unit='0'].is-half")
    page.keyboard.press("1")
    for half, value in ((keep, "70"), (write, "30")):
        expect(half).to_have_attribute("aria-valuenow", value)
    write.focus()
    page.keyboard.press("ArrowUp")
    for half, value in ((keep, "65"), (write, "35")):
        expect(half).to_have_attribute("aria-valuenow", value)
    page.keyboard.press("0")
    expect(belt(page, ".bt-gate.is-held")).to_have_count(0)


@pytest.mark.parametrize("signal", ["r", "z"])
def test_the_card_of_a_gate_of_a_gru_tells_why(open_inside, signal):
    page = open_inside(link_to("random", cell="gru", size=2))
    gate(page, signal).first.press("Enter")
    expect(belt(page, ".bt-card-why")).to_contain_text("→")
    expect(belt(page, ".bt-card-title")).to_contain_text(
        words("en")(f"cells.gru.belt.gate.{signal}.ask")
    )


@pytest.mark.parametrize(("cell", "signal"), [("gru", "n"), ("rnn", "h")])
def test_what_a_candidate_is_made_of_can_be_opened(open_inside, cell, signal):
    page = open_inside(link_to("random", cell=cell, size=2))
    belt(page, ".bt-head.is-candidate").click()
    card = belt(page, ".bt-card")
    expect(card).to_have_attribute("data-signal", signal)
    card.locator("[data-act=arithmetic]").click()
    expect(card.locator(".is-sum").last).to_contain_text("tanh")


def test_a_copied_link_names_the_cell_and_what_is_held(open_page):
    page = open_page(
        "/inside?net=random&cell=gru&size=3&t=4&hold=z:all:0.8", permissions=["clipboard-read"]
    )
    page.wait_for_selector(".belt[data-playing]")
    copied = copied_link(page)
    assert "cell=gru" in copied and "hold=z%3Aall%3A0.8" in copied


@pytest.mark.parametrize("cell", [kind for kind in lc.CELLS if kind != "lstm"])
def test_a_cell_fits_a_phone_and_plays(open_inside, cell):
    page = open_inside(link_to("random", cell=cell, size=3, seq="abc", t=1), PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    belt(page, ".bt-next").click()
    expect_step(page, 2, 3)
    for name in belt(page, "button.bt-step-name").all():
        name.click()
        expect(belt(page, ".bt-card-why")).to_contain_text("→")
        page.keyboard.press("Escape")


# ---- a network beside another ----


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rnn_beside_the_lstm_reads_the_same_words(open_inside, lang):
    link = link_to("learnt", lang=lang, view="beside")
    page = open_inside(link)
    lstm, rnn = lc.NETWORKS["learnt"], lc.NETWORKS["learnt_rnn"]
    box = belt(page, ".bt-beside")
    for line, network in enumerate((lstm, rnn)):
        expect(box.locator(".bt-beside-line").nth(line)).to_contain_text(
            marks(network, words(lang))
        )
        said = network.run(link.seq).readouts[-1]
        label = words(lang)(f"networks.{network.name}.labels.{said}") if said else "…"
        expect(box.locator(".bt-beside-says").nth(line)).to_have_text(label)
    expect(box).to_contain_text(luck(lstm, rnn, words(lang)))


def test_what_stands_beside_moves_with_the_cursor_and_hides_the_future(open_inside):
    link = link_to("learnt", view="beside", t=3)
    page = open_inside(link)
    cursor = belt(page, ".bt-beside .bt-cursor")
    expect(cursor).to_be_visible()
    T = len(computed(link).x)
    for t in (4, 5):
        page.keyboard.press("ArrowRight")
        expect_step(page, t, T)
        for css in (".bt-cursor", ".bt-veil"):
            here, there = (one.evaluate("one => one.style.left") for one in belt(page, css).all())
            assert here == there
    belt(page, ".bt-tab[data-view=beside]").click()
    expect(belt(page, ".bt-beside")).to_be_hidden()


def test_a_network_without_a_companion_offers_none(open_inside):
    page = open_inside(link_to("counter", view="beside"))
    expect(belt(page, ".bt-tab").first).to_be_visible()
    expect(belt(page, ".bt-tab[data-view=beside]")).to_have_count(0)
    expect(belt(page, ".bt-beside")).to_be_hidden()


def test_a_phone_shows_both(open_inside):
    page = open_inside(link_to("learnt", view="beside"), PHONE)
    expect(belt(page, ".bt-beside-says").last).not_to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
