"""Training passes of the GRU.

The packed rows are -r, -z, n_h, n_x: what U_n h_before + b_hn says to the candidate stands apart
from what W_n x + b_n says, because r multiplies the one and not the other.
"""

from typing import Any

import numpy as np

from ..arrays import Array
from .packed import PackedPlan, steps


class GruTrainingPlan(PackedPlan):
    """The training plan of "gru".

    Every gradient of a step is d_h times a local derivative, in the order r, z, n_h, n_x; a fifth
    block is z itself, through which d_h flows straight to h_before.
    """

    blocks, gates = 4, 2

    def _allocate(self, length: int, batch: int, dtype: Any) -> None:
        n, _ = self._sizes
        self._s = np.empty((length, 4 * n, batch), dtype)  # r z n_h n
        self._gates = self._s[:, : 2 * n]
        self._k = np.empty((length, 5 * n, batch), dtype)
        self._d_a = self._k[:, : 4 * n]
        self._between = np.empty((n, batch), dtype)

    def _views_forward(self) -> list[tuple[Array, ...]]:
        n, d = self._sizes
        s = self._s
        rzn = (s[:, : 2 * n], s[:, :n], s[:, n : 2 * n], s[:, 2 * n : 3 * n], s[:, 3 * n :])
        return steps(self._v[:-1], s, *rzn, self._v[:-1, d + 1 :], self._v[1:, d + 1 :])

    def _views_backward(self) -> list[tuple[Array, ...]]:
        n, _ = self._sizes
        each = self._k.reshape(len(self._k), 5, n, -1)
        return steps(self._d_hs, each, self._k[:, : 3 * n], self._k[:, 4 * n :])

    def _pack(self, params: Any) -> None:
        n, d = self._sizes
        gates, n_h, n_x = np.split(self._weight, (2 * n, 3 * n))
        np.negative(params.weight_ih[: 2 * n], gates[:, :d])
        np.negative(params.bias[: 2 * n], gates[:, d])
        np.negative(params.weight_hh[: 2 * n], gates[:, d + 1 :])
        n_h[:, :d], n_h[:, d], n_h[:, d + 1 :] = 0, params.bias_hn, params.weight_hh[2 * n :]
        n_x[:, :d], n_x[:, d], n_x[:, d + 1 :] = params.weight_ih[2 * n :], params.bias[2 * n :], 0

    def _loop_forward(self) -> None:
        exp, tanh, add, dot = np.exp, np.tanh, np.add, self._weight.dot
        divide, subtract = np.divide, np.subtract
        one, between = self._one, self._between
        for v, rznn, rz, r, z, n_h, n_x, h_before, h in self._forward_views:
            dot(v, rznn)
            exp(rz, rz)
            add(rz, one, rz)
            divide(n_h, r, between)
            add(n_x, between, n_x)
            tanh(n_x, n_x)
            subtract(h_before, n_x, between)
            divide(between, z, between)
            add(n_x, between, h)
        np.reciprocal(self._gates, self._gates)

    def _local_derivatives(self) -> None:
        _, d = self._sizes
        r, z, n_h, candidate = np.split(self._s, 4, axis=1)
        k_r, k_z, k_n_h, k_n_x, k_z_itself = np.split(self._k, 5, axis=1)
        k_z_itself[...] = z
        np.subtract(1, z, k_z)
        np.multiply(candidate, candidate, k_n_x)
        np.subtract(1, k_n_x, k_n_x)
        k_n_x *= k_z
        np.multiply(k_n_x, r, k_n_h)
        np.subtract(1, r, k_r)
        k_r *= k_n_h
        k_r *= n_h
        k_z *= z
        k_z *= self._v[:-1, d + 1 :] - candidate

    def _loop_backward(self, weight: Array) -> None:
        add, multiply, d_h = np.add, np.multiply, self._d_h
        dot = np.ascontiguousarray(weight[:, : 3 * self._sizes[0]]).dot
        for from_above, by_h, d_a, d_h_kept in self._backward_views:
            add(from_above, d_h, d_h)
            multiply(by_h, d_h, by_h)
            dot(d_a, d_h)
            add(d_h, d_h_kept, d_h)

    def _unpacked(self, total: Array) -> Any:
        n, d = self._sizes
        from_x = np.concatenate((total[: 2 * n, : d + 1], total[3 * n :, : d + 1]))
        return self._cell.Params(
            from_x[:, :d], total[: 3 * n, d + 1 :], from_x[:, d], total[2 * n : 3 * n, d]
        )
