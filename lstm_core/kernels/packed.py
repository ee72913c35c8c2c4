"""What the fast training passes of all cells share: one product with a packed weight per step.

With v_t = [x_t | 1 | h_{t-1}] and W = [W_ih | bias | W_hh], all pre-activations are W v_t. h is
written straight into the v of the next step. Time first, batch last: every block of rows is
contiguous. The first rows of W are negated: the loops take exp(-a) and divide by 1 + exp(-a)
instead of multiplying by σ, which is put right for all steps at once.
"""

from typing import Any

import numpy as np

from ..arrays import Array, batch_last
from ..cells import CELLS
from .lstm_back import summed_products


class PackedPlan:
    """A training plan; a cell fills in how it packs, its two loops and its local derivatives."""

    blocks: int  # row blocks of the packed weight
    gates: int  # so many of them, the first ones, are negated

    def __init__(
        self, cell: str, length: int, batch: int, input_size: int, hidden_size: int, dtype: Any
    ) -> None:
        n, d = hidden_size, input_size
        self._name, self._cell, self._sizes = cell, CELLS[cell], (n, d)
        self._v = np.ones((length + 1, d + 1 + n, batch), dtype)  # x | 1 | h_before
        self._d_hs = np.empty((length, n, batch), dtype)  # what arrives from above
        self._d_h = np.empty((n, batch), dtype)  # what arrives from the next step
        self._weight = np.empty((self.blocks * n, d + 1 + n), dtype)
        rows = self.gates * n
        # Adding an array of ones beats adding the number 1 as long as it is small.
        self._one = np.ones((rows, batch) if rows * batch < 2048 else (), dtype)
        self._allocate(length, batch, dtype)
        self._forward_views = self._views_forward()
        self._backward_views = self._views_backward()[::-1]

    def forward(self, params: Any, x: Array, start: Any = None) -> Array:
        """Read x (T, B, D); return h (T, B, H)."""
        _, d = self._sizes
        self._v[:-1, :d] = batch_last(x)
        self._v[0, d + 1 :] = 0 if start is None else start.h.T
        self._params = params
        with np.errstate(all="ignore"):  # exp(-a) = inf is a gate that is shut
            self._begin(start)
            self._pack(params)
            self._loop_forward()
        return batch_last(self._v[1:, d + 1 :])

    def backward(self, d_h: Array, want_d_x: bool) -> tuple[Any, Array | None]:
        """Carry d_h (T, B, H) back; return the gradients of the weights, and of x if wanted."""
        n, d = self._sizes
        np.copyto(self._d_hs, batch_last(d_h))
        self._d_h[...] = 0
        with np.errstate(all="ignore"):
            self._local_derivatives()
            weight = self._weight.copy()
            np.negative(weight[: self.gates * n], weight[: self.gates * n])
            self._loop_backward(np.ascontiguousarray(weight[:, d + 1 :].T))
            params = self._unpacked(summed_products(self._d_a, self._v[:-1]))
            d_x = batch_last(np.matmul(weight[:, :d].T, self._d_a)) if want_d_x else None
        return params, d_x

    @property
    def last(self) -> Any:
        """The State after the last step."""
        return self._cell.State(self._v[-1, self._sizes[1] + 1 :].T)

    # --- what a cell fills in ---

    _d_a: Array  # (T, blocks·H, B): gradients of the packed pre-activations

    def _allocate(self, length: int, batch: int, dtype: Any) -> None:
        """Make the buffers that only this cell has."""
        raise NotImplementedError

    def _views_forward(self) -> list[tuple[Array, ...]]:
        """Make all views of single steps beforehand: making them costs as much as the sums."""
        raise NotImplementedError

    def _views_backward(self) -> list[tuple[Array, ...]]:
        """Make the views of the way back, in the order of the steps."""
        raise NotImplementedError

    def _begin(self, start: Any) -> None:
        """Lay in what else the State before the first step holds."""

    def _pack(self, params: Any) -> None:
        """Fill the packed weight."""
        raise NotImplementedError

    def _loop_forward(self) -> None:
        """Compute every step."""
        raise NotImplementedError

    def _local_derivatives(self) -> None:
        """Compute what does not depend on the gradient from above, for all steps at once."""
        raise NotImplementedError

    def _loop_backward(self, weight: Array) -> None:
        """Turn local derivatives into gradients; `weight` is W_hhᵀ (H, blocks·H)."""
        raise NotImplementedError

    def _unpacked(self, total: Array) -> Any:
        """Bring the gradient of the packed weight into the cell's own row blocks."""
        raise NotImplementedError


def steps(*buffers: Array) -> list[tuple[Array, ...]]:
    """Cut buffers (T, …) into one tuple of views for each step."""
    return list(zip(*buffers, strict=True))
