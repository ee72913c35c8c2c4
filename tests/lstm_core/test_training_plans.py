"""The passes of the training loop give what `trace` and `bptt` give, to the last digits."""

from typing import Any

import numpy as np
import pytest

import lstm_core as lc
from lstm_core.bptt import bptt_by_steps
from lstm_core.kernels import training_plan
from lstm_core.trace import trace_by_steps
from tests.lstm_core.judges import (
    Case,
    assert_bags_close,
    assert_close,
    random_d_h,
    random_params,
    random_state,
    random_x,
)

SIZES = [(7, 4, 3, 5), (1, 1, 1, 1), (5, 1, 2, 3), (3, 40, 1, 8), (90, 3, 2, 4)]


def made(case: Case, dtype: Any = np.float64) -> Any:
    assert case.B is not None
    return training_plan(case.cell, case.T, case.B, case.D, case.H, dtype)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cell", sorted(lc.CELLS))
def test_a_plan_equals_the_cell(cell: str, size: tuple[int, int, int, int]) -> None:
    case = Case(cell, *size, seed=sum(size))
    rng, plan = case.rng, made(case)
    for given in (False, True, False):  # the same buffers three times
        params, x, d_h = random_params(case, rng), random_x(case, rng), random_d_h(case, rng)
        start = random_state(case, rng) if given else None
        t = trace_by_steps(cell, params, x, start)
        zeros = type(t.before)(*(np.zeros_like(a[0]) for a in t.before))
        _, d_params, d_x, _ = bptt_by_steps(t, d_h, zeros)
        assert_close(plan.forward(params, x, start), t.steps.h, what="h")
        for name in zeros._fields:
            assert_close(getattr(plan.last, name), getattr(t.steps, name)[-1], what=name)
        found, found_d_x = plan.backward(d_h, want_d_x=True)
        assert_bags_close(found, d_params)
        assert_close(found_d_x, d_x, what="x")
        found, nothing = plan.backward(d_h, want_d_x=False)
        assert_bags_close(found, d_params)
        assert nothing is None


@pytest.mark.parametrize("cell", sorted(lc.CELLS))
def test_a_sequence_in_pieces_goes_on_where_it_stopped(cell: str) -> None:
    case = Case(cell, 8, 2, 3, 4, seed=5)
    params, x = random_params(case, case.rng), random_x(case, case.rng)
    piece = training_plan(cell, 4, 2, 3, 4, np.float64)
    whole = made(case).forward(params, x)
    assert_close(piece.forward(params, x[:4]), whole[:4])
    assert_close(piece.forward(params, x[4:], piece.last), whole[4:])


@pytest.mark.parametrize("cell", sorted(lc.CELLS))
def test_a_plan_keeps_float32_and_leaves_its_inputs_alone(cell: str) -> None:
    case = Case(cell, 6, 3, 2, 4, seed=5)
    plan = made(case, np.float32)
    params = random_params(case, case.rng)
    params = type(params)(*(a.astype(np.float32) for a in params))
    x, d_h = (make(case, case.rng).astype(np.float32) for make in (random_x, random_d_h))
    for array in (*params, x, d_h):
        array.flags.writeable = False
    assert plan.forward(params, x).dtype == np.float32
    found, d_x = plan.backward(d_h, want_d_x=True)
    assert {a.dtype for a in (*found, d_x)} == {np.dtype(np.float32)}


@pytest.mark.parametrize("cell", sorted(lc.CELLS))
def test_gates_that_are_full_or_shut_are_computed_as_in_the_cell(cell: str) -> None:
    case = Case(cell, 6, 3, 2, 4, seed=7)
    rng, plan = case.rng, made(case)
    params = random_params(case, rng)
    params = type(params)(*(900 * a for a in params))
    x, d_h = random_x(case, rng), random_d_h(case, rng)
    with np.errstate(all="raise"):  # exp(900) is no news
        h = plan.forward(params, x)
        found, d_x = plan.backward(d_h, want_d_x=True)
    t = lc.trace(cell, params, x)
    g = lc.bptt(t, d_h)
    # A coupled cell takes 1 - f, its plan σ(-a): 1e-16 apart, which weights of 900 enlarge.
    assert_close(h, t.steps.h, 1e-10)
    assert_bags_close(found, g.params, 1e-10)
    assert_close(d_x, g.x, 1e-10)
