"""The LSTM backward pass with the gradient of every intermediate value, as fast as NumPy can.

Everything that does not depend on the gradient from above is computed for many steps at once. With
the local derivatives in the order

    [ ∂c/∂h | ∂a_o/∂h | ∂a_i ∂a_f ∂a_g | f ]        f = ∂c_before/∂c

one step back is three multiplications that turn these blocks in place into the gradients

    [ d_c   | d_a_o   | d_a_i d_a_f d_a_g | d_c_before ]

and one product with Wᵀ, which gives the gradients of x_t and h_{t-1} together.
"""

from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Array, batch_last
from ..cells.lstm import Params, State, Steps

if TYPE_CHECKING:
    from .lstm import Plan

COLUMNS_AT_ONCE = 640
SMALL = 2**15  # numbers of a product
IN_CACHE = 2**18  # numbers: 1 MB of float32


def backward(plan: "Plan", d_h: Array, d_last: State) -> tuple[Steps, Params, Array, State]:
    """Carry d_h (T, *batch, H) and the gradient of the last state back through a finished plan."""
    n, d, tail = plan.hidden_size, plan.input_size, plan.s.shape[2:]
    d_a = np.empty((plan.length, 6 * n, *tail), plan.s.dtype)  # the blocks above
    d_s = np.empty((plan.length, 5 * n, *tail), plan.s.dtype)  # o, tanh_c, i, f, g
    d_v = np.empty((plan.length + 1, d + n, *tail), plan.s.dtype)  # x | h_before
    d_hs = np.array(batch_last(d_h), order="C")
    d_v[-1, d:] = d_last.h.T
    d_c, weight = d_last.c.T, for_product(_transposed(plan.params), d_v)
    for some in reversed(plan.runs_of_steps):
        local_derivatives(d_a[some], plan.s[some], plan.tanh_c[some])
        d_c = _loop(weight, d_a[some], d_hs[some], d_v[some.start : some.stop + 1], d_c)
        _products(d_s[some], d_a[some], d_hs[some], plan.s[some], plan.tanh_c[some])
    d_o, d_tanh_c, d_i, d_f, d_g = public_blocks(d_s, n)
    d_cs, d_a_o, d_a_i, d_a_f, d_a_g, _ = public_blocks(d_a, n)
    d_h = batch_last(d_hs)
    steps = Steps(d_a_i, d_a_f, d_a_g, d_a_o, d_i, d_f, d_g, d_o, d_cs, d_tanh_c, d_h)
    return steps, _params(plan, d_a), batch_last(d_v[:-1, :d]), State(d_v[0, d:].T, d_c.T)


def local_derivatives(k: Array, s: Array, tanh_c: Array) -> None:
    n, one = tanh_c.shape[1], s.dtype.type(1)
    o, i, g = s[:, :n], s[:, n : 2 * n], s[:, 3 * n : 4 * n]
    c_h, a_o, i_f, a_g = k[:, :n], k[:, n : 2 * n], k[:, 2 * n : 4 * n], k[:, 4 * n : 5 * n]
    np.multiply(tanh_c, tanh_c, c_h)
    np.subtract(one, c_h, c_h)
    c_h *= o
    gates = k[:, n : 4 * n]  # σ' = σ (1 - σ) of o i f
    np.subtract(one, s[:, : 3 * n], gates)
    gates *= s[:, : 3 * n]
    a_o *= tanh_c
    i_f *= s[:, 3 * n :]  # g, c_before
    np.multiply(g, g, a_g)
    np.subtract(one, a_g, a_g)
    a_g *= i
    k[:, 5 * n :] = s[:, 2 * n : 3 * n]


