"""Cause and effect: what breaks in a network that works, and why."""

from dataclasses import replace
from math import exp
from random import Random

import numpy as np
import pytest

import lstm_core as lc
from lstm_core.networks.continual_reber import reber

ALL_OF_KEEP = lc.Clamp("f", value=1.0)
SHARPNESS_8_OF_20 = lc.Sharpen(0.4)


def accuracy(name: str, *edits: lc.Edit) -> float:
    return lc.examine(lc.NETWORKS[name], edits).accuracy


def test_show_held_open_speaks_from_france_on() -> None:
    text = "I grew up in France and love chess so I speak"
    free = lc.NETWORKS["grew_up_in"].run(text)
    open_ = lc.NETWORKS["grew_up_in"].run(text, edits=[lc.Clamp("o", value=1.0)])
    france = [token.text for token in free.tokens].index("France")
    silent, speaks = (None,) * france, ("french",) * (len(free.tokens) - france)
    assert open_.readouts == silent + speaks
    assert free.readouts == (None,) * (len(free.tokens) - 1) + ("french",)
    # What is kept is the same: only who may see it has changed.
    assert np.array_equal(open_.traces[0].steps.c, free.traces[0].steps.c)


def test_counter_and_latch_leak_alike_and_only_one_breaks() -> None:
    counter, latch = lc.NETWORKS["counter"], lc.NETWORKS["latch"]
    count = counter.run("a" * 100, edits=[SHARPNESS_8_OF_20])
    bit = latch.run("S" + "-" * 99, edits=[SHARPNESS_8_OF_20])
    assert (counter.run("a" * 100).readouts[-1], count.readouts[-1]) == ("100", "98")
    assert bit.readouts[-1] == "set"
    assert bit.traces[0].steps.h[-1, 0] > 0.7

    keep = 1 / (1 + exp(-8))
    leaks = (count.traces[0].steps.f[:, 0], bit.traces[0].steps.f[1:, 0])
    for f in leaks:
        assert f == pytest.approx(keep, abs=1e-15)
    # The same factor a step: the bit fades a little, the count forgets a little of every a.
    c = bit.traces[0].steps.c[:, 0]
    assert c[-1] / c[0] == pytest.approx(keep**99)
    i, g = (getattr(count.traces[0].steps, name)[0, 0] for name in "ig")
    expected = i * g * (1 - keep**100) / (1 - keep)
    assert count.traces[0].steps.c[-1, 0] == pytest.approx(expected)


def test_a_stream_that_never_forgets_knows_its_first_string_for_ever() -> None:
    rng, network = Random(0), lc.NETWORKS["continual_reber"]
    outer = rng.choices("TP", k=500)
    strings = [f"B{letter}{reber(rng)}{letter}E" for letter in outer]
    ends = np.cumsum([len(text) for text in strings])

    def right(*edits: lc.Edit) -> float:
        """Return the share of strings whose outer letter is known before it comes back."""
        said = network.run("".join(strings), edits=edits).readouts
        return sum(said[end - 3] == letter for end, letter in zip(ends, outer, strict=True)) / 500

    assert right() == 1
    assert right(ALL_OF_KEEP) == outer.count(outer[0]) / 500  # about half of them, by luck
    assert 0.45 < right(ALL_OF_KEEP) < 0.55


def test_write_held_open_adds_what_is_not_marked() -> None:
    adding = lc.NETWORKS["adding"]
    open_ = lc.Clamp("i", value=1.0)
    run = adding.run("0.5 0.2* -0.3 0.7* 0.4", edits=[open_])
    assert run.readouts == pytest.approx([0.5, 0.7, 0.4, 1.1, 1.5], abs=0.01)
    free, held = lc.examine(adding), lc.examine(adding, [open_])
    assert free.error is not None and held.error is not None
    assert free.accuracy == 1
    assert held.accuracy < 0.1
    assert held.error > 100 * free.error
    assert held.error > 0.5


def test_without_has_come_nothing_is_ever_second() -> None:
    network = lc.NETWORKS["temporal_order"]
    has_come = network.unit_names.index("has_come")
    run = network.run("EaXbbYcdB", edits=[lc.Cut(has_come)])
    assert set(run.readouts) == {None}
    c = run.traces[0].steps.c[-1]
    assert c[has_come] == 0
    assert abs(c[network.unit_names.index("second")]) < 1e-6  # it waits for the unit that is gone
    assert (accuracy("temporal_order"), accuracy("temporal_order", lc.Cut(has_come))) == (1, 0)


SIGNS = [
    (field, int(row), int(column))
    for field, array in lc.NETWORKS["parity"].layers[0][0]._asdict().items()
    for row, column in np.argwhere(array.reshape(len(array), -1))
]


@pytest.mark.parametrize(("field", "row", "column"), SIGNS)
def test_one_sign_flipped_and_parity_guesses(field: str, row: int, column: int) -> None:
    array = getattr(lc.NETWORKS["parity"].layers[0][0], field)
    value = float(array.reshape(len(array), -1)[row, column])
    assert accuracy("parity") == 1
    assert accuracy("parity", lc.SetWeight(field, row, column, value)) == 1
    assert accuracy("parity", lc.SetWeight(field, row, column, -value)) < 0.6


def test_a_sharpened_network_is_the_network_with_other_weights() -> None:
    latch = lc.NETWORKS["latch"]
    layers = ((type(latch.layers[0][0])(*(a * 0.4 for a in latch.layers[0][0])),),)
    built = replace(latch, layers=layers).run("S--R-").traces[0].steps
    edited = latch.run("S--R-", edits=[SHARPNESS_8_OF_20]).traces[0].steps
    assert np.array_equal(built.h, edited.h)


def test_what_was_taken_away_comes_back_with_the_reset() -> None:
    network, history = lc.NETWORKS["temporal_order"], lc.History()
    free = network.run("EaXbYcB")
    for edit in (lc.Cut(0), SHARPNESS_8_OF_20, ALL_OF_KEEP, lc.ReplaceToken(2, "Y")):
        history = history.do(edit)
    broken = network.run("EaXbYcB", edits=history.edits)
    back = network.run("EaXbYcB", edits=history.reset().edits)
    assert broken.readouts != free.readouts
    assert back.readouts == free.readouts
    for one, other in zip(back.traces[0].steps, free.traces[0].steps, strict=True):
        assert np.array_equal(one, other)
