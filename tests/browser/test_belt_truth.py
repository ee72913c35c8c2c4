"""Every sentence of the belt is true, whatever the numbers: random networks, random holds.

belt_words.js tells random runs and gives the numbers of every step; here they are compared.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

import pytest

import lstm_core as lc
from app.i18n import languages, words
from lstm_core.readout import Kind
from tests.browser.belt_page import belt_page, message

TINY = 5e-4
NONSENSE = re.compile(r"undefined|NaN|null|Infinity|[{}]|\[object|≈ ~|(?<![\d.])0\.000\b")


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    with belt_page(browser) as page:
        yield page


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("~", ""))


def percent(text: str) -> float:
    return number(text.removesuffix(" %")) / 100


def rounds_to(text: str, value: float) -> bool:
    return abs(number(text) - value) < TINY * (1 + 1e-9)


def result_is(text: str, value: float) -> bool:
    """Whether "= 1" is exactly so and "≈ 0.28" after rounding."""
    if text == "~0":
        return value != 0 and abs(value) < TINY
    joint, shown = text.split(" ")
    return number(shown) == value if joint == "=" else rounds_to(shown, value)


@dataclass(frozen=True)
class Scene:
    """One part of a caption beside the numbers of its step. `v` are the printed values."""

    v: dict[str, str]
    units: list[dict[str, float]]
    said: str | None
    was: str | None
    held: dict[str, list[float | None]]
    pushes: list[list[float]]  # on the input gate of a unit, by the last h of each unit

    def named(self, place: str) -> list[dict[str, float]]:
        """The units whose names stand at a place; without a name the only one, or all."""
        name = self.v.get(place)
        return [self.units[int(n.split()[1])] for n in name.split(" + ")] if name else self.units

    @property
    def one(self) -> dict[str, float]:
        return self.named("unit")[0]

    def prints(self, **values: float) -> bool:
        """Whether printed numbers are these values, rounded."""
        return all(rounds_to(self.v[place], value) for place, value in values.items())

    def results_in(self, value: float) -> bool:
        return result_is(self.v["c"], value)

    def holds(self, gate: str, value: str) -> bool:
        held = (h for h in self.held[gate] if h is not None)
        return any(abs(h - percent(value)) <= 0.0051 for h in held)


def is_empty(s: Scene) -> bool:
    return all(abs(u["cell"]) < 2 * TINY for u in s.units)


def is_kept(s: Scene) -> bool:
    left = all(abs(u["written"]) < TINY for u in s.units)
    kept = all(u["f"] >= 1 - TINY or abs(u["before"]) < TINY for u in s.units)
    return left and kept and percent(s.v["f"]) == 1


def is_refused(s: Scene) -> bool:
    stays = abs(s.one["cell"] - s.one["before"]) < TINY
    return s.one["i"] <= 0.05 and s.prints(g=s.one["candidate"]) and stays


def is_filled(s: Scene) -> bool:
    return abs(s.one["before"]) < 0.05 and abs(s.one["cell"]) >= 0.85


def are_gone(units: list[dict[str, float]]) -> bool:
    return all(abs(u["before"]) >= 0.25 and abs(u["cell"]) <= 0.05 for u in units)


def are_stored(s: Scene) -> bool:
    return s.said is None and all(abs(u["cell"]) >= 0.25 for u in s.named("unit"))


def stays_beside(s: Scene) -> bool:
    return is_filled(s) and all(
        u["kept"] / u["before"] >= 0.99 and abs(u["written"]) < TINY for u in s.named("stays")
    )


def is_rewritten(s: Scene) -> bool:
    return abs(s.one["kept"]) < TINY and s.prints(old=s.one["before"], written=s.one["written"])


def is_turned_away(s: Scene) -> bool:
    return s.one["i"] <= 0.05 and abs(s.one["written"]) < TINY and s.prints(g=s.one["candidate"])


def is_turned_away_by(s: Scene) -> bool:
    # Without the push of the unit that is blamed the gate would be more than half open.
    unit, by = (int(s.v[place].split()[1]) for place in ("unit", "by"))
    gate = s.one["i"]
    least = math.log(gate / (1 - gate)) if gate > 0 else -745.0  # below that exp() is 0
    pushed = s.pushes[unit][by]
    return is_turned_away(s) and unit != by and pushed < 0 and (gate == 0 or least > pushed)


def is_kept_out(s: Scene) -> bool:
    return s.holds("i", s.v["held"]) and any(abs(u["written"]) < TINY for u in s.units)


def says_it(s: Scene) -> bool:
    return s.said is not None and s.v["label"].split(" + ") == s.said.split("+")


def is_counted(s: Scene) -> bool:
    count = s.units[0]
    known = {"kept": count["kept"], "written": count["written"]}
    result = "c" not in s.v or s.results_in(count["cell"])
    return result and s.prints(**{place: known[place] for place in known if place in s.v})


def is_the_equation(s: Scene) -> bool:
    known = {"before": s.one["before"], "written": s.one["written"]}
    share = abs(percent(s.v["f"]) - s.one["f"]) <= 0.0051
    return share and s.prints(**known) and s.results_in(s.one["cell"])


def is_product(s: Scene) -> bool:
    return s.said is None and abs(number(s.v["f"]) ** int(s.v["n"]) - number(s.v["c"])) < 0.01


JUDGES: dict[str, Callable[[Scene], bool]] = {
    "nothing": is_empty,
    "kept": is_kept,
    "kept_on": is_kept,
    "turned_away": is_turned_away,
    "turned_away_by": is_turned_away_by,
    "refused": is_refused,
    "refused_value": is_refused,
    "silent": lambda s: are_stored(s) and all(u["o"] <= 0.05 for u in s.units),
    "silent_held": lambda s: are_stored(s) and s.holds("o", s.v["held"]),
    "written": is_filled,
    "replaced": lambda s: is_filled(s) and are_gone(s.named("gone")),
    "beside": stays_beside,
    "beside_held": lambda s: stays_beside(s) and s.holds("f", s.v["held"]),
    "wiped": lambda s: are_gone(s.named("unit")),
    "rewritten": is_rewritten,
    "kept_out": is_kept_out,
    "kept_out_value": is_kept_out,
    "hushed": lambda s: are_stored(s) and s.was is not None,
    "hushed_empty": lambda s: s.said is None and s.was is not None,
    "spoke": lambda s: says_it(s) and s.was is None,
    "spoke_held": lambda s: says_it(s) and s.holds("o", s.v["held"]),
    "changed": lambda s: says_it(s) and s.was is not None,
    "several": lambda s: says_it(s) and " + " in s.v["label"],
    "opened": lambda s: says_it(s) and s.one["i"] >= 0.95,
    "closed": lambda s: says_it(s) and s.one["i"] <= 0.05 and s.one["f"] <= 0.05,
    "flipped": says_it,
    "nothing_to_say": lambda s: s.said is None and is_empty(s),
    "weak": lambda s: s.said is None and result_is(s.v["h"], s.one["hidden"]),
    "weak_multiplied": is_product,
    "counted": is_counted,
    "counted_h": is_counted,
    "counted_first": is_counted,
    "counted_none": is_counted,
    "wiped_and_added": is_counted,
    "note_f": lambda s: s.holds("f", s.v["held"]),
    "note_i": lambda s: s.holds("i", s.v["held"]),
    "held_gone": lambda s: s.prints(before=s.one["before"]) and abs(s.one["cell"]) < TINY,
    "held_f": lambda s: s.prints(f=s.one["f"]) and s.results_in(s.one["cell"]),
    "keeps": is_the_equation,
    "adds": is_the_equation,
    "keeps_and_adds": is_the_equation,
}


@pytest.mark.parametrize(
    ("cell", "runs", "stories"),
    [("lstm", 250, 25), ("lstm_1997", 100, 10), ("peephole", 100, 10), ("coupled", 100, 10)],
)
def test_captions_are_true_of_random_runs(page: Any, cell: str, runs: int, stories: int) -> None:
    script = "([words, seeds, cell]) => belt.randomTales(words, seeds, cell)"
    tables = [words(lang).table("belt", f"cells.{cell}.belt") for lang in languages()]
    tales = page.evaluate(script, [tables, list(range(runs)), cell])
    seen: set[str] = set()
    for tale in tales:
        for t, step in enumerate(tale["steps"]):
            assert 1 <= len(step["parts"]) <= 2
            for part in step["parts"]:
                seen.add(part["key"])
                before = tale["steps"][t - 1]["said"] if t else tale["start"]
                scene = Scene(
                    part["values"],
                    step["units"],
                    step["said"],
                    before,
                    step["held"],
                    step["pushes"],
                )
                assert JUDGES[part["key"]](scene), (tale["seed"], t, part, step)
        for told in tale["told"]:
            check_texts(told)
    assert len(seen) >= stories, seen


def test_the_browser_reads_answers_as_the_core_does(page: Any) -> None:
    tales = page.evaluate("(seeds) => belt.randomTales([], seeds, 'lstm')", list(range(400, 600)))
    kinds: set[str] = set()
    for tale in (tale for tale in tales if tale["readout"]):
        weights = tuple(map(tuple, tale["readout"].pop("weights", [])))
        rest: Any = {k: tuple(v) if isinstance(v, list) else v for k, v in tale["readout"].items()}
        rule = lc.Readout(**rest, weights=weights)
        kinds.add(rule.kind)
        for step in tale["steps"]:
            h, c = ([unit[name] for unit in step["units"]] for name in ("hidden", "cell"))
            assert step["said"] == rule.decode(h, c), (tale["seed"], rule)
    assert kinds == set(get_args(Kind))


@pytest.mark.parametrize("name", ["counter", "adding", "text_reader", "learnt", "random"])
def test_the_browser_gets_every_bit_of_c(page: Any, name: str) -> None:
    network = lc.random_network(8, 1) if name == "random" else lc.NETWORKS[name]
    text = 5 * words("en")(f"networks.{name}.opening")
    script = "async (one) => [...(await belt.load(one, [])).run.signals.c]"
    c = page.evaluate(script, message(network, text))
    assert c == network.run(text).traces[0].steps.c.ravel().tolist()


def test_every_story_has_a_judge() -> None:
    not_judged = {"gap", "the_unit", "start", "replaced_by_hand"}
    assert JUDGES.keys() | not_judged == words("en").get("belt.caption").keys()


def check_texts(told: dict[str, Any]) -> None:
    bubbles = [one["text"] for one in told["bubbles"] if one]
    whys = [why for step in told["whys"] for units in step.values() for why in units]
    for text in [*told["captions"], *told["questions"], *bubbles, *whys]:
        assert text and not NONSENSE.search(text), text
    for why in whys:
        check_equation(why)


def check_equation(why: str) -> None:
    """'=' joins only numbers that are equal as they are printed."""
    found = re.search(r"([−\d][−\d. +]*) = (−?[\d.]+) →", why)
    if found:
        left = found[1].replace(" ", "").replace("−", "-")
        terms = [float(one) for one in re.findall(r"[+-]?[\d.]+", left)]
        assert math.fsum(terms) == number(found[2]), why
