"""The passes of any cell for training, by its own `step` and `step_back`: right, and slow."""

from typing import Any

import numpy as np

from ..arrays import Array
from ..cells import CELLS
from ..cells._cell import state_of


class StepsPlan:
    """The training plan of a cell that has no fast one."""

    def __init__(
        self, cell: str, length: int, batch: int, input_size: int, hidden_size: int, dtype: Any
    ) -> None:
        self._cell = kind = CELLS[cell]
        shape = (length, batch, hidden_size)
        self._zeros = kind.State(*(np.zeros(shape[1:], dtype) for _ in kind.State._fields))
        self._steps, self._d_steps = (
            kind.Steps(*(np.empty(shape, dtype) for _ in kind.Steps._fields)) for _ in range(2)
        )
        self._before = kind.State(*(np.empty(shape, dtype) for _ in kind.State._fields))

    def forward(self, params: Any, x: Array, start: Any = None) -> Array:
        """Run `step` from the first step to the last."""
        self._params, self._x = params, x
        state = self._zeros if start is None else start
        for t in range(len(x)):
            for row, value in zip(self._before, state, strict=True):
                row[t] = value
            now = self._cell.step(params, x[t], self._cell.State(*(a[t] for a in self._before)))
            for row, value in zip(self._steps, now, strict=True):
                row[t] = value
            state = state_of(self._cell, now)
        return self._steps.h

    def backward(self, d_h: Array, want_d_x: bool) -> tuple[Any, Array | None]:
        """Run `step_back` from the last step to the first."""
        kind, d = self._cell, self._zeros
        for t in reversed(range(len(d_h))):
            now = kind.Steps(*(a[t] for a in self._steps))
            before = kind.State(*(a[t] for a in self._before))
            d = d._replace(h=d.h + d_h[t])
            d_now, d = kind.step_back(self._params, before, now, d)
            for row, value in zip(self._d_steps, d_now, strict=True):
                row[t] = value
        params, d_x = kind.params_back(
            self._params, self._x, self._before, self._steps, self._d_steps
        )
        return params, d_x if want_d_x else None

    @property
    def last(self) -> Any:
        """The State after the last step."""
        return self._cell.State(*(a[-1] for a in state_of(self._cell, self._steps)))
