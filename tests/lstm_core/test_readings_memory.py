"""What is still here and how long: values known by hand, a slow loop, the gradient."""

import math
import re
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lstm_core as lc
from tests.lstm_core.judges import Case, cases, random_params, random_state, random_x
from tests.lstm_core.roads import WITH_ROAD, backwards, kept, random_trace, read, single

# --- what is still here ---------------------------------------------------------------------------


def slow_share(t: lc.Trace, unit: int, s: int, k: int) -> float:
    """Multiply what is kept from s+1 to k; 0 if the memory itself was held on the way."""
    memory, _ = WITH_ROAD[t.cell]
    share = 1.0
    for j in range(s + 1, k + 1):
        held = any(
            clamp.signal == memory
            and (clamp.units is None or unit in clamp.units)
            and clamp.first <= j <= (len(t) if clamp.last is None else clamp.last)
            for clamp in t.clamps
        )
        share *= 0.0 if held else float(kept(t)[j, unit])
    return share


@given(single, st.booleans())
def test_what_is_still_here_is_the_product_of_keep(case: Case, held: bool) -> None:
    t = random_trace(case, held)
    for unit in range(case.H):
        share = lc.still_here(t, unit)
        assert share.shape == (case.T, case.T)
        for s in range(case.T):
            assert np.isnan(share[s, :s]).all()
            for k in range(s, case.T):
                assert share[s, k] == pytest.approx(slow_share(t, unit, s, k), rel=1e-13)


@given(cases(["lstm"]).map(lambda case: case._replace(B=None)))
def test_what_is_still_here_is_the_gradient_where_h_leads_nowhere(case: Case) -> None:
    rng = case.rng
    params = random_params(case, rng)
    params = params._replace(weight_hh=np.zeros_like(params.weight_hh))
    t = lc.trace("lstm", params, random_x(case, rng), random_state(case, rng))
    unit, last = int(rng.integers(case.H)), case.T - 1
    d_last = t.start._replace(h=np.zeros(case.H), c=np.eye(case.H)[unit])
    gradient = lc.bptt(t, np.zeros_like(t.steps.h), d_last).steps.c[:, unit]
    np.testing.assert_allclose(lc.still_here(t, unit)[:, last], gradient, 1e-12, 1e-300)


@given(cases(["gru"]).map(lambda case: case._replace(B=None)))
def test_what_is_still_here_in_a_gru_is_the_gradient_where_gates_are_deaf(case: Case) -> None:
    rng = case.rng
    params = random_params(case, rng)
    params = params._replace(weight_hh=np.zeros_like(params.weight_hh))
    t = lc.trace("gru", params, random_x(case, rng), random_state(case, rng))
    unit, last = int(rng.integers(case.H)), case.T - 1
    d_h = np.zeros_like(t.steps.h)
    d_h[last, unit] = 1.0
    gradient = lc.bptt(t, d_h).steps.h[:, unit]
    np.testing.assert_allclose(lc.still_here(t, unit)[:, last], gradient, 1e-12, 1e-300)


def test_a_leak_fades_by_nine_tenths_a_step() -> None:
    share = lc.still_here(read("leaky10", "1 0 0 0 0"), 0)
    for s in range(5):
        for k in range(s, 5):
            assert share[s, k] == pytest.approx(0.9 ** (k - s), rel=1e-12)


def test_a_latch_forgets_only_on_command() -> None:
    share = lc.still_here(read("latch", "S---R--"), 0)
    assert share[0, 3] == pytest.approx(1, abs=1e-7)
    assert share[0, 4] == pytest.approx(0, abs=1e-7)
    assert share[4, 6] == pytest.approx(1, abs=1e-7)


