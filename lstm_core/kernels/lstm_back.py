"""The LSTM backward pass with the gradient of every intermediate value, as fast as NumPy can.

Everything that does not depend on the gradient from above is computed for all steps at once. With
the local derivatives in the order

    [ ∂c/∂h | ∂a_o/∂h | ∂a_i ∂a_f ∂a_g | f ]        f = ∂c_before/∂c

one step back is two multiplications that turn these blocks in place into the gradients

    [ d_c   | d_a_o   | d_a_i d_a_f d_a_g | d_c_before ]

and one product with Wᵀ, which gives the gradients of x_t and h_{t-1} together.
"""

from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Array, batch_last
from ..cells.lstm import Params, State, Steps

if TYPE_CHECKING:
    from .lstm import Plan


def backward(plan: "Plan", d_h: Array, d_last: State) -> tuple[Steps, Params, Array, State]:
    """Carry d_h (T, *batch, H) and the gradient of the last state back through a finished plan."""
    n, d = plan.hidden_size, plan.input_size
    d_a = _local_derivatives(plan)  # becomes the gradients, step by step
    d_hs = np.array(batch_last(d_h), order="C")
    d_v = np.empty((plan.length + 1, d + n, *d_a.shape[2:]), d_a.dtype)  # of x | h_before
    d_v[-1, d:] = d_last.h.T
    _loop(plan, d_a, d_hs, d_v, d_last.c.T)
    d_start_c = d_a[0, 5 * n :].T if plan.length else d_last.c
    start = State(d_v[0, d:].T, d_start_c)
    return _steps(plan, d_a, d_hs), _params(plan, d_a), batch_last(d_v[:-1, :d]), start


def _local_derivatives(plan: "Plan") -> Array:
    n = plan.hidden_size
    s, tanh_c = plan.s[:-1], plan.tanh_c
    o, i, g = s[:, :n], s[:, n : 2 * n], s[:, 3 * n : 4 * n]
    k = np.empty((plan.length, 6 * n, *s.shape[2:]), s.dtype)
    c_h, a_o, i_f, a_g = k[:, :n], k[:, n : 2 * n], k[:, 2 * n : 4 * n], k[:, 4 * n : 5 * n]
    np.multiply(tanh_c, tanh_c, c_h)
    np.subtract(1, c_h, c_h)
    c_h *= o
    gates = k[:, n : 4 * n]  # σ' = σ (1 - σ) of o i f
    np.subtract(1, s[:, : 3 * n], gates)
    gates *= s[:, : 3 * n]
    a_o *= tanh_c
    i_f *= s[:, 3 * n :]  # g, c_before
    np.multiply(g, g, a_g)
    np.subtract(1, a_g, a_g)
    a_g *= i
    k[:, 5 * n :] = s[:, 2 * n : 3 * n]
    return k


def _loop(plan: "Plan", d_a: Array, d_hs: Array, d_v: Array, d_c_last: Array) -> None:
    n, d = plan.hidden_size, plan.input_size
    dot, add, multiply = np.dot, np.add, np.multiply
    weight = _transposed(plan.params)
    blocks = d_a.reshape(plan.length, 6, n, *d_a.shape[2:])
    views = zip(
        d_hs,
        d_v[1:, d:],  # d_h from the next step
        d_a[:, :n],  # d_c
        blocks[:, :2],  # d_c, d_a_o
        blocks[:, 2:],  # d_a_i, d_a_f, d_a_g, d_c_before
        d_a[:, n : 5 * n],
        d_a[:, 5 * n :],  # d_c_before
        d_v[:-1],
        strict=True,
    )
    d_c_next = d_c_last
    for d_h, d_h_next, d_c, by_h, by_c, d_a_t, d_c_before, d_v_t in reversed(list(views)):
        add(d_h, d_h_next, d_h)
        multiply(by_h, d_h, by_h)
        add(d_c, d_c_next, d_c)
        multiply(by_c, d_c, by_c)
        dot(weight, d_a_t, d_v_t)
        d_c_next = d_c_before


def _steps(plan: "Plan", d_a: Array, d_hs: Array) -> Steps:
    n = plan.hidden_size
    s, d_c = plan.s[:-1], d_a[:, :n]
    d_s = np.empty((plan.length, 5 * n, *d_a.shape[2:]), d_a.dtype)
    d_o, d_tanh_c, d_i, d_f, d_g = (d_s[:, k * n : (k + 1) * n] for k in range(5))
    np.multiply(d_hs, plan.tanh_c, d_o)
    np.multiply(d_hs, s[:, :n], d_tanh_c)
    np.multiply(d_c, s[:, 3 * n : 4 * n], d_i)
    np.multiply(d_c, s[:, 4 * n :], d_f)
    np.multiply(d_c, s[:, n : 2 * n], d_g)
    d_a_o, d_a_i, d_a_f, d_a_g = (d_a[:, k * n : (k + 1) * n] for k in range(1, 5))
    in_order = (d_a_i, d_a_f, d_a_g, d_a_o, d_i, d_f, d_g, d_o, d_c, d_tanh_c, d_hs)
    return Steps(*(batch_last(a) for a in in_order))


def _params(plan: "Plan", d_a: Array) -> Params:
    """Sum d_a ⊗ [x | 1 | h_before] over time and batch: all weights in one product."""
    n, d = plan.hidden_size, plan.input_size
    by_row, v = d_a[:, n : 5 * n], plan.v[:-1]
    if v.ndim == 3:
        total = np.tensordot(by_row, v, axes=((0, 2), (0, 2)))
    else:
        total = by_row.T @ v
    weight = np.empty_like(total)
    weight[: 3 * n], weight[3 * n :] = total[n:], total[:n]  # o i f g -> i f g o
    return Params(weight[:, :d], weight[:, d + 1 :], weight[:, d])


def _transposed(params: Params) -> Array:
    """Return [W_ih | W_hh]ᵀ with column blocks o, i, f, g."""
    n, d = params.weight_hh.shape[1], params.weight_ih.shape[1]
    weight = np.empty((d + n, 4 * n), params.weight_hh.dtype)
    for to, of in ((weight[:d], params.weight_ih), (weight[d:], params.weight_hh)):
        to[:, :n], to[:, n:] = of[3 * n :].T, of[: 3 * n].T
    return weight
