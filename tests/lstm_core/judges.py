"""What the judges of lstm_core share: random cases, a comparison, hand loops in torch."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from hypothesis import strategies as st

import lstm_core as lc


class Case(NamedTuple):
    """The size of a random case and where its numbers come from."""

    cell: str
    T: int
    B: int | None
    D: int
    H: int
    seed: int

    @property
    def rng(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)

    @property
    def batch(self) -> tuple[int, ...]:
        return () if self.B is None else (self.B,)


def cases(cells: Sequence[str] = tuple(lc.CELLS), shortest: int = 1) -> Any:
    """Draw sizes: hypothesis shrinks them to the smallest that fails."""
    return st.builds(
        Case,
        cell=st.sampled_from(list(cells)),
        T=st.integers(shortest, 7),
        B=st.none() | st.integers(1, 4),
        D=st.integers(1, 5),
        H=st.integers(1, 6),
        seed=st.integers(0, 2**32 - 1),
    )


def random_params(case: Case, rng: np.random.Generator) -> Any:
    kind = lc.CELLS[case.cell]
    shapes = kind.shapes(case.D, case.H)
    return kind.Params(**{name: rng.normal(size=shape) for name, shape in shapes.items()})


def random_state(case: Case, rng: np.random.Generator) -> Any:
    kind = lc.CELLS[case.cell]
    return kind.State(*(rng.normal(size=(*case.batch, case.H)) for _ in kind.State._fields))


def random_x(case: Case, rng: np.random.Generator) -> np.ndarray:
    return rng.normal(size=(case.T, *case.batch, case.D))


def random_d_h(case: Case, rng: np.random.Generator) -> np.ndarray:
    return rng.normal(size=(case.T, *case.batch, case.H))


def clamps(case: Case, rng: np.random.Generator) -> tuple[lc.Clamp, ...]:
    """Hold two random signals over random units and steps."""
    held: list[lc.Clamp] = []
    for signal in rng.choice(lc.CELLS[case.cell].SIGNALS, 2):
        first = int(rng.integers(0, case.T))
        last = None if rng.random() < 0.3 else int(rng.integers(first, case.T))
        units = None if rng.random() < 0.3 else (int(rng.integers(0, case.H)),)
        held.append(lc.Clamp(str(signal), units, first, last, float(rng.normal())))
    return tuple(held)


def assert_close(got: Any, expected: Any, tolerance: float = 1e-12, what: str = "") -> None:
    """Compare to a tolerance relative to the largest entry.

    Where a unit is full, 1 − n² keeps only the last bits of n, in which two libraries may differ;
    times d and x that is some 1e-15, however small the gradient itself.
    """
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape, f"{what}: {got.shape} is not {expected.shape}"
    error = np.abs(got - expected).max(initial=0)
    size = np.abs(expected).max(initial=0)
    assert error <= tolerance * size + 1e-14, f"{what}: off by {error:.2e} of {size:.2e}"


def assert_bags_close(got: Any, expected: Any, tolerance: float = 1e-12) -> None:
    """Compare two NamedTuples field by field."""
    assert got._fields == expected._fields
    for name in got._fields:
        assert_close(getattr(got, name), getattr(expected, name), tolerance, name)


def tensors(bag: Any) -> Any:
    """Return the same NamedTuple of float64 leaves that ask for gradients."""
    return type(bag)(*(torch.tensor(a, dtype=torch.float64, requires_grad=True) for a in bag))


def gradient(leaf: torch.Tensor) -> np.ndarray:
    """Return the gradient of a tensor, zeros if nothing flowed into it."""
    return np.zeros(tuple(leaf.shape)) if leaf.grad is None else leaf.grad.numpy()


def arrays(bag: Any) -> Any:
    """Return the same NamedTuple of the gradients of its tensors."""
    return type(bag)(*map(gradient, bag))


def torch_step(cell: str, p: Any, x: Any, before: Any, hold: Any) -> dict[str, Any]:
    """Compute one step in torch, written anew from the papers: what the judges believe.

    `hold(name, value)` keeps the gradient of the computed value and returns the one that counts.
    """
    n = p.weight_hh.shape[1]
    at_x = (x @ p.weight_ih.T + p.bias).split(n, dim=-1)
    at_h = (before["h"] @ p.weight_hh.T).split(n, dim=-1)
    now: dict[str, Any] = {}

    def let(name: str, value: Any) -> Any:
        now[name] = hold(name, value)
        return now[name]

    if cell == "rnn":
        let("h", torch.tanh(let("a_h", at_x[0] + at_h[0])))
    elif cell in LSTM_GATES:
        pushed = {k: u + v for k, u, v in zip(LSTM_GATES[cell], at_x, at_h, strict=True)}
        lstm_step(pushed, p, before["c"], let)
    else:
        r = let("r", torch.sigmoid(let("a_r", at_x[0] + at_h[0])))
        z = let("z", torch.sigmoid(let("a_z", at_x[1] + at_h[1])))
        a_hn = let("a_hn", at_h[2] + p.bias_hn)
        n_t = let("n", torch.tanh(let("a_n", at_x[2] + r * a_hn)))
        let("h", (1 - z) * n_t + z * before["h"])
    return now


LSTM_GATES = {"lstm": "ifgo", "peephole": "ifgo", "lstm_1997": "igo", "coupled": "fgo"}


def lstm_step(pushed: dict[str, Any], p: Any, c_before: Any, let: Any) -> None:
    """Compute one step of a member of the LSTM family from what x and h push its gates by."""

    def gate(k: str, c: Any) -> Any:
        peephole = getattr(p, f"weight_c{k}", 0)
        return let(k, torch.sigmoid(let(f"a_{k}", pushed[k] + peephole * c)))

    f = gate("f", c_before) if "f" in pushed else 1.0
    i = gate("i", c_before) if "i" in pushed else let("i", 1 - f)
    g = let("g", torch.tanh(let("a_g", pushed["g"])))
    c = let("c", f * c_before + i * g)
    o = gate("o", c)
    let("h", o * let("tanh_c", torch.tanh(c)))
