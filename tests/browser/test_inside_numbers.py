"""Every number on the screen is lstm_core's, rounded as the house rules say, and adds up."""

import math
import random
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import lstm_core as lc
from app.share import Link
from tests.browser.inside import (
    SLOTS,
    belt,
    computed,
    expect_step,
    gate,
    link_to,
    number,
)

ROUNDED_AS_EQUAL = re.compile(r"= −?\d+\.\d{3}\b")


def num(value: float) -> str:
    """Three decimals, bare only when exact; "~0" for what would round to 0."""
    rounded = Decimal(abs(value)).quantize(Decimal("0.001"), ROUND_HALF_UP)
    if rounded == 0 and value != 0:
        return "~0"
    exact = float(rounded) == abs(value)
    text = f"{abs(value):g}" if exact else str(rounded)
    return ("−" if value < 0 else "") + text


def approx(value: float) -> str:
    text = num(value)
    exact = text != "~0" and float(text.replace("−", "-")) == value
    return text if text == "~0" else f"{'=' if exact else '≈'} {text}"


def shown(link: Link, t: int, unit: int) -> dict[str, str]:
    """What the lane of a unit has to print after a step."""
    trace = computed(link).traces[0]
    at = {s: float(getattr(trace.steps, s)[t, unit]) for s in "figoch"}
    before = float(trace.before.c[t, unit])
    written = at["i"] * at["g"]
    percent = {s: f"{math.floor(100 * at[s] + 0.5)} %" for s in "fio"}
    return percent | {
        "before": num(before),
        "kept": approx(at["f"] * before),
        "candidate": num(at["g"]),
        "written": f"{'−' if written < 0 else '+'} {num(abs(written))}",
        "cell": approx(at["c"]),
        "tanh": f"tanh(c) {approx(math.tanh(at['c']))}",
        "hidden": approx(at["h"]),
    }


STATES = [
    link_to("grew_up_in", t=8),
    link_to("grew_up_in", ("f", 0, 0.83), ("o", -1, 0.4), lang="zh"),
    link_to("counter", ("f", -1, 0.6)),
    link_to("quotes_en", t=13),
    *(
        link_to("random", size=size, seed=seed, t=t, u=size - 1)
        for size, seed, t in ((1, 3, 5), (3, 11, 12), (8, 0, 7), (64, 9999, 9))
    ),
]


@pytest.mark.parametrize("link", STATES, ids=lambda link: f"{link.net}-{link.size}-{link.t}")
def test_the_lane_prints_the_numbers_of_lstm_core(open_inside, link):
    page = open_inside(link)
    lanes = page.locator(".bt-number[data-slot=cell]").count()
    units = range(lanes) if lanes == computed(link).output.shape[1] else [link.u]
    for lane, unit in enumerate(units):
        expected = shown(link, link.t - 1, unit)
        for slot in SLOTS:
            text = number(page, slot, lane)
            large = slot in ("before", "kept", "cell") and "is-inside" in (
                text.get_attribute("class") or ""
            )
            wanted = expected[slot].lstrip("=≈ ") if large else expected[slot]
            expect(text, f"{slot} of unit {unit}").to_have_text(wanted)
    for css in (".bt-equation", ".bt-caption"):
        assert not ROUNDED_AS_EQUAL.search(belt(page, css).inner_text())


def parsed(text: str) -> float:
    return float(text.replace("−", "-"))


def open_arithmetic(page: Page, signal: str, unit: int = 0) -> Locator:
    """Open the arithmetic of a gate with every digit, its groups open."""
    gate(page, signal, unit).first.press("Enter")
    card = belt(page, ".bt-card")
    card.locator("[data-act=arithmetic]").click()
    digits = card.locator("[data-act=digits]")
    if digits.get_attribute("aria-pressed") == "false":
        digits.click()
    for group in card.locator(".is-group button").all():
        group.click()
    return card


def printed(rows: Locator) -> list[float]:
    return [parsed(text) for text in rows.locator("> [data-value]").all_inner_texts()]


def check_card(page: Page, link: Link, signal: str, unit: int) -> None:
    """The printed terms of every level are lstm_core's and add up."""
    card = open_arithmetic(page, signal, unit)
    total = parsed(card.locator("[data-sum]").inner_text())
    first_level = printed(card.locator(".bt-term-list > .bt-term"))
    assert math.fsum(first_level) == pytest.approx(total, rel=1e-12, abs=0)
    for n, group in enumerate(printed(card.locator(".is-group"))):
        inside = printed(card.locator(".bt-term-group").nth(n).locator(".bt-term"))
        assert math.fsum(inside) == pytest.approx(group, rel=1e-12, abs=0)
    terms = printed(card.locator(".bt-term:not(.is-group)"))
    assert math.fsum(terms) == pytest.approx(total, rel=1e-12, abs=0)
    trace = computed(link).traces[0]
    known = lc.contributions(trace, signal, unit, link.t - 1)
    wanted = [value for value in (*known.inputs, *known.units, known.bias) if value]
    assert sorted(filter(None, terms)) == pytest.approx(sorted(wanted), rel=1e-12)
    result = card.locator(".is-sum").nth(1).inner_text()  # a held gate has one line more
    assert parsed(result.split("≈")[1]) == pytest.approx(1 / (1 + math.exp(-total)), rel=1e-12)
    if not link.hold:
        stands = getattr(trace.steps, signal)[link.t - 1, unit]
        assert parsed(result.split("≈")[1]) == pytest.approx(stands, rel=1e-12)
    assert not ROUNDED_AS_EQUAL.search(card.inner_text())
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


