"""Every sentence about an edited run is true: random networks, random edits of every kind.

As test_belt_truth.py, with the untouched run beside the edited one.
"""

import base64
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

import lstm_core as lc
from app.belt.payload import encode
from app.i18n import languages, words
from lstm_core.history import entries_text
from tests.browser.belt_page import belt_page
from tests.browser.test_belt_truth import JUDGES, NONSENSE, TINY, Scene, number, rounds_to

# Beside the usual ones these are shown with three decimals, or four where three are the same.
CLOSE = 6e-4


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    with belt_page(browser) as page:
        yield page


@dataclass(frozen=True)
class Edited:
    """One part of a caption beside the steps of both runs, this one and all before it."""

    v: dict[str, Any]
    steps: list[dict[str, Any]]  # up to this one, the last

    @property
    def now(self) -> dict[str, Any]:
        return self.steps[-1]

    @property
    def unit(self) -> int:
        name = self.v.get("unit")
        return int(name.split()[1]) if name else 0

    def held(self, signal: str, step: int = -1) -> float | None:
        return self.steps[step]["held"][signal][self.unit]

    def of(self, run: str, signal: str, unit: int | None = None) -> float:
        name = {"c": "cell", "h": "hidden"}[signal]
        return self.now[run][self.unit if unit is None else unit][name]


def is_held(s: Edited) -> bool:
    value = s.held(s.v["signal"])
    return value is not None and rounds_to(s.v["value"], value)


def is_put(s: Edited) -> bool:
    one = s.now["units"][s.unit]
    own = (
        one["kept"] + one["written"] if s.v["signal"] == "c" else one["o"] * math.tanh(one["cell"])
    )
    before = s.held(s.v["signal"], -2) if len(s.steps) > 1 else None
    return is_held(s) and rounds_to(s.v["own"], own) and before != s.held(s.v["signal"])


def is_cut(s: Edited) -> bool:
    return all(s.held(signal, k) == 0 for signal in "ch" for k in range(-len(s.steps), 0))


def is_missing(s: Edited) -> bool:
    other = s.of("base", "c")
    return is_cut(s) and abs(other) >= 0.25 and rounds_to(s.v["value"], other)


def differ(step: dict[str, Any]) -> bool:
    pairs = zip(step["units"], step["base"], strict=True)
    return any(abs(a[name] - b[name]) >= TINY for a, b in pairs for name in ("cell", "hidden"))


def is_parting(s: Edited) -> bool:
    signal = s.v["signal"]
    near = [
        abs(number(s.v[place]) - s.of(run, signal)) < CLOSE
        for place, run in (("now", "units"), ("was", "base"))
    ]
    first = differ(s.now) and not any(map(differ, s.steps[:-1]))
    return all(near) and first and s.v["now"] != s.v["was"]


def says_else(s: Edited) -> bool:
    other, own = s.now["other"], s.now["said"]
    if isinstance(other, float | int):
        return other != own and rounds_to(s.v["label"], other)
    return other != own and s.v["label"].replace("−", "-").split(" + ") == other.split("+")


def leaks(s: Edited) -> bool:
    """The printed share is what the steps left; each kept as much, and the untouched run all."""
    n, unit = s.v["n"], None
    for unit in range(len(s.now["units"])):
        keeps = [step["units"][unit]["f"] for step in s.steps[-n:]]
        others = [step["base"][unit]["f"] for step in s.steps[-n:]]
        if max(keeps) - min(keeps) < 3e-6 and min(others) > 0.999 and keeps[-1] < 1 - 5e-6:
            left = abs(math.prod(keeps) - number(s.v["left"])) < CLOSE
            return n >= 20 and left and abs(number(s.v["f"]) - keeps[-1]) < 1e-5
    return False


EFFECTS: dict[str, Callable[[Edited], bool]] = {
    "put": is_put,
    "held": is_held,
    "cut": is_cut,
    "missing": is_missing,
    "parts": is_parting,
    "parts_unit": is_parting,
    "else_says": says_else,
    "else_silent": lambda s: s.now["other"] is None and s.now["said"] is not None,
    "leak": leaks,
}
# Told of two networks: that they leak alike is tested with the experiments.
NOT_JUDGED = {"same_count", "same_switch"}


