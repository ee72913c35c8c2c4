"""The LSTM cell whose gates look at c: one more weight for each gate of a unit."""

from typing import NamedTuple

import numpy as np

from ..arrays import Array, Hold, free, sigmoid
from ._cell import Road, Terms, affine, affine_back, affine_shapes, affine_terms, blocks, rows
from .lstm import State, written

paper = (
    "Gers & Schmidhuber (2000), Recurrent Nets that Time and Count; Gers, Schraudolph & "
    "Schmidhuber (2002), Learning Precise Timing with LSTM Recurrent Networks"
)
BLOCKS = ("i", "f", "g", "o")
SIGNALS = ("i", "f", "g", "c", "o", "h")
GATES = ("i", "f", "o")
PREACTIVATIONS = {"i": "a_i", "f": "a_f", "g": "a_g", "o": "a_o"}
equations = {
    "a_i": "a_i = W_i x + U_i h_before + w_ci ⊙ c_before + b_i",
    "a_f": "a_f = W_f x + U_f h_before + w_cf ⊙ c_before + b_f",
    "a_g": "a_g = W_g x + U_g h_before + b_g",
    "i": "i = σ(a_i)",
    "f": "f = σ(a_f)",
    "g": "g = tanh(a_g)",
    "c": "c = f ⊙ c_before + i ⊙ g",
    "a_o": "a_o = W_o x + U_o h_before + w_co ⊙ c + b_o",
    "o": "o = σ(a_o)",
    "tanh_c": "tanh_c = tanh(c)",
    "h": "h = o ⊙ tanh_c",
}


class Params(NamedTuple):
    """Weights with row blocks i, f, g, o, and the peepholes: a gate sees the c of its own unit."""

    weight_ih: Array  # (4H, D)
    weight_hh: Array  # (4H, H)
    bias: Array  # (4H,)
    weight_ci: Array  # (H,)
    weight_cf: Array  # (H,)
    weight_co: Array  # (H,)


class Steps(NamedTuple):
    """Every intermediate value, in order of computation. Each (T, *batch, H) in a trace."""

    a_i: Array
    a_f: Array
    a_g: Array
    i: Array
    f: Array
    g: Array
    c: Array
    a_o: Array
    o: Array
    tanh_c: Array
    h: Array


ROAD = Road(memory="c", keep="f", written=written)


def shapes(input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of every field of Params."""
    peepholes = dict.fromkeys(("weight_ci", "weight_cf", "weight_co"), (hidden_size,))
    return {**affine_shapes(4, input_size, hidden_size), **peepholes}


def step(params: Params, x: Array, before: State, hold: Hold = free) -> Steps:
    """Advance the LSTM with peepholes by one time step and keep every intermediate value.

    Gers & Schmidhuber (2000) and Gers, Schraudolph & Schmidhuber (2002), in torch's notation:

        i = σ(W_i x + U_i h_before + w_ci ⊙ c_before + b_i)    how much to write
        f = σ(W_f x + U_f h_before + w_cf ⊙ c_before + b_f)    how much to keep
        g = tanh(W_g x + U_g h_before + b_g)                   what to write
        c = f ⊙ c_before + i ⊙ g
        o = σ(W_o x + U_o h_before + w_co ⊙ c + b_o)           how much to show
        h = o ⊙ tanh(c)

    Shapes: x (*batch, D); before and every field of the result (*batch, H).
    Trap: o sees the new c, i and f see the old one.
    `hold` replaces the value of a signal where an edit holds it; what comes later sees that value.
    """
    a = affine(params.weight_ih, x, params.bias) + affine(params.weight_hh, before.h)
    a_i, a_f, a_g, a_o = blocks(a, 4)
    a_i = a_i + params.weight_ci * before.c
    a_f = a_f + params.weight_cf * before.c
    i = hold("i", sigmoid(a_i))
    f = hold("f", sigmoid(a_f))
    g = hold("g", np.tanh(a_g))
    c = hold("c", f * before.c + i * g)
    a_o = a_o + params.weight_co * c
    o = hold("o", sigmoid(a_o))
    tanh_c = np.tanh(c)
    h = hold("h", o * tanh_c)
    return Steps(a_i, a_f, a_g, i, f, g, c, a_o, o, tanh_c, h)


def step_back(
    params: Params, before: State, now: Steps, d: State, hold: Hold = free
) -> tuple[Steps, State]:
    """Carry the gradient `d` of (h, c) back through one step.

    Werbos (1990), Backpropagation Through Time. With d_s = ∂L/∂s:

        d_o = d_h ⊙ tanh(c)
        d_c = d_c(from the next step) + d_h ⊙ o ⊙ (1 - tanh²(c)) + d_a_o ⊙ w_co
        d_i = d_c ⊙ g,  d_f = d_c ⊙ c_before,  d_g = d_c ⊙ i
        d_h_before = Uᵀ d_a,  d_c_before = d_c ⊙ f + d_a_i ⊙ w_ci + d_a_f ⊙ w_cf

    The papers cut the gradient at the peepholes; here it is whole.
    `hold` sets the gradient of a held signal to 0: its computed value was thrown away.
    """
    d_h = hold("h", d.h)
    d_o = hold("o", d_h * now.tanh_c)
    d_a_o = d_o * now.o * (1 - now.o)
    d_tanh_c = d_h * now.o
    d_c = hold("c", d.c + d_tanh_c * (1 - now.tanh_c**2) + d_a_o * params.weight_co)
    d_i = hold("i", d_c * now.g)
    d_f = hold("f", d_c * before.c)
    d_g = hold("g", d_c * now.i)
    d_a_i = d_i * now.i * (1 - now.i)
    d_a_f = d_f * now.f * (1 - now.f)
    d_a_g = d_g * (1 - now.g**2)
    d_a = np.concatenate([d_a_i, d_a_f, d_a_g, d_a_o], axis=-1)
    d_before = State(
        h=d_a @ params.weight_hh,
        c=d_c * now.f + d_a_i * params.weight_ci + d_a_f * params.weight_cf,
    )
    return Steps(d_a_i, d_a_f, d_a_g, d_i, d_f, d_g, d_c, d_a_o, d_o, d_tanh_c, d_h), d_before


def params_back(
    params: Params, x: Array, before: State, now: Steps, d: Steps
) -> tuple[Params, Array]:
    """Sum the gradients of all steps into the gradient of the weights and of x."""
    d_a = np.concatenate([d.a_i, d.a_f, d.a_g, d.a_o], axis=-1)
    seen = ((d.a_i, before.c), (d.a_f, before.c), (d.a_o, now.c))
    peepholes = [rows(d_gate * c).sum(axis=0) for d_gate, c in seen]
    return Params(*affine_back(x, before.h, d_a), *peepholes), d_a @ params.weight_ih


def terms(params: Params, signal: str, unit: int, x: Array, before: State, now: Steps) -> Terms:
    """Take the pre-activation of `signal` of one unit apart; i and f see c_before, o sees c."""
    seen = affine_terms(params, BLOCKS.index(signal) * len(before.h) + unit, x, before.h)
    if signal == "g":
        return seen
    c = now.c if signal == "o" else before.c
    return seen._replace(cell=float(getattr(params, f"weight_c{signal}")[unit] * c[unit]))
