"""Opened arithmetic adds up: math.fsum of the terms is the pre-activation."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from tests.lstm_core.judges import (
    Case,
    cases,
    clamps,
    random_params,
    random_state,
    random_x,
)


@settings(max_examples=60)
@given(cases(), st.booleans())
def test_the_terms_add_up_to_the_preactivation(case: Case, held: bool) -> None:
    rng, kind = case.rng, lc.CELLS[case.cell]
    params, start, x = random_params(case, rng), random_state(case, rng), random_x(case, rng)
    t = lc.trace(case.cell, params, x, start, clamps(case, rng) if held else ())
    unit, step = int(rng.integers(case.H)), int(rng.integers(case.T))
    batch = None if case.B is None else int(rng.integers(case.B))
    place = (step, unit) if batch is None else (step, batch, unit)
    for signal, field in kind.PREACTIVATIONS.items():
        found = lc.contributions(t, signal, unit, step, batch)
        terms = [*found.inputs, *found.units, found.bias, found.cell]
        assert found.inputs.shape == (case.D,)
        assert found.units.shape == (case.H,)
        assert found.total == getattr(t.steps, field)[place]
        size = max(1.0, *(abs(term) for term in terms))
        assert abs(math.fsum(terms) - found.total) <= 1e-12 * size
        if not held:
            squash = np.tanh if signal in "ghn" else lambda a: 1 / (1 + math.exp(-a))
            assert math.isclose(
                squash(found.total), getattr(t.steps, signal)[place], rel_tol=1e-12, abs_tol=1e-15
            )


def test_the_terms_are_products_of_weight_and_value() -> None:
    t = lc.NETWORKS["grew_up_in"].run("我在法国长大").traces[0]
    found = lc.contributions(t, "i", unit=0, step=2)
    assert found.inputs.tolist() == [40.0, 0.0, 0.0, 0.0, 0.0]
    assert (found.bias, found.total) == (-20.0, 20.0)


def test_a_reset_gate_scales_what_the_units_say_to_n() -> None:
    case = Case("gru", T=3, B=None, D=2, H=3, seed=9)
    rng = case.rng
    params, x = random_params(case, rng), random_x(case, rng)
    shut = lc.trace("gru", params, x, edits=[lc.Clamp("r", value=0.0)])
    found = lc.contributions(shut, "n", 1, 2)
    assert not found.units.any()
    assert found.bias == params.bias[6 + 1]
    opened = lc.trace("gru", params, x, edits=[lc.Clamp("r", value=1.0)])
    found = lc.contributions(opened, "n", 1, 2)
    assert found.bias == params.bias[6 + 1] + params.bias_hn[1]


def test_contributions_refuse_what_is_not_there() -> None:
    t = lc.NETWORKS["counter"].run("aa").traces[0]
    with pytest.raises(lc.UnknownName, match="no signal with terms 'c'; there are: i, f, g, o"):
        lc.contributions(t, "c", 0, 0)
    with pytest.raises(lc.NumberError, match="unit must be in 0 … 0, got 1"):
        lc.contributions(t, "f", 1, 0)
    with pytest.raises(lc.NumberError, match="step must be in 0 … 1, got 2"):
        lc.contributions(t, "f", 0, 2)
    with pytest.raises(lc.ShapeError, match="batch must be None"):
        lc.contributions(t, "f", 0, 0, batch=0)
