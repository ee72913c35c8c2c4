"""The gated recurrent unit with the reset gate behind the matrix, as in `torch.nn.GRU`."""

from typing import NamedTuple

import numpy as np

from ..arrays import Array, Hold, free, sigmoid
from ._cell import Road, Terms, affine, blocks, outer_sum

paper = (
    "Cho et al. (2014), Learning Phrase Representations using RNN Encoder-Decoder; reset gate "
    "after the recurrent matrix, as in torch and cuDNN"
)
BLOCKS = ("r", "z", "n")
SIGNALS = ("r", "z", "n", "h")
GATES = ("r", "z")
PREACTIVATIONS = {"r": "a_r", "z": "a_z", "n": "a_n"}
equations = {
    "a_r": "a_r = W_r x + U_r h_before + b_r",
    "a_z": "a_z = W_z x + U_z h_before + b_z",
    "r": "r = σ(a_r)",
    "z": "z = σ(a_z)",
    "a_hn": "a_hn = U_n h_before + b_hn",
    "a_n": "a_n = W_n x + b_n + r ⊙ a_hn",
    "n": "n = tanh(a_n)",
    "h": "h = (1 - z) ⊙ n + z ⊙ h_before",
}


class Params(NamedTuple):
    """Weights with row blocks r, z, n.

    For r and z `bias` is torch's bias_ih + bias_hh. For n it is bias_ih alone: torch's bias_hh
    of the n block stands inside the reset product and is `bias_hn`.
    """

    weight_ih: Array  # (3H, D)
    weight_hh: Array  # (3H, H)
    bias: Array  # (3H,)
    bias_hn: Array  # (H,)


class State(NamedTuple):
    """What one step hands to the next. (*batch, H)."""

    h: Array


class Steps(NamedTuple):
    """Every intermediate value, in order of computation. Each (T, *batch, H) in a trace."""

    a_r: Array
    a_z: Array
    r: Array
    z: Array
    a_hn: Array
    a_n: Array
    n: Array
    h: Array


def written(now: Steps) -> Array:
    """Return what a step adds to h."""
    return (1 - now.z) * now.n


ROAD = Road(memory="h", keep="z", written=written)


def shapes(input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of every field of Params."""
    rows = 3 * hidden_size
    return {
        "weight_ih": (rows, input_size),
        "weight_hh": (rows, hidden_size),
        "bias": (rows,),
        "bias_hn": (hidden_size,),
    }


def step(params: Params, x: Array, before: State, hold: Hold = free) -> Steps:
    """Advance the GRU by one time step and keep every intermediate value.

    Cho et al. (2014), in the form of `torch.nn.GRU`:

        r = σ(W_r x + U_r h_before + b_r)                    how much of the past the candidate sees
        z = σ(W_z x + U_z h_before + b_z)                    how much to keep
        n = tanh(W_n x + b_n + r ⊙ (U_n h_before + b_hn))    what to write
        h = (1 - z) ⊙ n + z ⊙ h_before

    Shapes: x (*batch, D); before.h and every field of the result (*batch, H).
    Traps: r multiplies after U_n (the paper multiplies before); z = 1 keeps (in the paper's first
    version too, but many textbooks swap z and 1 - z).
    `hold` replaces the value of a signal where an edit holds it.
    """
    from_x = blocks(affine(params.weight_ih, x, params.bias), 3)
    from_h = blocks(affine(params.weight_hh, before.h), 3)
    a_r = from_x[0] + from_h[0]
    a_z = from_x[1] + from_h[1]
    r = hold("r", sigmoid(a_r))
    z = hold("z", sigmoid(a_z))
    a_hn = from_h[2] + params.bias_hn
    a_n = from_x[2] + r * a_hn
    n = hold("n", np.tanh(a_n))
    h = hold("h", (1 - z) * n + z * before.h)
    return Steps(a_r, a_z, r, z, a_hn, a_n, n, h)


def step_back(
    params: Params, before: State, now: Steps, d: State, hold: Hold = free
) -> tuple[Steps, State]:
    """Carry the gradient `d` of h back through one step.

    Werbos (1990), Backpropagation Through Time. With d_s = ∂L/∂s:

        d_z = d_h ⊙ (h_before - n),  d_n = d_h ⊙ (1 - z),  d_a_n = d_n ⊙ (1 - n²)
        d_r = d_a_n ⊙ a_hn,  d_a_hn = d_a_n ⊙ r
        d_h_before = d_h ⊙ z + U_rᵀ d_a_r + U_zᵀ d_a_z + U_nᵀ d_a_hn

    `hold` sets the gradient of a held signal to 0: its computed value was thrown away.
    """
    d_h = hold("h", d.h)
    d_z = hold("z", d_h * (before.h - now.n))
    d_n = hold("n", d_h * (1 - now.z))
    d_a_n = d_n * (1 - now.n**2)
    d_a_hn = d_a_n * now.r
    d_r = hold("r", d_a_n * now.a_hn)
    d_a_r = d_r * now.r * (1 - now.r)
    d_a_z = d_z * now.z * (1 - now.z)
    through_u = np.concatenate([d_a_r, d_a_z, d_a_hn], axis=-1) @ params.weight_hh
    d_before = State(h=d_h * now.z + through_u)
    return Steps(d_a_r, d_a_z, d_r, d_z, d_a_hn, d_a_n, d_n, d_h), d_before


def params_back(
    params: Params, x: Array, before: State, now: Steps, d: Steps
) -> tuple[Params, Array]:
    """Sum the gradients of all steps into the gradient of the weights and of x."""
    d_from_x = np.concatenate([d.a_r, d.a_z, d.a_n], axis=-1)
    d_from_h = np.concatenate([d.a_r, d.a_z, d.a_hn], axis=-1)
    d_params = Params(
        outer_sum(d_from_x, x),
        outer_sum(d_from_h, before.h),
        d_from_x.reshape(-1, d_from_x.shape[-1]).sum(axis=0),
        d.a_hn.reshape(-1, d.a_hn.shape[-1]).sum(axis=0),
    )
    return d_params, d_from_x @ params.weight_ih


def terms(params: Params, signal: str, unit: int, x: Array, before: State, now: Steps) -> Terms:
    """Take the pre-activation of `signal` of one unit apart into W·x, U·h_before and the bias.

    For n the reset gate has already acted: the terms of the units are r ⊙ (U_n h_before) and the
    bias is b_n + r·b_hn.
    """
    row = BLOCKS.index(signal) * len(before.h) + unit
    units, bias = params.weight_hh[row] * before.h, float(params.bias[row])
    if signal == "n":
        r = float(now.r[unit])
        units, bias = r * units, bias + r * float(params.bias_hn[unit])
    return Terms(params.weight_ih[row] * x, units, bias)
