"""What the code view prints is run: it gives the numbers of lstm_core."""

import math
import random
from collections.abc import Iterator
from typing import Any

import formulas
import pytest
from playwright.sync_api import expect

import lstm_core as lc
from app.i18n import languages, words
from app.share import Link
from tests.browser.belt_page import SITE, belt_page, message
from tests.browser.inside import belt, computed, expect_step, link_to, network
from tests.browser.test_inside_layout import OVERHANG, PHONE

HELD = [{"signal": "f", "unit": 0, "value": 0.8}, {"signal": "o", "unit": -1, "value": 0.25}]
HELD_GRU = [{"signal": "z", "unit": 1, "value": 0.8}]
TEXTS = {
    name: net.sample(random.Random(3)) if net.sample else words("en")(f"networks.{name}.opening")
    for name, net in lc.NETWORKS.items()
}
RANDOM = [("lstm", 3), ("lstm", 8), ("lstm", 64), ("gru", 4), ("gru", 20), ("rnn", 5), ("rnn", 30)]
RANDOM += [(kin, size) for kin in ("lstm_1997", "peephole", "coupled") for size in (4, 20)]
MORE = words("en").table("details")
# The texts of the code view for some steps and units of a run.
PRINT = """async ([site, more, message, holds, spots]) => {
    const { words: few, net, run } = await belt.load(message, holds);
    const words = { ...few, ...more };
    const names = ['onestep', 'program', 'formula', 'signals'];
    const found = await Promise.all(names.map((name) => import(`${site}${name}.js`)));
    const [{ oneStep }, { program }, { formulas }, { signalsOf }] = found;
    return spots.map(([t, unit]) => {
        const step = oneStep(run, t, unit);
        const called = { net: net.name, token: run.steps[t], unit: net.units[unit] };
        const text = (library) => program(step, library, words, called);
        const sheet = formulas(run, t, unit, signalsOf(run));
        return { units: step.units, numpy: text('numpy'), torch: text('torch'), sheet };
    });
}"""


def evaluate(formula: str) -> float:
    compiled: Any = formulas.Parser().ast(formula)[1].compile()
    return float(compiled())


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    with belt_page(browser) as page:
        yield page


HELD_OF = {
    "lstm": HELD,
    "gru": HELD_GRU,
    "rnn": [],
    "peephole": HELD,
    "coupled": HELD,
    "lstm_1997": [{"signal": "i", "unit": 0, "value": 0.8}],
}
CASES = [
    pytest.param(net, TEXTS[name], HELD_OF[net.cell], id=name) for name, net in lc.NETWORKS.items()
]
CASES += [
    pytest.param(
        lc.random_network(size, size, cell),
        "hello memory",
        HELD_OF[cell],
        id=f"{cell}-{size}",
    )
    for cell, size in RANDOM
]


def same(found: Any, wanted: Any) -> None:
    assert found == pytest.approx(list(wanted), rel=1e-12, abs=1e-12)


def run_of(net: lc.Network, text: str, holds: list[dict[str, Any]]) -> lc.Run:
    units = [None if one["unit"] < 0 else (one["unit"],) for one in holds]
    held = zip(holds, units, strict=True)
    return net.run(text, edits=[lc.Clamp(one["signal"], u, value=one["value"]) for one, u in held])


@pytest.mark.parametrize(("net", "text", "held"), CASES)
def test_every_program_and_formula_computes_the_step(page, execute, net, text, held):
    last = len(net.run(text).x) - 1
    spots = [(t, t % net.hidden_size) for t in sorted({0, min(2, last), last})]
    printed: list[tuple[Any, int, int, dict[str, Any]]] = []
    for holds in ([], held):
        steps = run_of(net, text, holds).traces[0].steps
        found = page.evaluate(PRINT, [SITE, MORE, message(net, text), holds, spots])
        printed += [(steps, *spot, one) for spot, one in zip(spots, found, strict=True)]
    results = iter(execute([one[name] for *_, one in printed for name in ("numpy", "torch")]))
    for steps, t, unit, one in printed:
        for name in ("numpy", "torch"):
            result = next(results)
            assert (name == "torch" and "h" in result) or [*result] == [*lc.CELLS[net.cell].SIGNALS]
            for signal, values in result.items():
                same(values, getattr(steps, signal)[t, one["units"]])
        for line in one["sheet"]:
            same([evaluate(line["text"])], [float(getattr(steps, line["signal"])[t, unit])])


def test_a_small_layer_is_printed_whole_and_a_large_one_by_its_unit(page):
    for size, units in ((3, [0, 1, 2]), (64, [1])):
        net = lc.random_network(size, 1)
        (one,) = page.evaluate(PRINT, [SITE, MORE, message(net, "ab"), [], [(1, 1)]])
        assert one["units"] == units
        assert ("LSTMCell" in one["torch"]) == (size == 3)


