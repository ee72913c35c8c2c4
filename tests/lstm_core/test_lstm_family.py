"""Each variant is the LSTM where its special case says so, forwards and backwards."""

from typing import Any

import numpy as np
import pytest

import lstm_core as lc
from tests.lstm_core.judges import Case, assert_close, random_d_h, random_params, random_state

LSTM = lc.CELLS["lstm"]
SIZE = {"T": 6, "B": 3, "D": 4, "H": 5, "seed": 2}


def block(params: Any, kind: Any, gate: str, name: str) -> np.ndarray:
    """Return the rows of one gate in one array of weights."""
    hidden_size, k = params.weight_hh.shape[1], kind.BLOCKS.index(gate)
    return getattr(params, name)[k * hidden_size : (k + 1) * hidden_size]


def as_lstm(kind: Any, params: Any, missing: Any) -> Any:
    """Return weights of an LSTM; `missing(name)` makes the rows of the gate that `kind` lacks."""
    return LSTM.Params(
        *(
            np.concatenate(
                [
                    block(params, kind, gate, name) if gate in kind.BLOCKS else missing(name)
                    for gate in LSTM.BLOCKS
                ]
            )
            for name in LSTM.Params._fields
        )
    )


def pair(cell: str, spoil: Any = lambda params: params) -> tuple[Any, Any, Any, Any]:
    case = Case(cell, **SIZE)
    rng = case.rng
    params, start = spoil(random_params(case, rng)), random_state(case, rng)
    return params, start, rng.normal(size=(case.T, case.B or 1, case.D)), random_d_h(case, rng)


def assert_same(one: lc.Trace, two: lc.Trace, d_h: np.ndarray) -> tuple[Any, Any]:
    for name in set(one.steps._fields) & set(two.steps._fields):
        assert_close(getattr(one.steps, name), getattr(two.steps, name), what=name)
    g, known = lc.bptt(one, d_h), lc.bptt(two, d_h)
    assert_close(g.x, known.x)
    for name in ("h", "c"):
        assert_close(getattr(g.start, name), getattr(known.start, name), what=name)
    return g, known


def test_the_cell_of_1997_is_the_lstm_that_always_keeps() -> None:
    kind = lc.CELLS["lstm_1997"]
    params, start, x, d_h = pair("lstm_1997")
    full = as_lstm(kind, params, lambda name: np.ones_like(block(params, kind, "i", name)))
    held = lc.trace("lstm", full, x, LSTM.State(*start), [lc.Clamp("f", value=1.0)])
    g, known = assert_same(lc.trace("lstm_1997", params, x, start), held, d_h)
    for name in params._fields:
        for gate in kind.BLOCKS:
            assert_close(block(g.params, kind, gate, name), block(known.params, LSTM, gate, name))


def test_without_peepholes_it_is_the_lstm() -> None:
    def shut(params: Any) -> Any:
        return params._replace(**dict.fromkeys(PEEPHOLES, np.zeros(5)))

    params, start, x, d_h = pair("peephole", shut)
    plain = lc.trace("lstm", LSTM.Params(*params[:3]), x, LSTM.State(*start))
    g, known = assert_same(lc.trace("peephole", params, x, start), plain, d_h)
    for name in LSTM.Params._fields:
        assert_close(getattr(g.params, name), getattr(known.params, name))


PEEPHOLES = ("weight_ci", "weight_cf", "weight_co")


def test_a_peephole_is_a_weight_from_c_to_the_gates_of_its_own_unit_alone() -> None:
    params, start, x, _ = pair("peephole")
    t = lc.trace("peephole", params, x, start)
    for name in PEEPHOLES:
        changed = getattr(params, name).copy()
        changed[2] += 1.0
        other = lc.trace("peephole", params._replace(**{name: changed}), x, start)
        pushed = f"a_{name[-1]}"
        off = getattr(other.steps, pushed)[0] - getattr(t.steps, pushed)[0]
        seen = (t.steps if name == "weight_co" else t.before).c[0]
        assert_close(off[:, 2], seen[:, 2], what=name)
        assert not np.delete(off, 2, axis=1).any()


def test_coupled_gates_are_the_lstm_whose_input_gate_mirrors_its_forget_gate() -> None:
    """σ(−a) = 1 − σ(a): with W_i = −W_f an LSTM couples its gates by itself."""
    kind = lc.CELLS["coupled"]
    params, start, x, d_h = pair("coupled")
    mirror = as_lstm(kind, params, lambda name: -block(params, kind, "f", name))
    plain = lc.trace("lstm", mirror, x, LSTM.State(*start))
    g, known = assert_same(lc.trace("coupled", params, x, start), plain, d_h)
    for name in params._fields:
        both = block(known.params, LSTM, "f", name) - block(known.params, LSTM, "i", name)
        assert_close(block(g.params, kind, "f", name), both, what=name)


def test_a_held_keep_takes_write_along_and_a_held_write_leaves_keep_alone() -> None:
    params, start, x, _ = pair("coupled")
    kept = lc.trace("coupled", params, x, start, [lc.Clamp("f", value=0.75)])
    assert (kept.steps.i == 0.25).all()
    free = lc.trace("coupled", params, x[:1], start)
    written = lc.trace("coupled", params, x[:1], start, [lc.Clamp("i", value=0.75)])
    assert (written.steps.f == free.steps.f).all()
    assert (written.steps.i == 0.75).all()


@pytest.mark.parametrize("cell", ["coupled", "lstm_1997", "peephole"])
def test_torch_has_no_module_for_it(cell: str) -> None:
    with pytest.raises(lc.UnsupportedModule, match="torch has lstm, gru and rnn"):
        lc.to_torch(lc.random_network(2, cell=cell))