@pytest.mark.parametrize("link", STATES, ids=lambda link: f"{link.net}-{link.size}-{link.t}")
def test_the_opened_arithmetic_adds_up_and_is_lstm_cores(open_inside, link):
    page = open_inside(link)
    units = computed(link).output.shape[1]
    shown_units = range(units) if units <= 8 else [link.u]
    dice = random.Random(f"{link}")
    for _ in range(4):
        check_card(page, link, dice.choice("fio"), dice.choice(shown_units))


def test_the_arithmetic_follows_the_step(open_inside):
    link = link_to("quotes_en", t=10)
    page = open_inside(link)
    open_arithmetic(page, "i")
    for t in (9, 8):
        page.keyboard.press("ArrowLeft")
        expect_step(page, t, len(computed(link).x))
        known = lc.contributions(computed(link).traces[0], "i", 0, t - 1)
        total = math.fsum((*known.inputs, *known.units, known.bias))
        assert parsed(belt(page, ".bt-card [data-sum]").inner_text()) == pytest.approx(total)


# ---- the cell in the browser against lstm_core ----

RUN = """async ([url, name, cases]) => {
    const { runCell } = await import(`${url}/cell.js`);
    const { loadCell } = await import(`${url}/cells.js`);
    const cell = await loadCell(name);
    return cases.map(({ net, x, T, holds, clamps }) => {
        const out = runCell({ ...net, cell, clamps }, Float64Array.from(x), T, holds);
        return Object.fromEntries(Object.entries(out).map(([name, one]) => [name, [...one]]));
    });
}"""
SCRIPTS = """performance.getEntriesByType('resource').map((r) => r.name)
    .find((name) => name.endsWith('/cell.js')).replace('/cell.js', '')"""


def random_holds(rng: np.random.Generator, kind: Any, H: int) -> list[dict[str, Any]]:
    """Draw what a hand holds, over all steps; unit −1 is every unit."""
    return [
        {"signal": str(rng.choice(kind.BLOCKS)), "unit": int(rng.integers(-1, H)), "value": value}
        for value in rng.choice([0.0, 0.3, 0.85, 1.0], size=rng.integers(0, 4)).tolist()
    ]


def random_clamps(rng: np.random.Generator, kind: Any, H: int, T: int) -> list[list[Any]]:
    """Draw rows as the message has them, of any signal, over some steps; last is inclusive."""
    rows: list[list[Any]] = []
    for _ in range(int(rng.integers(0, 6))):
        first, last = sorted(int(t) for t in rng.integers(0, T, 2))
        value = float(rng.choice([0.0, 1.0, -0.7, 2.5, 0.4]))
        rows.append([str(rng.choice(kind.SIGNALS)), int(rng.integers(0, H)), first, last, value])
    return rows


def random_case(cell: str, seed: int) -> tuple[dict[str, Any], lc.Trace]:
    """A network, an input, clamps by step and holds; for the browser, and as lstm_core reads them.

    A hold wins over the clamps, which came with the run.
    """
    rng = np.random.default_rng(seed)
    kind = lc.CELLS[cell]
    H, D, T = (int(n) for n in rng.integers(1, (13, 7, 31)))
    spread = rng.choice([0.3, 1.0, 3.0]) / H**0.5  # beyond that a network is chaotic
    weights = {name: rng.normal(0, spread, shape) for name, shape in kind.shapes(D, H).items()}
    x = np.where(rng.random((T, D)) < 0.5, 0.0, rng.normal(size=(T, D)))
    clamps, holds = random_clamps(rng, kind, H, T), random_holds(rng, kind, H)
    edits = [lc.Clamp(s, (unit,), first, last, value) for s, unit, first, last, value in clamps]
    edits += [
        lc.Clamp(one["signal"], None if one["unit"] < 0 else (one["unit"],), value=one["value"])
        for one in holds
    ]
    net = {"H": H, "D": D, "weights": {k: v.ravel().tolist() for k, v in weights.items()}}
    case = {"net": net, "x": x.ravel().tolist(), "T": T, "holds": holds, "clamps": clamps}
    return case, lc.trace(cell, kind.Params(**weights), x, edits=edits)


@pytest.mark.parametrize("cell", lc.CELLS)
def test_a_run_with_held_signals_in_the_browser_is_lstm_cores(open_inside, cell):
    page = open_inside(link_to("counter", t=0))
    url = page.evaluate(SCRIPTS)
    cases, traces = zip(*(random_case(cell, seed) for seed in range(80)), strict=True)
    runs = page.evaluate(RUN, [url, cell, cases])
    for seed, (run, trace) in enumerate(zip(runs, traces, strict=True)):
        assert tuple(run) == lc.CELLS[cell].SIGNALS
        for name, values in run.items():
            wanted = getattr(trace.steps, name).ravel()
            np.testing.assert_allclose(values, wanted, 1e-12, 1e-13, err_msg=f"{name} {seed}")
