"""Finite differences judge the gradients without any framework, clamps included."""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from tests.lstm_core.judges import (
    Case,
    cases,
    clamps,
    random_d_h,
    random_params,
    random_state,
    random_x,
)

STEP = 1e-5


def differences(loss: Callable[[np.ndarray], float], at: np.ndarray) -> np.ndarray:
    """Return the central difference quotient of every entry."""
    found = np.empty_like(at)
    for place in np.ndindex(at.shape):
        up, down = at.copy(), at.copy()
        up[place] += STEP
        down[place] -= STEP
        found[place] = (loss(up) - loss(down)) / (2 * STEP)
    return found


@settings(max_examples=40)
@given(cases(), st.booleans())
def test_gradients_agree_with_finite_differences(case: Case, held: bool) -> None:
    rng = case.rng
    params, start, d_last = (
        make(case, rng) for make in (random_params, random_state, random_state)
    )
    x, d_h = random_x(case, rng), random_d_h(case, rng)
    edits = clamps(case, rng) if held else ()

    def loss(params: Any, x: np.ndarray, start: Any) -> float:
        steps = lc.trace(case.cell, params, x, start, edits).steps
        last = sum(
            (getattr(steps, name)[-1] * getattr(d_last, name)).sum() for name in start._fields
        )
        return float((steps.h * d_h).sum() + last)

    g = lc.bptt(lc.trace(case.cell, params, x, start, edits), d_h, d_last)
    of_x = differences(lambda v: loss(params, v, start), x)
    np.testing.assert_allclose(g.x, of_x, 1e-6, 1e-8)
    of_params = type(params)(
        *(
            differences(lambda v, n=name: loss(params._replace(**{n: v}), x, start), value)
            for name, value in params._asdict().items()
        )
    )
    assert_agree(g.params, of_params)
    of_start = type(start)(
        *(
            differences(lambda v, n=name: loss(params, x, start._replace(**{n: v})), value)
            for name, value in start._asdict().items()
        )
    )
    assert_agree(g.start, of_start)


def assert_agree(got: Any, expected: Any) -> None:
    """Compare to 1e-6, on top of what a difference quotient of numbers near 1 cannot resolve."""
    assert got._fields == expected._fields
    for name, value in got._asdict().items():
        np.testing.assert_allclose(value, getattr(expected, name), 1e-6, 1e-8, err_msg=name)
