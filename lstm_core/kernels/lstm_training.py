"""Training passes of the LSTM and its kin: the three ideas of `lstm.py`, and nothing kept for show.

All four cells run as an LSTM; what makes them different lies in the packed weights and in what is
added to the local derivatives:

    lstm_1997   the rows of f are 0 and their bias so large that f is 1 and its derivative 0
    coupled     the rows of i are those of f, negated: 1 - σ(a) = σ(-a)
    peephole    c is added to what pushes a gate; backwards, what a gate saw flows into d_c
"""

from typing import Any, Final

import numpy as np

from ..arrays import Array, batch_last
from ..cells import CELLS
from .lstm_back import local_derivatives, summed_products

ROWS: Final = ("o", "i", "f", "g")
"""The order of the rows inside: σ acts on one contiguous block."""

MIRRORED: Final = {"coupled": {"i": "f"}}
ALWAYS: Final = 1e4  # exp(-1e4) is 0 in every float


class LstmTrainingPlan:
    """The training plan of the LSTM and of what can be packed as one."""

    def __init__(
        self, cell: str, length: int, batch: int, input_size: int, hidden_size: int, dtype: Any
    ) -> None:
        n, d = hidden_size, input_size
        self._cell, self._sizes = CELLS[cell], (n, d)
        self._v = np.ones((length + 1, d + 1 + n, batch), dtype)  # x | 1 | h_before
        self._s = np.empty((length + 1, 5 * n, batch), dtype)  # o i f g | c_before
        self._tanh_c = np.empty((length, n, batch), dtype)
        self._k = np.empty((length, 6 * n, batch), dtype)  # see lstm_back.py
        self._d_h = np.empty((length, n, batch), dtype)  # what arrives from above
        self._d_state = np.empty((2, n, batch), dtype)  # d_h and d_c from the next step
        self._written = np.empty((2 * n, batch), dtype)  # i ⊙ g | f ⊙ c_before
        # Adding an array of ones beats adding the number 1 as long as it is small.
        self._one = np.ones((3 * n, batch) if 3 * n * batch < 2048 else (), dtype)
        self._weight = np.empty((4 * n, d + 1 + n), dtype)
        self._sources = [_source(cell, gate) for gate in ROWS]
        self._forward_views = self._views_forward()
        self._backward_views = self._views_backward()

    def _views_forward(self) -> list[tuple[Array, ...]]:
        n, d = self._sizes
        now = self._s[:-1]
        columns = (
            self._v[:-1],
            now[:, : 4 * n],  # o i f g
            now[:, : 3 * n],  # o i f
            now[:, 3 * n : 4 * n],  # g
            now[:, n : 3 * n],  # i f
            now[:, 3 * n :],  # g c_before
            now[:, :n],  # o
            self._s[1:, 4 * n :],  # c
            self._tanh_c,
            self._v[1:, d + 1 :],  # h
        )
        return list(zip(*columns, strict=True))

    def _views_backward(self) -> list[tuple[Array, ...]]:
        n, _ = self._sizes
        k = self._k.reshape(len(self._k), 6, n, -1)
        columns = (
            self._d_h,
            k[:, :2],  # d_c, d_a_o
            k[:, 0],  # d_c
            k[:, 2:],  # d_a_i, d_a_f, d_a_g, d_c_before
            self._k[:, n : 5 * n],  # d_a
            k[:, 5],  # d_c_before
        )
        return list(zip(*columns, strict=True))[::-1]

    def forward(self, params: Any, x: Array, start: Any = None) -> Array:
        """Read x (T, B, D); return h (T, B, H)."""
        n, d = self._sizes
        self._v[:-1, :d] = batch_last(x)
        self._v[0, d + 1 :] = 0 if start is None else start.h.T
        self._s[0, 4 * n :] = 0 if start is None else start.c.T
        self._params = params
        with np.errstate(all="ignore"):  # exp(-a) = inf is a gate that is shut
            self._pack(params)
            self._loop_forward()
            np.reciprocal(self._s[:-1, : 3 * n], self._s[:-1, : 3 * n])
        return batch_last(self._v[1:, d + 1 :])

    def _pack(self, params: Any) -> None:
        """Lay [W | bias | U] out with rows -o, -i, -f, g."""
        n, d = self._sizes
        for k, (block, sign) in enumerate(self._sources):
            to, factor = self._weight[k * n : (k + 1) * n], -sign if k < 3 else sign
            of = slice(block * n, (block + 1) * n)
            np.multiply(params.weight_ih[of], factor, to[:, :d])
            np.multiply(params.bias[of], factor, to[:, d])
            np.multiply(params.weight_hh[of], factor, to[:, d + 1 :])
            if not sign:
                to[:, d] = -ALWAYS

    def _loop_forward(self) -> None:
        dot, exp, tanh, add, divide = np.dot, np.exp, np.tanh, np.add, np.divide
        weight, one, written, n = self._weight, self._one, self._written, self._sizes[0]
        i_g, f_c = written[:n], written[n:]
        for v, oifg, oif, g, i_f, g_c, o, c, tanh_c, h in self._forward_views:
            dot(weight, v, oifg)
            exp(oif, oif)
            add(oif, one, oif)  # 1/σ: put right for all steps at once
            tanh(g, g)
            divide(g_c, i_f, written)
            add(i_g, f_c, c)
            tanh(c, tanh_c)
            divide(tanh_c, o, h)

    def backward(self, d_h: Array, want_d_x: bool) -> tuple[Any, Array | None]:
        """Carry d_h (T, B, H) back; return the gradients of the weights, and of x if wanted."""
        n, d = self._sizes
        np.copyto(self._d_h, batch_last(d_h))
        with np.errstate(all="ignore"):
            local_derivatives(self._k, self._s[:-1], self._tanh_c)
            self._see_c()
            weight = np.concatenate((-self._weight[: 3 * n], self._weight[3 * n :]))
            self._loop_backward(np.ascontiguousarray(weight[:, d + 1 :].T))
            d_a = self._k[:, n : 5 * n]
            params = self._unpacked(summed_products(d_a, self._v[:-1]))
            d_x = batch_last(np.matmul(weight[:, :d].T, d_a)) if want_d_x else None
        return params, d_x

    def _see_c(self) -> None:
        """Add to the local derivatives what flows through peepholes; there are none."""

    def _loop_backward(self, weight: Array) -> None:
        dot, add, multiply = np.dot, np.add, np.multiply
        d_h, d_c_next = self._d_state
        self._d_state[...] = 0
        for from_above, by_h, d_c, by_c, d_a, d_c_before in self._backward_views:
            add(from_above, d_h, d_h)
            multiply(by_h, d_h, by_h)
            add(d_c, d_c_next, d_c)
            multiply(by_c, d_c, by_c)
            dot(weight, d_a, d_h)
            d_c_next = d_c_before

    def _unpacked(self, total: Array) -> Any:
        """Bring the gradient of [W | bias | U] back into the cell's own row blocks."""
        n, d = self._sizes
        weight = np.zeros((len(self._cell.BLOCKS), n, total.shape[1]), total.dtype)
        for (block, sign), rows in zip(self._sources, total.reshape(4, n, -1), strict=True):
            weight[block] += sign * rows
        weight = weight.reshape(-1, total.shape[1])
        return self._cell.Params(
            weight[:, :d], weight[:, d + 1 :], weight[:, d], **self._peepholes_back()
        )

    def _peepholes_back(self) -> dict[str, Array]:
        """Return the gradients of the peepholes; there are none."""
        return {}

    @property
    def last(self) -> Any:
        """The State after the last step."""
        n, d = self._sizes
        return self._cell.State(self._v[-1, d + 1 :].T, self._s[-1, 4 * n :].T)


def _source(cell: str, gate: str) -> tuple[int, int]:
    """Say which of the cell's row blocks a gate is made of, and its sign; 0: of none."""
    blocks = CELLS[cell].BLOCKS
    if gate in blocks:
        return blocks.index(gate), 1
    mirrored = MIRRORED.get(cell, {}).get(gate)
    return (blocks.index(mirrored), -1) if mirrored else (0, 0)
