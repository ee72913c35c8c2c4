"""The LSTM cell with one gate for keeping and writing: what it writes is what it forgets."""

from typing import NamedTuple

import numpy as np

from ..arrays import Array, Hold, free, sigmoid
from ._cell import Road, Terms, affine, affine_back, affine_shapes, affine_terms, blocks
from .lstm import State, written

paper = "Greff et al. (2017), LSTM: A Search Space Odyssey, variant CIFG; without peepholes"
BLOCKS = ("f", "g", "o")
SIGNALS = ("f", "i", "g", "o", "c", "h")
GATES = ("f", "i", "o")
PREACTIVATIONS = {"f": "a_f", "g": "a_g", "o": "a_o"}
equations = {
    "a_f": "a_f = W_f x + U_f h_before + b_f",
    "a_g": "a_g = W_g x + U_g h_before + b_g",
    "a_o": "a_o = W_o x + U_o h_before + b_o",
    "f": "f = σ(a_f)",
    "i": "i = 1 - f",
    "g": "g = tanh(a_g)",
    "o": "o = σ(a_o)",
    "c": "c = f ⊙ c_before + i ⊙ g",
    "tanh_c": "tanh_c = tanh(c)",
    "h": "h = o ⊙ tanh_c",
}


class Params(NamedTuple):
    """Weights with row blocks f, g, o. The input gate has none: it is 1 - f."""

    weight_ih: Array  # (3H, D)
    weight_hh: Array  # (3H, H)
    bias: Array  # (3H,)


class Steps(NamedTuple):
    """Every intermediate value, in order of computation. Each (T, *batch, H) in a trace."""

    a_f: Array
    a_g: Array
    a_o: Array
    f: Array
    i: Array
    g: Array
    o: Array
    c: Array
    tanh_c: Array
    h: Array


ROAD = Road(memory="c", keep="f", written=written)


def shapes(input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of every field of Params."""
    return affine_shapes(3, input_size, hidden_size)


def step(params: Params, x: Array, before: State, hold: Hold = free) -> Steps:
    """Advance the coupled LSTM by one time step and keep every intermediate value.

    Greff et al. (2017), coupled input and forget gate, in torch's notation:

        f = σ(W_f x + U_f h_before + b_f)        how much to keep
        i = 1 - f                                how much to write
        g = tanh(W_g x + U_g h_before + b_g)     what to write
        o = σ(W_o x + U_o h_before + b_o)        how much to show
        c = f ⊙ c_before + i ⊙ g
        h = o ⊙ tanh(c)

    c is a mean of what was and what comes, so from |c| ≤ 1 it never leaves that range.

    Shapes: x (*batch, D); before and every field of the result (*batch, H).
    `hold` replaces the value of a signal where an edit holds it; what comes later sees that value.
    So i follows a held f, and a held i is cut off from f: then the two are no longer coupled.
    """
    a = affine(params.weight_ih, x, params.bias) + affine(params.weight_hh, before.h)
    a_f, a_g, a_o = blocks(a, 3)
    f = hold("f", sigmoid(a_f))
    i = hold("i", 1 - f)
    g = hold("g", np.tanh(a_g))
    o = hold("o", sigmoid(a_o))
    c = hold("c", f * before.c + i * g)
    tanh_c = np.tanh(c)
    h = hold("h", o * tanh_c)
    return Steps(a_f, a_g, a_o, f, i, g, o, c, tanh_c, h)


def step_back(
    params: Params, before: State, now: Steps, d: State, hold: Hold = free
) -> tuple[Steps, State]:
    """Carry the gradient `d` of (h, c) back through one step.

    Werbos (1990), Backpropagation Through Time. With d_s = ∂L/∂s:

        d_c = d_c(from the next step) + d_h ⊙ o ⊙ (1 - tanh²(c))
        d_i = d_c ⊙ g,  d_f = d_c ⊙ c_before - d_i,  d_g = d_c ⊙ i,  d_o = d_h ⊙ tanh(c)
        d_h_before = Uᵀ d_a,  d_c_before = d_c ⊙ f

    `hold` sets the gradient of a held signal to 0: its computed value was thrown away.
    """
    d_h = hold("h", d.h)
    d_o = hold("o", d_h * now.tanh_c)
    d_tanh_c = d_h * now.o
    d_c = hold("c", d.c + d_tanh_c * (1 - now.tanh_c**2))
    d_g = hold("g", d_c * now.i)
    d_i = hold("i", d_c * now.g)
    d_f = hold("f", d_c * before.c - d_i)
    d_a_f = d_f * now.f * (1 - now.f)
    d_a_g = d_g * (1 - now.g**2)
    d_a_o = d_o * now.o * (1 - now.o)
    d_a = np.concatenate([d_a_f, d_a_g, d_a_o], axis=-1)
    d_before = State(h=d_a @ params.weight_hh, c=d_c * now.f)
    return Steps(d_a_f, d_a_g, d_a_o, d_f, d_i, d_g, d_o, d_c, d_tanh_c, d_h), d_before


def params_back(
    params: Params, x: Array, before: State, now: Steps, d: Steps
) -> tuple[Params, Array]:
    """Sum the gradients of all steps into the gradient of the weights and of x."""
    d_a = np.concatenate([d.a_f, d.a_g, d.a_o], axis=-1)
    return Params(*affine_back(x, before.h, d_a)), d_a @ params.weight_ih


def terms(params: Params, signal: str, unit: int, x: Array, before: State, now: Steps) -> Terms:
    """Take the pre-activation of `signal` of one unit apart into W·x, U·h_before and the bias."""
    return affine_terms(params, BLOCKS.index(signal) * len(before.h) + unit, x, before.h)