def test_a_clamp_of_c_breaks_the_road_and_one_of_f_paves_it() -> None:
    share = lc.still_here(read("leaky10", "1 0 0 0", lc.Overwrite("c", 0, 2, 0.5)), 0)
    assert share[0].round(9).tolist() == [1, 0.9, 0, 0]
    assert share[2, 2:].round(9).tolist() == [1, 0.9]
    share = lc.still_here(read("leaky10", "1 0 0 0", lc.Clamp("f", value=1.0)), 0)
    assert (share[np.triu_indices(4)] == 1).all()
    share = lc.still_here(read("dyck1", "(()", lc.Cut(0)), 0)
    assert (np.triu(share) == np.eye(3)).all()


def test_of_a_reverse_trace_the_steps_are_in_input_order() -> None:
    t = random_trace(Case("lstm", 5, None, 2, 3, 4), False)
    back = backwards(t)
    assert back.reverse
    mirror = lc.trace("lstm", t.params, t.x[::-1], t.start)
    np.testing.assert_array_equal(lc.still_here(back, 1), lc.still_here(mirror, 1)[::-1, ::-1])
    assert np.isnan(lc.still_here(back, 1)[0, 1:]).all()


# --- how long -------------------------------------------------------------------------------------


def test_the_half_life_of_a_leak_is_known() -> None:
    found = lc.memory_length(read("leaky10", "1 0 0 1 0"))
    assert found.keep[0] == pytest.approx(0.9, rel=1e-14)
    assert found.half_life[0] == pytest.approx(6.5788, abs=5e-5)
    assert found.half_life[0] == pytest.approx(math.log(0.5) / math.log(0.9), rel=1e-13)
    assert found.horizon[0] == pytest.approx(43.7087, abs=5e-5)
    assert found.wipes.tolist() == [0]


@pytest.mark.parametrize(
    ("a", "expected"),
    [
        (20, 3.3629e8),
        (40, 1.6316e17),
        (400, math.log(2) * math.exp(400)),
        (0, 1.0),
        (-20, math.log(2) / 20),
    ],
)
def test_a_half_life_is_precise_where_f_rounds_to_1(a: float, expected: float) -> None:
    for cell, block in (("lstm", 1), ("gru", 1)):
        kind = lc.CELLS[cell]
        params = kind.Params(**{n: np.zeros(s) for n, s in kind.shapes(1, 1).items()})
        params.bias[block] = a
        found = lc.memory_length(lc.trace(cell, params, np.zeros((4, 1))))
        assert found.half_life[0] == pytest.approx(expected, rel=1e-4)
        assert found.horizon[0] == pytest.approx(expected * math.log2(100), rel=1e-4)


