"""Training passes of the plain recurrent cell."""

from typing import Any

import numpy as np

from ..arrays import Array
from .packed import PackedPlan, steps


class RnnTrainingPlan(PackedPlan):
    """The training plan of "rnn": ∂a/∂h = 1 - h² becomes d_a in place."""

    blocks, gates = 1, 0

    def _allocate(self, length: int, batch: int, dtype: Any) -> None:
        self._d_a = np.empty((length, self._sizes[0], batch), dtype)

    def _views_forward(self) -> list[tuple[Array, ...]]:
        return steps(self._v[:-1], self._v[1:, self._sizes[1] + 1 :])

    def _views_backward(self) -> list[tuple[Array, ...]]:
        return steps(self._d_hs, self._d_a)

    def _pack(self, params: Any) -> None:
        np.concatenate((params.weight_ih, params.bias[:, None], params.weight_hh), 1, self._weight)

    def _loop_forward(self) -> None:
        tanh, dot = np.tanh, self._weight.dot
        for v, h in self._forward_views:
            dot(v, h)
            tanh(h, h)

    def _local_derivatives(self) -> None:
        h = self._v[1:, self._sizes[1] + 1 :]
        np.multiply(h, h, self._d_a)
        np.subtract(1, self._d_a, self._d_a)

    def _loop_backward(self, weight: Array) -> None:
        add, multiply, dot, d_h = np.add, np.multiply, weight.dot, self._d_h
        for from_above, d_a in self._backward_views:
            add(from_above, d_h, d_h)
            multiply(d_a, d_h, d_a)
            dot(d_a, d_h)

    def _unpacked(self, total: Array) -> Any:
        _, d = self._sizes
        return self._cell.Params(total[:, :d], total[:, d + 1 :], total[:, d])
