"""Where a memory came from: the terms are known by hand and add up."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from tests.lstm_core.judges import Case
from tests.lstm_core.roads import WITH_ROAD, backwards, random_trace, read, single


def assert_adds_up(t: lc.Trace, unit: int) -> lc.Origins:
    found = lc.where_from(t, unit)
    memory = getattr(t.steps, WITH_ROAD[t.cell][0])[:, unit]
    for k in range(len(t)):
        terms = [found.start[k], *found.written[:, k], *found.edit[:, k]]
        size = math.fsum(map(abs, terms))
        assert abs(math.fsum(terms) - memory[k]) <= 1e-12 * size
    return found


@settings(max_examples=100)
@given(single, st.booleans())
def test_the_origins_add_up_to_the_memory(case: Case, held: bool) -> None:
    t = random_trace(case, held)
    for unit in range(case.H):
        found = assert_adds_up(t, unit)
        assert not np.tril(found.written, -1).any()
        assert not np.tril(found.edit, -1).any()
        if not held:
            assert not found.edit.any()
            assert_adds_up(backwards(t), unit)


def test_every_a_wrote_one() -> None:
    found = assert_adds_up(read("counter", "aa.a"), 0)
    np.testing.assert_allclose(found.written[:, -1], [1, 1, 0, 1], atol=1e-7)
    assert not found.start.any()


def test_the_sum_holds_over_a_thousand_steps() -> None:
    assert_adds_up(read("counter", "a." * 500), 0)
    assert_adds_up(read("leaky10", "1 0 0 0.5 " * 250), 0)


def test_a_country_wrote_what_is_remembered() -> None:
    t = read("grew_up_in", "我在法国长大爱下棋我会说")
    found = assert_adds_up(t, 0)
    assert found.written[:, -1].argmax() == 2
    np.testing.assert_allclose(found.written[2, 2:], 1, atol=1e-7)
    np.testing.assert_allclose(np.delete(found.written[:, -1], 2), 0, atol=1e-7)


def test_a_leak_writes_and_fades() -> None:
    x = [1.0, 0.0, 1.0, 0.0, 0.0]
    found = assert_adds_up(read("leaky10", "1 0 1 0 0"), 0)
    for s in range(5):
        for k in range(s, 5):
            assert found.written[s, k] == pytest.approx(x[s] * 0.9 ** (k - s), abs=1e-8)


def test_what_was_there_at_the_start_fades_too() -> None:
    state = lc.CELLS["lstm"].State(h=np.zeros(1), c=np.array([2.0]))
    t = lc.NETWORKS["leaky10"].run("0 0 0", start=state).traces[0]
    np.testing.assert_allclose(lc.where_from(t, 0).start, [1.8, 1.62, 1.458], rtol=1e-12)
    assert_adds_up(t, 0)


def test_what_an_edit_put_in_ends_all_that_was_before() -> None:
    t = read("leaky10", "1 0 1 0", lc.Overwrite("c", 0, 2, 5.0))
    found = assert_adds_up(t, 0)
    assert found.edit[2, 2] == 5
    assert found.edit[2, 3] == pytest.approx(4.5, rel=1e-13)
    assert not found.written[:3, 2:].any()  # what the third step computed was thrown away too
    assert (found.edit[[0, 1, 3]] == 0).all()
    cut = assert_adds_up(read("leaky10", "1 0 1", lc.Cut(0)), 0)
    assert not cut.written.any() and not cut.edit.any() and not cut.start.any()


def test_a_held_h_does_not_touch_c_and_a_held_gate_is_in_the_terms() -> None:
    free, held = read("leaky10", "1 0 1"), read("leaky10", "1 0 1", lc.Clamp("h", value=0.0))
    np.testing.assert_array_equal(lc.where_from(free, 0).written, lc.where_from(held, 0).written)
    found = assert_adds_up(read("leaky10", "1 0 1", lc.Clamp("i", value=0.5)), 0)
    np.testing.assert_allclose(np.diag(found.written), 0.5, atol=1e-8)
    assert not found.edit.any()


def test_float32_adds_up_as_far_as_the_trace_does() -> None:
    rng = np.random.default_rng(0)
    params = lc.random_network(4).layers[0][0]
    params = type(params)(*(a.astype(np.float32) for a in params))
    t = lc.trace("lstm", params, rng.normal(size=(6, 16)).astype(np.float32))
    found = lc.where_from(t, 1)
    assert found.written.dtype == np.float64
    np.testing.assert_allclose(found.written.sum(axis=0) + found.start, t.steps.c[:, 1], 1e-5, 1e-6)