def test_what_is_held_is_said(page):
    net = lc.NETWORKS["grew_up_in"]
    (one,) = page.evaluate(PRINT, [SITE, MORE, message(net, "I speak"), HELD, [(1, 0)]])
    for library in ("numpy", "torch"):
        assert "f[0] = 0.8  # held by hand" in one[library]
        assert "o[:] = 0.25  # held by hand" in one[library]
    assert [line["text"] for line in one["sheet"] if line["held"]] == ["=0.8", "=0.25"]


def test_a_token_cannot_leave_its_comment(page, execute):
    net = lc.random_network(2, 1)
    text = "\u2028\x85\r\n\u202e\x00\\"
    length = len(net.run(text).x)
    spots = [(t, 0) for t in range(length)]
    printed = page.evaluate(PRINT, [SITE, MORE, message(net, text), [], spots])
    assert length >= 5
    assert len(execute([one["numpy"] for one in printed])) == length
    assert not any("\u202e" in one["numpy"] for one in printed)


# ---- on the page ----


def form(page: Any, name: str, lang: str = "en") -> None:
    button = belt(page, ".bt-details-body").get_by_role(
        "button", name=words(lang)(f"details.code.{name}"), exact=True
    )
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def copied(page: Any) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    name = words("en")("details.code.copy")
    belt(page, ".bt-code-take").get_by_role("button", name=name, exact=True).click()
    expect(belt(page, ".bt-toast")).to_have_text(words("en")("details.code.copied"))
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("net", ["grew_up_in", "random"])
def test_what_is_copied_from_the_page_runs(open_inside, execute, net):
    link = link_to(net, ("f", 0, 0.8), view="code", u=0, size=12)
    page = open_inside(link)
    steps = computed(link).traces[0].steps
    for library in ("numpy", "torch"):
        form(page, library)
        text = copied(page)
        assert text == belt(page, ".bt-code-text code").text_content()
        assert "\n    [" in text
        (result,) = execute([text])
        units = range(network(link).hidden_size) if net != "random" else [0]
        for signal in "ifgoch":
            same(result[signal], getattr(steps, signal)[-1, list(units)])
    form(page, "sheet")
    values = [evaluate(line) for line in copied(page).splitlines()]
    same(values, [float(getattr(steps, signal)[-1, 0]) for signal in "figoch"])
    with page.expect_download() as waiting:
        belt(page, ".bt-code-take [data-save=xlsx]").click()
    assert waiting.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("lang", languages())
def test_the_equations_carry_the_numbers_of_the_step(open_inside, lang):
    link = link_to("quotes_en", ("f", 0, 0.8), view="code", lang=lang, t=8)
    page = open_inside(link)
    form(page, "equations", lang)
    steps = computed(link).traces[0].steps
    notes = []
    for joined in (0, 1):
        belt(page, ".bt-details-body .bt-segments").nth(1).get_by_role("button").nth(joined).click()
        for signal in "figoch":
            shown = belt(page, f".bt-formula[data-signal={signal}] .bt-numbers")
            value = float(shown.get_attribute("data-value") or math.nan)
            same([value], [float(getattr(steps, signal)[7, 0])])
        assert words(lang)("details.code.held") in belt(page, ".bt-numbers.is-held").inner_text()
        assert ("C̃" in belt(page, ".bt-formulas").inner_text()) == bool(joined)
        notes.append(belt(page, ".bt-code-note").inner_text())
    assert "4 × 2" in notes[0]
    assert "1 × 3" in notes[1]


def test_the_code_follows_step_and_unit_and_waits_for_the_first(open_inside):
    link = link_to("grew_up_in", view="code", t=3, u=0)
    page = open_inside(link)
    form(page, "sheet")
    formula = belt(page, ".bt-code-text [data-signal=c] code")
    first = formula.inner_text()
    page.keyboard.press("ArrowLeft")
    expect_step(page, 2, len(computed(link).x))
    expect(formula).not_to_have_text(first)
    page.keyboard.press("ArrowRight")
    expect(formula).to_have_text(first)
    belt(page, ".bt-select").select_option("2")
    expect(formula).not_to_have_text(first)
    page.keyboard.press("Home")
    expect(formula).to_have_count(0)
    expect(belt(page, ".bt-code-note")).to_have_text(words("en")("details.code.before"))


@pytest.mark.parametrize("name", ["equations", "numpy", "torch", "sheet"])
def test_a_phone_shows_code_without_scrolling_sideways(open_inside, name):
    page = open_inside(Link(net="random", size=8, seq="memory", t=4, view="code"), PHONE)
    form(page, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(OVERHANG.replace(".bt-chips", ".bt-chips, .bt-code-text pre")) == []
