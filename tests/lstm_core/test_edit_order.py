"""The order of edits: stated in `edits.py`, whatever the order in which they are listed."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from tests.lstm_core.edit_judges import KINDS, kinds_for, random_edits, weights_in_force
from tests.lstm_core.judges import (
    Case,
    assert_bags_close,
    cases,
    random_d_h,
    random_params,
    random_state,
    random_x,
)

LISTS = st.lists(st.sampled_from(KINDS), max_size=7)


def group(edit: lc.Edit) -> int:
    """Tell the stage of an edit; only within a stage does the order of the list count."""
    match edit:
        case lc.ReplaceToken():
            return 0
        case lc.SetWeight() | lc.Sharpen():
            return 1
        case lc.Clamp() | lc.Overwrite():
            return 2
        case _:
            return 3


def interleaved(edits: tuple[lc.Edit, ...], rng: np.random.Generator) -> tuple[lc.Edit, ...]:
    """Shuffle the stages among each other; each stage keeps its own order."""
    stages = [iter([e for e in edits if group(e) == stage]) for stage in range(4)]
    turns = rng.permutation([group(e) for e in edits])
    return tuple(next(stages[stage]) for stage in turns)


def same(one: lc.Trace, other: lc.Trace) -> None:
    assert_bags_close(one.steps, other.steps, 0)
    assert_bags_close(one.before, other.before, 0)
    assert_bags_close(one.params, other.params, 0)


@settings(max_examples=150)
@given(cases(shortest=0), LISTS)
def test_the_order_between_the_stages_changes_nothing(case: Case, kinds: list[str]) -> None:
    rng = case.rng
    params, x, start = random_params(case, rng), random_x(case, rng), random_state(case, rng)
    edits = random_edits([k for k in kinds if k in kinds_for(case)], case, rng)
    one = lc.trace(case.cell, params, x, start, edits)
    other = lc.trace(case.cell, params, x, start, interleaved(edits, rng))
    same(one, other)
    d_h = random_d_h(case, rng)
    assert_bags_close(lc.bptt(one, d_h).params, lc.bptt(other, d_h).params, 0)


@pytest.mark.parametrize("cell", sorted(lc.CELLS))
def test_tokens_too_take_their_turn_wherever_they_stand(cell: str) -> None:
    net = lc.random_network(4, seed=3, cell=cell)
    rng = np.random.default_rng(7)
    case = Case(cell, T=5, B=None, D=16, H=4, seed=0)
    for _ in range(20):
        tokens = tuple(lc.ReplaceToken(int(rng.integers(6)), "a字🙂"[k]) for k in range(3))
        edits = (*random_edits(rng.choice(KINDS, 4).tolist(), case, rng), *tokens)
        one, other = net.run("gates", edits=edits), net.run("gates", edits=interleaved(edits, rng))
        assert one.tokens == other.tokens
        same(one.traces[0], other.traces[0])


def test_of_two_that_meet_the_later_one_wins() -> None:
    net = lc.NETWORKS["grew_up_in"]
    text = "I grew up in France so I speak"
    put, held = lc.Overwrite("c", 0, 3, 0.25), lc.Clamp("c", (0,), 2, 4, -0.5)
    assert net.run(text, edits=[held, put]).traces[0].steps.c[2:5, 0].tolist() == [-0.5, 0.25, -0.5]
    assert net.run(text, edits=[put, held]).traces[0].steps.c[2:5, 0].tolist() == [-0.5] * 3
    mean, frozen = lc.Clamp("f", value="mean"), lc.Clamp("f", value="frozen")
    free = net.run(text).traces[0].steps.f
    assert net.run(text, edits=[mean, frozen]).traces[0].steps.f[4].tolist() == free[0].tolist()
    assert net.run(text, edits=[frozen, mean]).traces[0].steps.f[4] == pytest.approx(free.mean(0))


def test_weights_change_one_after_the_other() -> None:
    net = lc.NETWORKS["counter"]
    weight, half = lc.SetWeight("weight_ih", 0, 0, 8.0), lc.Sharpen(0.5)

    def weight_of(*edits: lc.Edit) -> float:
        return float(net.run("a", edits=edits).traces[0].params.weight_ih[0, 0])

    assert weight_of(weight, half) == 4.0
    assert weight_of(half, weight) == 8.0
    assert weight_of(weight, half, half, lc.Sharpen(3.0)) == 6.0
    assert weight_of(weight, lc.SetWeight("weight_ih", 0, 0, 1.0)) == 1.0


@pytest.mark.parametrize("cell", sorted(lc.CELLS))
def test_nothing_wins_over_a_cut(cell: str) -> None:
    net = lc.random_network(3, cell=cell)
    edits: list[lc.Edit] = [lc.Cut(1)]
    for signal in lc.CELLS[cell].State._fields:
        edits += [lc.Overwrite(signal, 1, 2, 5.0), lc.Clamp(signal, value=0.5)]
    t = net.run("gates", edits=edits).traces[0]
    for signal in lc.CELLS[cell].State._fields:
        values = getattr(t.steps, signal)
        assert not values[:, 1].any()
        assert (values[:, [0, 2]] == 0.5).all()


@settings(max_examples=60)
@given(cases())
def test_what_begins_beyond_the_end_does_nothing(case: Case) -> None:
    rng = case.rng
    params, x, start = random_params(case, rng), random_x(case, rng), random_state(case, rng)
    edits: list[lc.Edit] = []
    for signal in lc.CELLS[case.cell].SIGNALS:
        values: tuple[Any, ...] = (0.5,) if case.B else (0.5, "mean", "frozen")
        edits += [lc.Clamp(signal, None, case.T, None, value) for value in values]
    edits += [lc.Overwrite("h", 0, step, 1.0) for step in (case.T, case.T + 9, 999_999)]
    free = lc.trace(case.cell, params, x, start)
    late = lc.trace(case.cell, params, x, start, edits)
    assert_bags_close(late.steps, free.steps)
    d_h = random_d_h(case, rng)
    assert_bags_close(lc.bptt(late, d_h).params, lc.bptt(free, d_h).params)
    both = lc.Network("both", case.cell, ((params, params),))
    turned = [lc.Clamp("h", None, case.T, None, 1.0, trace=1), lc.Overwrite("h", 0, case.T, 1.0, 1)]
    assert_bags_close(both.run(x, edits=turned).traces[1].steps, both.run(x).traces[1].steps)


@pytest.mark.parametrize("batch", [None, 2])
@pytest.mark.parametrize("cell", sorted(lc.CELLS))
def test_an_empty_sequence_can_be_edited(cell: str, batch: int | None) -> None:
    case = Case(cell, T=0, B=batch, D=3, H=4, seed=2)
    rng = case.rng
    params, x, start = random_params(case, rng), random_x(case, rng), random_state(case, rng)
    edits: list[lc.Edit] = [lc.Cut(1), lc.Sharpen(0.5), lc.Overwrite("h", 0, 0, 1.0)]
    values: tuple[Any, ...] = (1.0,) if batch else (1.0, "mean", "frozen")
    edits += [lc.Clamp("h", value=value) for value in values]
    t = lc.trace(cell, params, x, start, edits)
    assert t.steps.h.shape == (*x.shape[:-1], 4)
    g = lc.bptt(t, np.empty(t.steps.h.shape), type(start)(*(np.ones_like(a) for a in start)))
    assert not g.start.h[..., 1].any()
    assert (g.start.h[..., 0] == 1).all()
    net = lc.Network("both", cell, ((params, params),))
    turned = [*edits, *(lc.Clamp("h", value=value, trace=1) for value in values)]
    assert net.run(x, edits=turned).output.shape == (*x.shape[:-1], 8)


@given(cases(shortest=0))
def test_without_edits_nothing_is_different(case: Case) -> None:
    rng = case.rng
    params, x, start = random_params(case, rng), random_x(case, rng), random_state(case, rng)
    same(lc.trace(case.cell, params, x, start), lc.trace(case.cell, params, x, start, []))


@given(cases(), st.lists(st.sampled_from(("weight", "sharpen")), min_size=1))
def test_edited_weights_are_a_network_of_those_weights(case: Case, kinds: list[str]) -> None:
    rng = case.rng
    params, x, start = random_params(case, rng), random_x(case, rng), random_state(case, rng)
    edits = random_edits(kinds, case, rng)
    edited = lc.trace(case.cell, params, x, start, edits)
    built = lc.trace(case.cell, weights_in_force(params, edits), x, start)
    same(edited, built)
    assert edited.clamps == ()
    d_h = random_d_h(case, rng)
    assert_bags_close(lc.bptt(edited, d_h).params, lc.bptt(built, d_h).params, 0)


def test_single_precision_stays_single() -> None:
    net = lc.random_network(3)
    single = type(net.layers[0][0])(*(a.astype(np.float32) for a in net.layers[0][0]))
    x = np.eye(16, dtype=np.float32)[:5]
    edits = [
        lc.Sharpen(0.5), lc.SetWeight("bias", 0, 0, 0.1), lc.Clamp("f", value="mean"), lc.Cut(1),
    ]  # fmt: skip
    t = lc.trace("lstm", single, x, edits=edits)
    g = lc.bptt(t, np.ones_like(t.steps.h))
    assert {a.dtype for a in (*t.steps, *t.params, *g.steps, *g.params, g.x)} == {
        np.dtype(np.float32)
    }