@pytest.mark.parametrize("a", [700.0, 745.0, 800.0, 1e6])
def test_a_half_life_never_overflows(a: float) -> None:
    kind = lc.CELLS["lstm"]
    params = kind.Params(np.zeros((4, 1)), np.zeros((4, 1)), np.array([0, a, 0, 0]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = lc.memory_length(lc.trace("lstm", params, np.zeros((3, 1))))
    assert np.isfinite([found.half_life[0], found.horizon[0]]).all()
    assert found.half_life[0] > 1e300


def test_a_counter_keeps_for_more_than_a_million_steps_but_not_for_ever() -> None:
    found = lc.memory_length(read("counter", "aa.a"))
    assert 1e6 <= found.half_life[0] < math.inf
    assert found.half_life[0] < found.horizon[0] < math.inf


def test_only_what_is_held_at_1_keeps_for_ever() -> None:
    found = lc.memory_length(read("leaky10", "1 0 0", lc.Clamp("f", value=1.0)))
    assert (found.keep[0], found.half_life[0], found.horizon[0]) == (1, math.inf, math.inf)
    some = lc.memory_length(read("counter", "a.aa", lc.Clamp("f", None, 0, 1, 1.0)))
    assert 1e6 <= some.half_life[0] < math.inf


def test_a_held_value_counts_where_it_is_held() -> None:
    found = lc.memory_length(read("leaky10", "1 0 0 0", lc.Clamp("f", None, 0, 1, 0.5)))
    middle = (math.log(0.5) + math.log(0.9)) / 2  # of an even number of steps: between the two
    assert found.keep[0] == pytest.approx(math.exp(middle), rel=1e-14)
    assert found.half_life[0] == pytest.approx(math.log(0.5) / middle, rel=1e-14)
    most = lc.memory_length(read("leaky10", "1 0 0 0", lc.Clamp("f", None, 0, 2, 0.5)))
    assert most.half_life[0] == pytest.approx(1.0, rel=1e-14)
    shut = lc.memory_length(read("leaky10", "1 0 0", lc.Clamp("f", value=0.0)))
    assert (shut.keep[0], shut.half_life[0], shut.horizon[0]) == (0, 0, 0)
    assert lc.memory_length(read("leaky10", "1 0", lc.Clamp("f", value=2.0))).half_life == math.inf
    turned = lc.memory_length(read("leaky10", "1 0", lc.Clamp("f", value=-0.5)))
    assert turned.half_life[0] == 1


def test_wipes_are_counted_and_do_not_shorten_the_half_life() -> None:
    found = lc.memory_length(read("latch", "S---R--"))
    assert 1e6 <= found.half_life[0] < math.inf
    assert found.wipes[0] == 2
    between = lc.memory_length(read("latch", "------"))
    assert 1e6 <= between.half_life[0] < math.inf


def test_delay3_keeps_nothing_by_the_direct_road() -> None:
    """It remembers for three steps all the same: by the road through h, which is not in it."""
    found = lc.memory_length(read("delay3", "10110"))
    assert (found.half_life < 0.05).all()
    share = lc.still_here(read("delay3", "10110"), 3)
    assert np.triu(share, 1).max() < 1e-8


@given(single, st.booleans())
def test_lengths_agree_with_the_products(case: Case, held: bool) -> None:
    t = random_trace(case, held)
    found, values = lc.memory_length(t), np.abs(kept(t))
    for unit in range(case.H):
        middle = sorted(values[:, unit])[(case.T - 1) // 2 : case.T // 2 + 1]
        assert found.keep[unit] == pytest.approx(math.prod(middle) ** (1 / len(middle)), 1e-12)
        assert found.wipes[unit] == (values[:, unit] < 0.1).sum()
        if found.keep[unit] < 0.999:
            assert found.keep[unit] ** found.half_life[unit] == pytest.approx(0.5, rel=1e-9)
            assert found.keep[unit] ** found.horizon[unit] == pytest.approx(0.01, rel=1e-9)


def test_a_cell_without_a_forget_gate_keeps_for_ever() -> None:
    t = lc.random_network(3, cell="lstm_1997").run("abcd").traces[0]
    found = lc.memory_length(t)
    assert (found.keep == 1).all()
    assert np.isinf([found.half_life, found.horizon]).all()
    assert not found.wipes.any()
    assert (lc.still_here(t, 0)[np.triu_indices(4)] == 1).all()


def test_without_a_step_there_is_no_length() -> None:
    found = lc.memory_length(read("counter", ""))
    assert np.isnan([found.keep[0], found.half_life[0], found.horizon[0]]).all()
    assert found.wipes[0] == 0
    assert lc.still_here(read("counter", ""), 0).shape == (0, 0)
    assert lc.where_from(read("counter", ""), 0).start.shape == (0,)


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("reading", [lc.still_here, lc.where_from])
def test_readings_refuse_what_is_not_there(reading: Any) -> None:
    t = read("counter", "aa")
    with pytest.raises(lc.NumberError, match=re.escape("unit must be in 0 … 0, got 1 in")):
        reading(t, 1)
    with pytest.raises(lc.ShapeError, match="must be of one sequence"):
        reading(lc.trace("lstm", t.params, np.zeros((3, 2, 2))), 0)


def test_a_plain_rnn_has_no_direct_road() -> None:
    t = lc.random_network(3, cell="rnn").run("abc").traces[0]
    readings: list[Any] = [lc.still_here, lc.where_from, lambda t, _: lc.memory_length(t)]
    for reading in readings:
        with pytest.raises(lc.LstmCoreError, match=r"'rnn' has no direct road.*, gru, lstm"):
            reading(t, 0)
