"""The forward record: every intermediate value of a cell at every step."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array, finite, floats, frozen
from .cells import CELLS
from .cells._cell import state_of
from .edits import Clamp, Edit, check_edits, listed, refuse_tokens
from .errors import ShapeError
from .holds import (
    Holds,
    clamps_of,
    edited_params,
    is_settled,
    mirrored,
    mirrored_clamps,
    settled,
    without_cut,
)
from .kernels import KERNELS


@dataclass(frozen=True, eq=False)
class Trace:
    """What happened when a cell read `x`. All arrays are read-only.

    Everything indexed by time has length T; index t means "after reading x[t]".

    `cell`    key in CELLS
    `params`  the cell's Params, as edited
    `x`       (T, *batch, D)
    `start`   State before the first step, (*batch, H) each
    `steps`   every intermediate value, (T, *batch, H) each
    `before`  State before each step, (T, *batch, H) each: `before.c[t]` is c_{t-1}
    `edits`   the edits as they were given; in a Run those of this trace, with numbers for "mean"
              and "frozen"
    `clamps`  what they held, as plain Clamps: cuts and overwrites too, "mean" and "frozen" as
              numbers
    `reverse` True if it read from the right: index t is then "after reading x[t] from the right"
              and `before` at t is the state from t+1
    """

    cell: str
    params: Any
    x: Array
    start: Any
    steps: Any
    before: Any
    edits: tuple[Edit, ...] = ()
    clamps: tuple[Clamp, ...] = ()
    reverse: bool = False
    kernel: Any = field(default=None, repr=False)  # buffers of the fast path, which bptt reuses

    def __len__(self) -> int:
        return len(self.x)

    @property
    def hidden_size(self) -> int:
        """H, the number of units."""
        return int(self.params.weight_hh.shape[1])


def trace(
    cell: str,
    params: Any,
    x: ArrayLike,
    start: Any = None,
    edits: Iterable[Edit] = (),
) -> Trace:
    """Run a cell over a sequence and keep every intermediate value.

    `cell` is a key of CELLS, `params` its Params, `x` is (T, D) or (T, B, D), `start` the State
    before the first step (zeros if None; (H,) entries serve a whole batch), `edits` are any of
    `edits.py` but ReplaceToken.

    The numbers are float64, or float32 when x and all weights are float32. A sequence cut in two
    and resumed with `start=State(h=t.steps.h[-1], c=t.steps.c[-1])` equals the whole.

    Raises ShapeError, NumberError (inf or nan in x or start, an impossible edit, one that drives a
    value beyond what a float holds), UnknownName.

    >>> import lstm_core as lc
    >>> t = lc.trace("lstm", lc.NETWORKS["counter"].layers[0][0], [[1.0, 0.0], [1.0, 0.0]])
    >>> t.steps.c.round(3).tolist()
    [[1.0], [2.0]]
    """
    params, x, start = _checked(cell, params, x, start)
    edits = listed(edits)
    if not edits:
        return _traced(cell, params, x, start, ())
    refuse_tokens(edits)
    check_edits(edits, CELLS[cell], (x.shape[-1],), params.weight_hh.shape[1])
    plain = edits
    if not all(map(is_settled, edits)):
        plain = settled(edits, _traced(cell, params, x, start, ()))
    start = start if start is None else without_cut(start, edits)
    held = clamps_of(CELLS[cell], plain)
    with np.errstate(over="ignore", invalid="ignore"):  # said by _check_finite, in a sentence
        t = _traced(cell, edited_params(params, edits), x, start, held)
    _check_finite(t)
    return replace(t, edits=edits)


def _check_finite(t: Trace) -> None:
    """Refuse edits that drive a value beyond what a float holds: from there on all is nan."""
    for name, values in t.steps._asdict().items():
        finite(values, f"{name} of the edited run")


def _traced(cell: str, params: Any, x: Array, start: Any, clamps: tuple[Clamp, ...]) -> Trace:
    """Take the fast road where there is one and nothing is held."""
    if clamps or cell not in KERNELS:
        return trace_by_steps(cell, params, x, start, clamps)
    plan = KERNELS[cell].fresh(params, x, start)
    return Trace(cell, params, plan.x, plan.start, plan.steps, plan.before, kernel=plan)


def trace_by_steps(
    cell: str, params: Any, x: Array, start: Any, clamps: tuple[Clamp, ...] = ()
) -> Trace:
    """Run the specification itself, one readable `step` after the other."""
    kind = CELLS[cell]
    hidden = params.weight_hh.shape[1]
    holds = Holds(clamps, len(x), hidden)
    if start is None:
        zeros = frozen(np.zeros((*x.shape[1:-1], hidden), x.dtype))
        start = kind.State(*(zeros for _ in kind.State._fields))
    shape = (len(x), *start.h.shape)
    steps = kind.Steps(*(np.empty(shape, x.dtype) for _ in kind.Steps._fields))
    before = kind.State(*(np.empty(shape, x.dtype) for _ in kind.State._fields))
    state = start
    for t in range(len(x)):
        now = kind.step(params, x[t], state, holds.forward(t))
        for row, value in zip((*before, *steps), (*state, *now), strict=True):
            row[t] = value
        state = state_of(kind, now)
    for array in (*steps, *before):
        array.flags.writeable = False
    return Trace(cell, params, frozen(x), start, steps, before, clamps, clamps)


def flipped(t: Trace) -> Trace:
    """Return the same record with time running the other way, without copying."""
    return replace(
        t,
        x=t.x[::-1],
        steps=type(t.steps)(*(a[::-1] for a in t.steps)),
        before=type(t.before)(*(a[::-1] for a in t.before)),
        edits=mirrored(t.edits, len(t)),
        clamps=mirrored_clamps(t.clamps, len(t)),
        reverse=not t.reverse,
    )


def _checked(cell: str, params: Any, x: Any, start: Any) -> tuple[Any, Array, Any]:
    """Return params, x and start in one dtype, params and start read-only; or say what is wrong."""
    params = checked_params(cell, params)
    x = finite(floats(x, "x"), "x")
    dtypes = {x.dtype, *(a.dtype for a in params)}
    dtype = x.dtype if len(dtypes) == 1 else np.dtype(np.float64)
    hidden, inputs = params.weight_hh.shape[1], params.weight_ih.shape[1]
    if x.ndim not in (2, 3) or x.shape[-1] != inputs:
        raise ShapeError(
            f"x must be (T, input_size={inputs}) or (T, B, input_size={inputs}), "
            f"got {x.shape} in trace(cell={cell!r})"
        )
    params = type(params)(*(frozen(a, dtype) for a in params))
    x = x if x.dtype == dtype else x.astype(dtype)
    if start is not None:
        start = _checked_state(cell, start, (*x.shape[1:-1], hidden), dtype)
    return params, x, start


def _checked_state(cell: str, start: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Any:
    names = CELLS[cell].State._fields
    if getattr(start, "_fields", None) != names:
        raise ShapeError(
            f"start must be a State({', '.join(names)}), got {type(start).__name__} "
            f"in trace(cell={cell!r})"
        )
    arrays: list[Array] = []
    for name, value in zip(names, start, strict=True):
        array = finite(floats(value, f"start.{name}"), f"start.{name}")
        if array.shape not in (shape, shape[-1:]):
            raise ShapeError(
                f"start.{name} must be {_shape_in_symbols(shape)}, got {array.shape} "
                f"in trace(cell={cell!r})"
            )
        if array.shape != shape:  # one state for the whole batch
            array = np.array(np.broadcast_to(array, shape))
        arrays.append(frozen(array, dtype))
    return CELLS[cell].State(*arrays)


def _shape_in_symbols(shape: tuple[int, ...]) -> str:
    names = ("hidden_size",) if len(shape) == 1 else ("B", "hidden_size")
    return "(" + ", ".join(f"{n}={s}" for n, s in zip(names, shape, strict=True)) + ")"


def checked_params(cell: str, params: Any) -> Any:
    """Return Params of float arrays whose shapes fit together, or say which one does not."""
    kind = CELLS[cell]
    names = kind.Params._fields
    if getattr(params, "_fields", None) != names:
        raise ShapeError(
            f"params must be CELLS[{cell!r}].Params({', '.join(names)}), "
            f"got {type(params).__name__}"
        )
    params = kind.Params(*map(floats, params, names))
    if params.weight_hh.ndim != 2 or params.weight_ih.ndim != 2:
        raise ShapeError(
            f"weight_ih and weight_hh must be matrices, got {params.weight_ih.shape} and "
            f"{params.weight_hh.shape} in params of {cell!r}"
        )
    inputs, hidden = params.weight_ih.shape[1], params.weight_hh.shape[1]
    shapes = kind.shapes(inputs, hidden)
    for name, array in zip(names, params, strict=True):
        if array.shape != shapes[name]:
            raise ShapeError(
                f"{name} must be {shapes[name]} for input_size={inputs}, hidden_size={hidden}, "
                f"got {array.shape} in params of {cell!r}"
            )
    return params
