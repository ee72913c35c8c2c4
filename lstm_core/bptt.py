"""The backward record: the gradient of every intermediate value at every step."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array, finite, floats
from .cells import CELLS
from .errors import ShapeError
from .holds import Holds, without_cut
from .trace import Trace, flipped


@dataclass(frozen=True, eq=False)
class Gradients:
    """The gradient of L with respect to everything in a Trace, in the same shapes. Read-only.

    `steps`   ∂L/∂(every intermediate value), along all roads: `steps.c[t]` holds what arrives
              through h[t] and what arrives from step t+1
    `params`  ∂L/∂weights, summed over time and batch
    `x`       ∂L/∂x
    `start`   ∂L/∂(state before the first step)

    Of a reverse trace everything is in input order, as in the trace.
    """

    steps: Any
    params: Any
    x: Array
    start: Any


def bptt(t: Trace, d_h: ArrayLike, d_last: Any = None) -> Gradients:
    """Carry a gradient back through time and keep it at every step.

    Werbos (1990), Backpropagation Through Time: What It Does and How to Do It.

    `d_h` is ∂L/∂h arriving from above at every step, the shape of `t.steps.h`; `d_last` a State
    with the gradient of the last state (what a following piece of the sequence hands back in its
    `g.start`), zeros if None.

    Where an edit held a signal its gradient is 0 and nothing flows on through it. The gradient of
    the weights is that of the weights in force, `t.params`.
    Raises ShapeError, NumberError.
    """
    d_h = _checked(d_h, "d_h", t.steps.h.shape, t.x.dtype)
    d_state = _checked_state(t, d_last)
    if t.reverse:
        return _flipped(bptt(flipped(t), d_h[::-1], d_state))
    if t.kernel is not None:
        steps, params, x, start = t.kernel.backward(d_h, d_state)
    else:
        steps, params, x, start = bptt_by_steps(t, d_h, d_state)
    for array in (*steps, *params, x, *start):
        array.flags.writeable = False
    return Gradients(steps, params, x, start)


def _flipped(g: Gradients) -> Gradients:
    return Gradients(type(g.steps)(*(a[::-1] for a in g.steps)), g.params, g.x[::-1], g.start)


def bptt_by_steps(t: Trace, d_h: Array, d_last: Any) -> tuple[Any, Any, Array, Any]:
    """Run the specification's `step_back` from the last step to the first."""
    kind = CELLS[t.cell]
    holds = Holds(t.clamps, len(t), t.hidden_size)
    steps = kind.Steps(*(np.empty_like(t.steps.h) for _ in kind.Steps._fields))
    d = d_last
    for k in reversed(range(len(t))):
        now = kind.Steps(*(a[k] for a in t.steps))
        before = kind.State(*(a[k] for a in t.before))
        d = d._replace(h=d.h + d_h[k])
        d_now, d = kind.step_back(t.params, before, now, d, holds.backward(k))
        for row, value in zip(steps, d_now, strict=True):
            row[k] = value
    params, x = kind.params_back(t.params, t.x, t.before, t.steps, steps)
    return steps, params, x, without_cut(d, t.edits)


def _checked(value: ArrayLike, what: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    array = floats(value, what)
    if array.shape != shape:
        raise ShapeError(f"{what} must be {shape}, got {array.shape} in bptt")
    array = finite(array, what)
    return array if array.dtype == dtype else array.astype(dtype)


def _checked_state(t: Trace, d_last: Any) -> Any:
    state = CELLS[t.cell].State
    shape, dtype = t.start.h.shape, t.x.dtype
    if d_last is None:
        return state(*(np.zeros(shape, dtype) for _ in state._fields))
    names = state._fields
    if getattr(d_last, "_fields", None) != names:
        raise ShapeError(
            f"d_last must be a State({', '.join(names)}), got {type(d_last).__name__} in bptt"
        )
    pairs = zip(names, d_last, strict=True)
    # Copies: without a step these very arrays come back, read-only, as the gradient of `start`.
    return state(*(_checked(a, f"d_last.{name}", shape, dtype).copy() for name, a in pairs))
