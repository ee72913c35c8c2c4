"""The contract of a cell: what a file in this folder defines.

A cell is a module of plain functions. `step` is the specification, in the letters of the field;
everything else in the package (traces, gradients, kernels) is checked against it.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np

from ..arrays import Array, Hold


class Terms(NamedTuple):
    """The signed terms whose sum is the pre-activation of one gate of one unit at one step."""

    inputs: Array  # (D,)  W·x, one per input
    units: Array  # (H,)  U·h_before, one per unit
    bias: float
    cell: float = 0.0  # what the unit's own c says through a peephole


class Road(NamedTuple):
    """The direct road through time: memory = keep ⊙ memory before + written."""

    memory: str  # field of State that runs along it
    keep: str | None  # gate that says how much of it stays; None: all of it, always
    written: Callable[[Any], Array]  # Steps -> what a step adds


class Cell(Protocol):
    """A cell: its three bags of arrays, its signals, its equations, its step in both directions."""

    Params: Any  # NamedTuple of weights, torch's names and row blocks
    State: Any  # NamedTuple of what one step hands to the next, torch's order
    Steps: Any  # NamedTuple of every intermediate value, in order of computation
    SIGNALS: tuple[str, ...]  # fields of Steps that can be held: gates, candidate, state
    GATES: tuple[str, ...]  # signals between shut (0) and open (1)
    ROAD: Road | None  # None: the state is computed anew at every step
    BLOCKS: tuple[str, ...]  # order of the row blocks in the weights
    PREACTIVATIONS: Mapping[str, str]  # signal -> field of Steps that goes into its activation
    equations: Mapping[str, str]  # field of Steps -> its equation in the code's letters
    paper: str

    def shapes(self, input_size: int, hidden_size: int) -> Mapping[str, tuple[int, ...]]:
        """Shape of every field of Params."""
        ...

    def step(self, params: Any, x: Array, before: Any, hold: Hold = ...) -> Any:
        """Advance by one time step; return Steps."""
        ...

    def step_back(self, params: Any, before: Any, now: Any, d: Any, hold: Hold = ...) -> Any:
        """Return (Steps of gradients, State of gradients of `before`) from the gradient `d`."""
        ...

    def params_back(
        self, params: Any, x: Array, before: Any, now: Any, d: Any
    ) -> tuple[Any, Array]:
        """Sum the gradients of all steps into (Params, gradient of x)."""
        ...

    def terms(self, params: Any, signal: str, unit: int, x: Array, before: Any, now: Any) -> Terms:
        """Take one pre-activation apart. x (D,), State and Steps of one step, (H,) each."""
        ...


def state_of(cell: Cell, steps: Any) -> Any:
    """Return the State among the intermediate values of a step (or of all steps)."""
    return cell.State(*(getattr(steps, name) for name in cell.State._fields))


def rows(a: Array) -> Array:
    """Lay time and batch, (T, *batch, N), behind one another: (T*batch, N)."""
    return a.reshape(-1, a.shape[-1])


def outer_sum(d: Array, a: Array) -> Array:
    """Return Σ d ⊗ a over time and batch: the gradient of the weight through which `a` went."""
    return rows(d).T @ rows(a)


def affine(weight: Array, a: Array, bias: Array | float = 0.0) -> Array:
    """Return W·a + bias for a of shape (*batch, N)."""
    return a @ weight.T + bias


def affine_shapes(count: int, input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
    """Return the shapes of weight_ih, weight_hh and bias of `count` row blocks."""
    rows = count * hidden_size
    return {"weight_ih": (rows, input_size), "weight_hh": (rows, hidden_size), "bias": (rows,)}


def affine_back(x: Array, h_before: Array, d_a: Array) -> tuple[Array, Array, Array]:
    """Sum the gradient of all pre-activations into those of weight_ih, weight_hh and bias."""
    return outer_sum(d_a, x), outer_sum(d_a, h_before), rows(d_a).sum(axis=0)


def affine_terms(params: Any, row: int, x: Array, h_before: Array) -> Terms:
    """Take row `row` of W·x + U·h_before + bias apart."""
    return Terms(
        params.weight_ih[row] * x, params.weight_hh[row] * h_before, float(params.bias[row])
    )


def blocks(a: Array, count: int) -> list[Array]:
    """Cut the last axis into `count` blocks of hidden_size."""
    return np.split(a, count, axis=-1)
