"""Training passes of the LSTM with peepholes: the plan of the LSTM, whose gates look at c."""

from typing import Any

import numpy as np

from ..arrays import Array
from .lstm_training import LstmTrainingPlan
from .packed import steps


class PeepholeTrainingPlan(LstmTrainingPlan):
    """The training plan of "peephole".

    Backwards, d_c is d_c + d_a_o ⊙ w_co, and d_c_before is d_c ⊙ f + d_a_i ⊙ w_ci + d_a_f ⊙ w_cf.
    Both are sums of local derivatives, which are added up for all steps at once.
    """

    def _allocate(self, length: int, batch: int, dtype: Any) -> None:
        super()._allocate(length, batch, dtype)
        self._seen = np.empty((2, self._sizes[0], batch), dtype)

    def _views_forward(self) -> list[tuple[Array, ...]]:
        n, d = self._sizes
        now = self._s[:-1]
        return steps(
            self._v[:-1],
            now[:, : 4 * n],  # o i f g
            now[:, n : 3 * n].reshape(len(now), 2, n, -1),  # i f
            now[:, 3 * n : 4 * n],  # g
            now[:, n : 3 * n],  # i f
            now[:, 3 * n :],  # g c_before
            now[:, 4 * n :],  # c_before
            now[:, :n],  # o
            self._s[1:, 4 * n :],  # c
            self._tanh_c,
            self._v[1:, d + 1 :],  # h
        )

    def _loop_forward(self) -> None:
        exp, tanh, add, divide, dot = np.exp, np.tanh, np.add, np.divide, self._weight.dot
        multiply, written, n = np.multiply, self._written, self._sizes[0]
        i_g, f_c, seen, seen_o = written[:n], written[n:], self._seen, self._seen[0]
        ones, one = (self._one[: k * n] if self._one.ndim else self._one for k in (2, 1))
        p = self._params
        by_i_f, by_o = -np.stack((p.weight_ci, p.weight_cf))[..., None], -p.weight_co[:, None]
        for v, oifg, both, g, i_f, g_c, c_before, o, c, tanh_c, h in self._forward_views:
            dot(v, oifg)
            multiply(by_i_f, c_before, seen)
            add(both, seen, both)
            exp(i_f, i_f)
            add(i_f, ones, i_f)
            tanh(g, g)
            divide(g_c, i_f, written)
            add(i_g, f_c, c)
            multiply(by_o, c, seen_o)
            add(o, seen_o, o)
            exp(o, o)
            add(o, one, o)
            tanh(c, tanh_c)
            divide(tanh_c, o, h)
        np.reciprocal(self._gates, self._gates)

    def _local_derivatives(self) -> None:
        super()._local_derivatives()
        p = self._params
        d_c, d_o, d_i, d_f, _, d_c_before = np.split(self._k, 6, axis=1)
        d_c += d_o * p.weight_co[:, None]
        d_c_before += d_i * p.weight_ci[:, None] + d_f * p.weight_cf[:, None]

    def _peepholes_back(self) -> dict[str, Array]:
        n = self._sizes[0]
        c, c_before = self._s[1:, 4 * n :], self._s[:-1, 4 * n :]
        _, d_o, d_i, d_f, _, _ = np.split(self._k, 6, axis=1)
        pairs = {"weight_ci": (d_i, c_before), "weight_cf": (d_f, c_before), "weight_co": (d_o, c)}
        return {name: np.einsum("tnb,tnb->n", *pair) for name, pair in pairs.items()}
