"""Edits of every kind on every cell: forward against a slow loop, backward against autograd and
finite differences."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from tests.lstm_core.edit_judges import (
    KINDS,
    constants,
    kinds_for,
    random_edit,
    random_edits,
    slow_trace,
    weights_in_force,
)
from tests.lstm_core.judges import (
    Case,
    arrays,
    assert_bags_close,
    assert_close,
    cases,
    gradient,
    random_d_h,
    random_params,
    random_state,
    random_x,
    tensors,
)
from tests.lstm_core.test_finite_differences import assert_agree, differences

LISTS = st.lists(st.sampled_from(KINDS), min_size=1, max_size=6)


def fitting(kinds: list[str], case: Case) -> list[str]:
    """Take the kinds that a batch has a meaning for."""
    return [kind for kind in kinds if kind in kinds_for(case)]


def judge(case: Case, kinds: list[str], spoil: Any = lambda edits: edits) -> None:
    """Compare every value and every gradient with the slow loop and its autograd."""
    rng, kind = case.rng, lc.CELLS[case.cell]
    params, x = random_params(case, rng), random_x(case, rng)
    start, d_last = random_state(case, rng), random_state(case, rng)
    d_h, edits = random_d_h(case, rng), random_edits(fitting(kinds, case), case, rng)
    t = lc.trace(case.cell, params, x, start, spoil(edits))
    g = lc.bptt(t, d_h, d_last)

    free = slow_trace(case.cell, tensors(params), torch.tensor(x), tensors(start)._asdict(), ())
    leaves, begin = tensors(weights_in_force(params, edits)), tensors(start)
    inputs = torch.tensor(x, requires_grad=True)
    slow = slow_trace(case.cell, leaves, inputs, begin._asdict(), constants(edits, free))
    loss = torch.zeros((), dtype=torch.float64, requires_grad=True)
    for now, d in zip(slow.effective, d_h, strict=True):
        loss = loss + (now["h"] * torch.tensor(d)).sum()
    for name, d in d_last._asdict().items():
        loss = loss + (slow.effective[-1][name] * torch.tensor(d)).sum()
    loss.backward()

    assert t.edits == edits
    assert_bags_close(t.params, weights_in_force(params, edits))
    for name in kind.Steps._fields:
        assert_close(getattr(t.steps, name), slow.values(name), what=name)
        kept = np.stack([gradient(values[name]) for values in slow.computed])
        assert_close(getattr(g.steps, name), kept, what=f"gradient of {name}")
    assert_bags_close(g.params, arrays(leaves))
    assert_bags_close(g.start, arrays(begin))
    assert_close(g.x, gradient(inputs), what="x")


@settings(max_examples=200)
@given(cases(), LISTS)
def test_edits_do_what_they_say_forward_and_backward(case: Case, kinds: list[str]) -> None:
    judge(case, kinds)


@pytest.mark.parametrize("batch", [None, 3])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cell", sorted(lc.CELLS))
def test_every_kind_alone_on_every_cell(cell: str, kind: str, batch: int | None) -> None:
    for seed in range(12):
        judge(Case(cell, T=5, B=batch, D=3, H=4, seed=seed), [kind])


@pytest.mark.parametrize("cell", sorted(lc.CELLS))
@pytest.mark.parametrize("kind", ["clamp", "mean", "weight", "sharpen"])
def test_the_judge_can_fail(cell: str, kind: str) -> None:
    case = Case(cell, T=5, B=None, D=3, H=4, seed=3)
    judge(case, [kind, kind])
    with pytest.raises(AssertionError):
        judge(case, [kind, kind], lambda edits: edits[:1])


@settings(max_examples=40)
@given(cases(), LISTS)
def test_gradients_of_edited_runs_agree_with_finite_differences(
    case: Case, kinds: list[str]
) -> None:
    rng = case.rng
    params, x = random_params(case, rng), random_x(case, rng)
    start, d_last = random_state(case, rng), random_state(case, rng)
    d_h, edits = random_d_h(case, rng), random_edits(fitting(kinds, case), case, rng)
    # The gradient is that of the weights in force; what is held are constants of the unedited run.
    held = lc.settled(edits, lc.trace(case.cell, params, x, start))
    held = tuple(e for e in held if not isinstance(e, lc.SetWeight | lc.Sharpen))
    in_force = weights_in_force(params, edits)

    def loss(params: Any, x: np.ndarray, start: Any) -> float:
        steps = lc.trace(case.cell, params, x, start, held).steps
        last = sum((getattr(steps, n)[-1] * getattr(d_last, n)).sum() for n in start._fields)
        return float((steps.h * d_h).sum() + last)

    def by_field(bag: Any, loss_of: Any) -> Any:
        return type(bag)(
            *(
                differences(lambda v, n=name: loss_of(bag._replace(**{n: v})), value)
                for name, value in bag._asdict().items()
            )
        )

    g = lc.bptt(lc.trace(case.cell, params, x, start, edits), d_h, d_last)
    np.testing.assert_allclose(g.x, differences(lambda v: loss(in_force, v, start), x), 1e-6, 1e-8)
    assert_agree(g.params, by_field(in_force, lambda bag: loss(bag, x, start)))
    assert_agree(g.start, by_field(start, lambda bag: loss(in_force, x, bag)))


@settings(max_examples=100)
@given(cases(), st.lists(st.sampled_from(("clamp", "overwrite", "mean", "frozen")), min_size=1))
def test_no_gradient_where_something_is_held(case: Case, kinds: list[str]) -> None:
    rng = case.rng
    params, x = random_params(case, rng), random_x(case, rng)
    edits = random_edits(fitting(kinds, case), case, rng)
    t = lc.trace(case.cell, params, x, random_state(case, rng), edits)
    g = lc.bptt(t, random_d_h(case, rng), random_state(case, rng))
    for clamp in t.clamps:
        assert isinstance(clamp.value, float)
        end = None if clamp.last is None else clamp.last + 1
        here = (slice(clamp.first, end), ..., list(clamp.units or range(case.H)))
        assert not getattr(g.steps, clamp.signal)[here].any()


@settings(max_examples=100)
@given(cases(shortest=0))
def test_nobody_sees_a_unit_that_is_cut_out(case: Case) -> None:
    rng = case.rng
    params, x, start = random_params(case, rng), random_x(case, rng), random_state(case, rng)
    cut = random_edit("cut", case, rng)
    assert isinstance(cut, lc.Cut)
    t = lc.trace(case.cell, params, x, start, [cut])
    g = lc.bptt(t, random_d_h(case, rng), random_state(case, rng))
    for name in start._fields:
        for bag in (t.steps, t.before, t.start, g.steps, g.start):
            assert not getattr(bag, name)[..., cut.unit].any()
    assert not g.params.weight_hh[:, cut.unit].any()
    own = [k * case.H + cut.unit for k in range(len(lc.CELLS[case.cell].BLOCKS))]
    assert not g.params.weight_ih[own].any()

    # Its row and column of weights, and its start, make no difference to the others.
    other = params._replace(weight_hh=params.weight_hh.copy(), weight_ih=params.weight_ih.copy())
    other.weight_hh[:, cut.unit] = rng.normal(size=len(other.weight_hh))
    other.weight_ih[own] = rng.normal(size=(len(own), case.D))
    elsewhere = type(start)(*(a + np.eye(case.H)[cut.unit] for a in start))
    same = lc.trace(case.cell, other, x, elsewhere, [cut])
    assert_close(same.steps.h, t.steps.h)


@pytest.mark.parametrize("cell", sorted(lc.CELLS))
@pytest.mark.parametrize("how", ["mean", "frozen"])
def test_mean_and_frozen_are_constants_of_the_unedited_run(cell: str, how: Any) -> None:
    case = Case(cell, T=6, B=None, D=3, H=4, seed=8)
    rng = case.rng
    params, x = random_params(case, rng), random_x(case, rng)
    free = lc.trace(cell, params, x)
    others = (lc.Sharpen(0.5), lc.Cut(0), lc.Clamp("h", (2,), value=0.9))
    for signal in lc.CELLS[cell].SIGNALS:
        values = getattr(free.steps, signal)[:, 1]
        expected = values.mean() if how == "mean" else values[2]
        held = lc.Clamp(signal, (1,), 2, 4, how)
        t = lc.trace(cell, params, x, edits=[*others, held])
        assert getattr(t.steps, signal)[2:5, 1] == pytest.approx([expected] * 3, abs=1e-15)
        constant = lc.Clamp(signal, (1,), 2, 4, float(expected))
        assert lc.settled([held], free) == (constant,)
        same = lc.trace(cell, params, x, edits=[*others, constant])
        assert_bags_close(same.steps, t.steps, 0)
        d_h = random_d_h(case, rng)
        assert_bags_close(lc.bptt(same, d_h).params, lc.bptt(t, d_h).params, 0)
