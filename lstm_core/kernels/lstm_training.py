"""Training passes of the LSTM and its kin.

All four cells run as an LSTM; what makes them different lies in the packed weights and in what is
added to the local derivatives:

    lstm_1997   the rows of f are 0 and their bias so large that f is 1 and its derivative 0
    coupled     the rows of i are those of f, negated: 1 - σ(a) = σ(-a)
    peephole    c is added to what pushes a gate; backwards, what a gate saw flows into d_c
"""

from typing import Any, Final

import numpy as np

from ..arrays import Array
from .lstm_back import local_derivatives
from .packed import PackedPlan, steps

ROWS: Final = ("o", "i", "f", "g")  # σ acts on one contiguous block
MADE_OF: Final = {("coupled", "i"): ("f", -1), ("lstm_1997", "f"): ("i", 0)}
"""(cell, gate that it lacks) -> the gate whose rows stand in for it, and their factor."""

ALWAYS: Final = 1e4  # exp(-1e4) is 0 in every float


class LstmTrainingPlan(PackedPlan):
    """The training plan of "lstm", "lstm_1997" and "coupled"."""

    blocks, gates = 4, 3

    def _allocate(self, length: int, batch: int, dtype: Any) -> None:
        n, _ = self._sizes
        self._s = np.empty((length + 1, 5 * n, batch), dtype)  # o i f g | c_before
        self._gates = self._s[:-1, : 3 * n]
        self._tanh_c = np.empty((length, n, batch), dtype)
        self._k = np.empty((length, 6 * n, batch), dtype)  # see lstm_back.py
        self._d_a = self._k[:, n : 5 * n]
        self._written = np.empty((2 * n, batch), dtype)  # i ⊙ g | f ⊙ c_before
        sources = [MADE_OF.get((self._name, gate), (gate, 1)) for gate in ROWS]
        self._sources = [(self._cell.BLOCKS.index(gate), factor) for gate, factor in sources]

    def _views_forward(self) -> list[tuple[Array, ...]]:
        n, d = self._sizes
        now = self._s[:-1]
        return steps(
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

    def _views_backward(self) -> list[tuple[Array, ...]]:
        n, _ = self._sizes
        k = self._k.reshape(len(self._k), 6, n, -1)
        return steps(
            self._d_hs,
            k[:, :2],  # d_c, d_a_o
            k[:, 0],  # d_c
            k[:, 2:],  # d_a_i, d_a_f, d_a_g, d_c_before
            self._d_a,
            k[:, 5],  # d_c_before
        )

    def _begin(self, start: Any) -> None:
        self._s[0, 4 * self._sizes[0] :] = 0 if start is None else start.c.T

    def _pack(self, params: Any) -> None:
        n, d = self._sizes
        for k, (block, factor) in enumerate(self._sources):
            to, of = self._weight[k * n : (k + 1) * n], slice(block * n, (block + 1) * n)
            sign = -factor if k < self.gates else factor
            np.multiply(params.weight_ih[of], sign, to[:, :d])
            np.multiply(params.bias[of], sign, to[:, d])
            np.multiply(params.weight_hh[of], sign, to[:, d + 1 :])
            if not factor:
                to[:, d] = -ALWAYS

    def _loop_forward(self) -> None:
        exp, tanh, add, divide, dot = np.exp, np.tanh, np.add, np.divide, self._weight.dot
        one, written, n = self._one, self._written, self._sizes[0]
        i_g, f_c = written[:n], written[n:]
        for v, oifg, oif, g, i_f, g_c, o, c, tanh_c, h in self._forward_views:
            dot(v, oifg)
            exp(oif, oif)
            add(oif, one, oif)
            tanh(g, g)
            divide(g_c, i_f, written)
            add(i_g, f_c, c)
            tanh(c, tanh_c)
            divide(tanh_c, o, h)
        np.reciprocal(self._gates, self._gates)

    def _local_derivatives(self) -> None:
        local_derivatives(self._k, self._s[:-1], self._tanh_c)

    def _loop_backward(self, weight: Array) -> None:
        add, multiply, dot = np.add, np.multiply, weight.dot
        d_h, d_c_next = self._d_h, np.zeros_like(self._d_h)
        for from_above, by_h, d_c, by_c, d_a, d_c_before in self._backward_views:
            add(from_above, d_h, d_h)
            multiply(by_h, d_h, by_h)
            add(d_c, d_c_next, d_c)
            multiply(by_c, d_c, by_c)
            dot(d_a, d_h)
            d_c_next = d_c_before

    def _unpacked(self, total: Array) -> Any:
        n, d = self._sizes
        weight = np.zeros((len(self._cell.BLOCKS), n, total.shape[1]), total.dtype)
        for (block, factor), rows in zip(self._sources, total.reshape(4, n, -1), strict=True):
            weight[block] += factor * rows
        weight = weight.reshape(-1, total.shape[1])
        peepholes = self._peepholes_back()
        return self._cell.Params(weight[:, :d], weight[:, d + 1 :], weight[:, d], **peepholes)

    def _peepholes_back(self) -> dict[str, Array]:
        """Return the gradients of the peepholes; there are none."""
        return {}

    @property
    def last(self) -> Any:
        """The State after the last step."""
        n, d = self._sizes
        return self._cell.State(self._v[-1, d + 1 :].T, self._s[-1, 4 * n :].T)