def _loop(weight: Array, d_a: Array, d_hs: Array, d_v: Array, d_c_next: Array) -> Array:
    """Turn the local derivatives into gradients; return the gradient of the first c_before."""
    n = d_hs.shape[1]
    d = weight.shape[0] - n
    dot, add, multiply = np.dot, np.add, np.multiply
    blocks = d_a.reshape(len(d_a), 6, n, *d_a.shape[2:])[:, 2:]
    views = zip(
        d_hs[::-1],
        d_v[:0:-1, d:],  # d_h from the next step
        d_a[::-1, :n],  # d_c
        d_a[::-1, n : 2 * n],  # d_a_o
        blocks[::-1],  # d_a_i, d_a_f, d_a_g, d_c_before
        d_a[::-1, n : 5 * n],
        d_a[::-1, 5 * n :],  # d_c_before
        d_v[-2::-1],
        strict=True,
    )
    for d_h, d_h_next, d_c, d_a_o, by_c, d_a_t, d_c_before, d_v_t in views:
        add(d_h, d_h_next, d_h)
        multiply(d_c, d_h, d_c)
        multiply(d_a_o, d_h, d_a_o)
        add(d_c, d_c_next, d_c)
        multiply(by_c, d_c, by_c)
        dot(weight, d_a_t, d_v_t)
        d_c_next = d_c_before
    return d_c_next


def _products(d_s: Array, d_a: Array, d_hs: Array, s: Array, tanh_c: Array) -> None:
    """Fill in the gradients of o, tanh_c, i, f, g: no later step needs them."""
    n, d_c = d_hs.shape[1], d_a[:, : d_hs.shape[1]]
    np.multiply(d_hs, tanh_c, d_s[:, :n])
    np.multiply(d_hs, s[:, :n], d_s[:, n : 2 * n])
    np.multiply(d_c, s[:, 3 * n : 4 * n], d_s[:, 2 * n : 3 * n])
    np.multiply(d_c, s[:, 4 * n :], d_s[:, 3 * n : 4 * n])
    np.multiply(d_c, s[:, n : 2 * n], d_s[:, 4 * n :])


def public_blocks(rows: Array, hidden_size: int) -> list[Array]:
    """Cut (T, count·H, *batch) into `count` views (T, *batch, H)."""
    rows = batch_last(rows)
    return [rows[..., k : k + hidden_size] for k in range(0, rows.shape[-1], hidden_size)]


def _params(plan: "Plan", d_a: Array) -> Params:
    """Sum d_a ⊗ [x | 1 | h_before] over time and batch: all weights in one product."""
    n, d = plan.hidden_size, plan.input_size
    by_row, v = d_a[:, n : 5 * n], plan.v[:-1]
    total = by_row.T @ v if v.ndim == 2 else summed_products(by_row, v)
    weight = np.concatenate((total[n:], total[:n]))  # o i f g -> i f g o
    return Params(weight[:, :d], weight[:, d + 1 :], weight[:, d])


def summed_products(a: Array, b: Array) -> Array:
    """Return Σ_t a_t b_tᵀ for (T, N, B) and (T, M, B).

    Small products are made apart and added up. Large ones run faster laid side by side, some steps
    at a time: one long product, but of no more than stays in the processor's cache.
    """
    if a.shape[2] == 1:
        return a[..., 0].T @ b[..., 0]
    total = np.zeros((a.shape[1], b.shape[1]), a.dtype)
    if total.size <= SMALL:
        count = IN_CACHE // total.size
        for t in range(0, len(a), count):
            total += np.matmul(a[t : t + count], b[t : t + count].transpose(0, 2, 1)).sum(axis=0)
        return total
    count = max(1, COLUMNS_AT_ONCE // a.shape[2])
    for t in range(0, len(a), count):
        sides = (rows[t : t + count].transpose(1, 0, 2) for rows in (a, b))
        left, right = (np.reshape(side, (side.shape[0], -1)) for side in sides)
        total += left @ right.T
    return total


def _transposed(params: Params) -> Array:
    """Return [W_ih | W_hh]ᵀ with column blocks o, i, f, g."""
    n, d = params.weight_hh.shape[1], params.weight_ih.shape[1]
    weight = np.empty((d + n, 4 * n), params.weight_hh.dtype)
    for to, of in ((weight[:d], params.weight_ih), (weight[d:], params.weight_hh)):
        np.concatenate((of[3 * n :].T, of[: 3 * n].T), axis=1, out=to)
    return weight


def for_product(weight: Array, vectors: Array) -> Array:
    """Return `weight` in the memory order in which its product with `vectors[t]` is fastest.

    With a single vector BLAS runs down the columns; with many it prefers rows.
    """
    single = vectors.ndim == 2 or vectors.shape[2] == 1
    return np.asfortranarray(weight) if single else weight
