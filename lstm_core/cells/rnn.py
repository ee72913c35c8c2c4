"""The plain recurrent cell with tanh, as in `torch.nn.RNN`."""

from typing import NamedTuple

import numpy as np

from ..arrays import Array, Hold, free
from ._cell import Terms, affine, affine_back, affine_shapes, affine_terms

paper = "Elman (1990), Finding Structure in Time"
BLOCKS = ("h",)
SIGNALS = ("h",)
GATES = ()
ROAD = None  # nothing is kept: h is computed anew at every step
PREACTIVATIONS = {"h": "a_h"}
equations = {"a_h": "a_h = W x + U h_before + b", "h": "h = tanh(a_h)"}


class Params(NamedTuple):
    """Weights. `bias` is torch's bias_ih + bias_hh."""

    weight_ih: Array  # (H, D)
    weight_hh: Array  # (H, H)
    bias: Array  # (H,)


class State(NamedTuple):
    """What one step hands to the next. (*batch, H)."""

    h: Array


class Steps(NamedTuple):
    """Every intermediate value, in order of computation. Each (T, *batch, H) in a trace."""

    a_h: Array
    h: Array


def shapes(input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of every field of Params."""
    return affine_shapes(1, input_size, hidden_size)


def step(params: Params, x: Array, before: State, hold: Hold = free) -> Steps:
    """Advance the plain recurrent cell by one time step and keep every intermediate value.

    Elman (1990), with tanh as in `torch.nn.RNN`:

        h = tanh(W x + U h_before + b)

    Shapes: x (*batch, D); before.h and every field of the result (*batch, H).
    `hold` replaces the value of a signal where an edit holds it.
    """
    a_h = affine(params.weight_ih, x, params.bias) + affine(params.weight_hh, before.h)
    h = hold("h", np.tanh(a_h))
    return Steps(a_h, h)


def step_back(
    params: Params, before: State, now: Steps, d: State, hold: Hold = free
) -> tuple[Steps, State]:
    """Carry the gradient `d` of h back through one step.

    Werbos (1990), Backpropagation Through Time. With d_s = ∂L/∂s:

        d_a = d_h ⊙ (1 - h²),  d_h_before = Uᵀ d_a

    `hold` sets the gradient of a held signal to 0: its computed value was thrown away.
    """
    d_h = hold("h", d.h)
    d_a_h = d_h * (1 - now.h**2)
    return Steps(d_a_h, d_h), State(h=d_a_h @ params.weight_hh)


def params_back(
    params: Params, x: Array, before: State, now: Steps, d: Steps
) -> tuple[Params, Array]:
    """Sum the gradients of all steps into the gradient of the weights and of x."""
    return Params(*affine_back(x, before.h, d.a_h)), d.a_h @ params.weight_ih


def terms(params: Params, signal: str, unit: int, x: Array, before: State, now: Steps) -> Terms:
    """Take the pre-activation of one unit apart into W·x, U·h_before and the bias."""
    return affine_terms(params, unit, x, before.h)
