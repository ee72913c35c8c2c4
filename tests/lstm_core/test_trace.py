"""What a trace is: indices, batches, resumption, reversal, memory nobody can write to."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lstm_core as lc
from lstm_core.bptt import bptt_by_steps
from lstm_core.kernels.lstm import Plan
from lstm_core.trace import trace_by_steps
from tests.lstm_core.judges import (
    Case,
    assert_bags_close,
    assert_close,
    cases,
    clamps,
    random_d_h,
    random_params,
    random_state,
    random_x,
)


def a_trace(case: Case, held: bool = False) -> lc.Trace:
    rng = case.rng
    params, start, x = random_params(case, rng), random_state(case, rng), random_x(case, rng)
    return lc.trace(case.cell, params, x, start, clamps(case, rng) if held else ())


@given(cases(["lstm"], shortest=0))
def test_the_kernel_equals_the_specification(case: Case) -> None:
    t = a_trace(case)
    assert t.kernel is not None
    judge = trace_by_steps(t.cell, t.params, t.x, t.start)
    assert judge.kernel is None
    assert_bags_close(t.steps, judge.steps)
    assert_bags_close(t.before, judge.before)
    d_h, d_last = random_d_h(case, case.rng), random_state(case, case.rng)
    g = lc.bptt(t, d_h, d_last)
    steps, params, x, start = bptt_by_steps(judge, d_h, d_last)
    assert_bags_close(g.steps, steps)
    assert_bags_close(g.params, params)
    assert_bags_close(g.start, start)
    assert_close(g.x, x)


@given(cases(["lstm"]), st.integers(1, 3))
def test_the_kernel_in_float32_is_right_to_float32(case: Case, scale: int) -> None:
    rng = case.rng
    params = random_params(case, rng)
    params = type(params)(*(scale * a.astype(np.float32) for a in params))
    x = random_x(case, rng).astype(np.float32)
    t, judge = lc.trace("lstm", params, x), lc.trace("lstm", params, x.astype(np.float64))
    assert {a.dtype for a in t.steps} == {np.dtype(np.float32)}
    assert {a.dtype for a in judge.steps} == {np.dtype(np.float64)}
    assert_close(t.steps.h, judge.steps.h, 2e-5)
    d_h = random_d_h(case, rng)
    g, judge_g = lc.bptt(t, d_h.astype(np.float32)), lc.bptt(judge, d_h)
    assert g.params.weight_hh.dtype == np.float32
    assert_close(g.params.weight_ih, judge_g.params.weight_ih, 1e-4)


def test_a_plan_can_be_used_again() -> None:
    case = Case("lstm", T=6, B=3, D=2, H=4, seed=3)
    rng = case.rng
    plan = Plan(case.T, case.B, case.D, case.H, np.float64)
    for _ in range(3):
        params, x, start = random_params(case, rng), random_x(case, rng), random_state(case, rng)
        plan.forward(params, x, start)
        t = lc.trace("lstm", params, x, start)
        assert_bags_close(plan.steps, t.steps, 0)
        d_h, d_last = random_d_h(case, rng), random_state(case, rng)
        steps, d_params, _, _ = plan.backward(d_h, d_last)
        g = lc.bptt(t, d_h, d_last)
        assert_bags_close(steps, g.steps, 0)
        assert_bags_close(d_params, g.params, 0)


@given(cases(["lstm"]))
def test_saturated_gates_raise_no_warning(case: Case) -> None:
    params = random_params(case, case.rng)
    params = type(params)(*(1e4 * a for a in params))
    t = lc.trace("lstm", params, random_x(case, case.rng))
    assert all(np.isfinite(a).all() for a in t.steps)
    assert all(np.isfinite(a).all() for a in lc.bptt(t, np.ones_like(t.steps.h)).steps)


@given(cases(), st.booleans())
def test_a_batch_equals_its_rows(case: Case, held: bool) -> None:
    case = case._replace(B=case.B or 2)
    t = a_trace(case, held)
    d_h = random_d_h(case, case.rng)
    g = lc.bptt(t, d_h)
    d_params = 0.0
    for b in range(case.B or 0):
        start = type(t.start)(*(a[b] for a in t.start))
        row = lc.trace(t.cell, t.params, t.x[:, b], start, t.edits)
        for name in t.steps._fields:
            assert_close(getattr(t.steps, name)[:, b], getattr(row.steps, name), what=name)
        g_row = lc.bptt(row, d_h[:, b])
        assert_close(g.x[:, b], g_row.x, what="gradient of x")
        d_params = d_params + g_row.params.weight_hh
    assert_close(g.params.weight_hh, d_params, what="the sum over the batch")


@given(cases(), st.integers(0, 7))
def test_a_trace_cut_in_two_and_resumed_equals_the_whole(case: Case, cut: int) -> None:
    t, cut = a_trace(case), min(cut, case.T)
    first = lc.trace(t.cell, t.params, t.x[:cut], t.start)
    resume = last_state(first)
    second = lc.trace(t.cell, t.params, t.x[cut:], resume)
    for whole, *parts in zip(t.steps, first.steps, second.steps, strict=True):
        assert_close(np.concatenate(parts), whole)
    d_h = random_d_h(case, case.rng)
    g = lc.bptt(t, d_h)
    g_second = lc.bptt(second, d_h[cut:])
    g_first = lc.bptt(first, d_h[:cut], g_second.start)
    for whole, *parts in zip(g.steps, g_first.steps, g_second.steps, strict=True):
        assert_close(np.concatenate(parts), whole)
    assert_close(g_first.params.bias + g_second.params.bias, g.params.bias)
    assert_bags_close(g_first.start, g.start)


def last_state(t: lc.Trace) -> Any:
    names = t.start._fields
    return type(t.start)(*(getattr(t.steps, n)[-1] for n in names)) if len(t) else t.start


@given(cases(shortest=0), st.booleans())
def test_before_is_the_state_before(case: Case, held: bool) -> None:
    t = a_trace(case, held and case.T > 0)
    for name in t.start._fields:
        before, now = getattr(t.before, name), getattr(t.steps, name)
        assert before.shape == now.shape == (case.T, *case.batch, case.H)
        expected = np.concatenate([getattr(t.start, name)[None], now])[: case.T]
        assert_close(before, expected, 0, name)


@given(cases(), st.booleans())
def test_a_reverse_trace_is_stored_in_input_order(case: Case, held: bool) -> None:
    rng = case.rng
    params, x = random_params(case, rng), random_x(case, rng)
    edits = tuple(e for e in clamps(case, rng) if held)
    net = lc.Network("both", case.cell, ((params, params),))
    in_second = tuple(lc.Clamp(e.signal, e.units, e.first, e.last, e.value, trace=1) for e in edits)
    forward, backward = net.run(x, edits=in_second).traces
    assert (forward.reverse, backward.reverse) == (False, True)
    assert forward.edits == ()
    turned = tuple(
        lc.Clamp(
            e.signal,
            e.units,
            case.T - 1 - (case.T - 1 if e.last is None else e.last),
            case.T - 1 - e.first,
            e.value,
        )
        for e in edits
    )
    judge = lc.trace(case.cell, params, x[::-1], None, turned)
    d_h = random_d_h(case, rng)
    g, g_judge = lc.bptt(backward, d_h), lc.bptt(judge, d_h[::-1])
    assert_close(backward.x, x, 0)
    for name in judge.steps._fields:
        assert_close(getattr(backward.steps, name), getattr(judge.steps, name)[::-1], 0, name)
        assert_close(getattr(g.steps, name), getattr(g_judge.steps, name)[::-1], 0, name)
    assert_close(backward.before.h, judge.before.h[::-1], 0)
    assert_bags_close(g.params, g_judge.params, 0)
    assert_close(g.x, g_judge.x[::-1], 0)


@pytest.mark.parametrize("cell", sorted(lc.CELLS))
@pytest.mark.parametrize("held", [False, True])
def test_nothing_in_a_trace_can_be_written_or_is_shared(cell: str, held: bool) -> None:
    case = Case(cell, T=3, B=2, D=2, H=3, seed=0)
    rng = case.rng
    params, start, x = random_params(case, rng), random_state(case, rng), random_x(case, rng)
    t = lc.trace(cell, params, x, start, clamps(case, rng) if held else ())
    g = lc.bptt(t, np.ones_like(t.steps.h))
    ours = (*t.steps, *t.before, *t.start, *t.params, t.x)
    theirs = (*g.steps, *g.params, *g.start, g.x)
    for array in (*ours, *theirs):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    for array in (*params, *start, x):
        assert array.flags.writeable
        assert not any(np.shares_memory(array, own) for own in ours)
    with pytest.raises(AttributeError):
        t.x = x  # type: ignore[misc]


@pytest.mark.parametrize("cell", sorted(lc.CELLS))
def test_one_start_serves_a_whole_batch(cell: str) -> None:
    case = Case(cell, T=3, B=4, D=2, H=3, seed=5)
    rng = case.rng
    params, x = random_params(case, rng), random_x(case, rng)
    start = random_state(case._replace(B=None), rng)
    t = lc.trace(cell, params, x, start)
    assert t.start.h.shape == (4, 3)
    row = lc.trace(cell, params, x[:, 2], start)
    assert_close(t.steps.h[:, 2], row.steps.h)


@pytest.mark.parametrize("cell", sorted(lc.CELLS))
def test_numbers_of_any_kind_become_float64(cell: str) -> None:
    params = lc.random_network(3, cell=cell).layers[0][0]
    t = lc.trace(cell, params, np.eye(16, dtype=int)[:4].tolist())
    assert t.steps.h.dtype == np.float64
    half = lc.trace(cell, params, np.eye(16, dtype=np.float32))
    assert half.steps.h.dtype == np.float64