def is_true(tale: dict[str, Any], t: int, part: dict[str, Any]) -> bool:
    if part["key"] in EFFECTS:
        return EFFECTS[part["key"]](Edited(part["values"], tale["steps"][: t + 1]))
    step = tale["steps"][t]
    was = tale["steps"][t - 1]["said"] if t else tale["start"]
    scene = Scene(part["values"], step["units"], step["said"], was, step["held"], step["pushes"])
    return JUDGES[part["key"]](scene)


@pytest.mark.parametrize("cell", ["lstm", "lstm_1997", "peephole", "coupled"])
def test_captions_are_true_of_random_edits(page: Any, cell: str) -> None:
    tables = [
        words(lang).table("belt", f"cells.{cell}.belt")
        | {"ghost": words(lang).table("effect.belt")}
        for lang in languages()
    ]
    script = "([words, seeds, cell]) => belt.randomEdited(words, seeds, cell)"
    seen: set[str] = set()
    seeds = range(200, 500) if cell == "lstm" else range(40)  # a leak is rare
    for tale in page.evaluate(script, [tables, list(seeds), cell]):
        for t, step in enumerate(tale["steps"]):
            assert 1 <= len(step["parts"]) <= 3 and step["alone"]
            for part in (*step["parts"], *step["alone"]):
                seen.add(part["key"])
                assert is_true(tale, t, part), (tale["seed"], t, part, step, tale["clamps"])
            for text in step["texts"]:
                assert text and not NONSENSE.search(text), text
    if cell == "lstm":
        assert seen >= EFFECTS.keys(), EFFECTS.keys() - seen
        assert len(seen) >= 35, seen


def tell(page: Any, network: lc.Network, lang: str, *edits: lc.Edit) -> list[str]:
    """The captions of an edited run; index 0 is before the first step."""
    entries = entries_text(tuple(map(lc.Entry, edits)))
    link = {"net": network.name, "seq": "hello", "edits": entries}
    plain, run = network.run("hello"), network.run("hello", edits=edits)
    sent = encode(network, run, words(lang), link, baseline=plain)
    told = page.evaluate("(one) => belt.tellEdited(one)", base64.b64encode(sent).decode())
    return told["captions"]


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("cell, signal", [("lstm", "c"), ("lstm", "h"), ("gru", "h"), ("rnn", "h")])
def test_what_is_overwritten_is_told_beside_what_it_would_be(
    page: Any, cell: str, signal: str, lang: str
) -> None:
    network = lc.random_network(3, 2, cell)
    bias = lc.SetWeight("bias", 0, 0, 0.7)
    own = getattr(network.run("hello", edits=[bias]).traces[0].steps, signal)[2, 1]
    captions = tell(page, network, lang, bias, lc.Overwrite(signal, 1, 2, 1.75))
    values = {"unit": words(lang)("belt.unit", number=2).capitalize(), "signal": signal}
    numbers = {"value": "1.75", "own": f"{own:.3f}".replace("-", "−")}
    assert captions[3].startswith(words(lang)("effect.belt.caption.put", **values, **numbers))


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("cell", ["gru", "rnn"])
def test_other_cells_tell_of_their_edits_too(page: Any, cell: str, lang: str) -> None:
    network = lc.random_network(3, 5, cell)
    held, frozen = lc.Clamp("h", (1,), 1, 3, 0.5), lc.Clamp("h", None, 2, None, "frozen")
    for edits in ([held], [frozen], [lc.Cut(0)], [lc.Cut(2), held], [lc.Sharpen(0.3)]):
        for text in tell(page, network, lang, *lc.settled(edits, network.run("hello"))):
            assert text and not NONSENSE.search(text), (edits, text)


def test_every_story_of_an_edited_run_has_a_judge() -> None:
    assert words("en").get("effect.belt.caption").keys() == EFFECTS.keys() | NOT_JUDGED
