"""How edits reach into a run: other weights before it, held signals within it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np

from .arrays import Array, Hold, finite, free, frozen
from .cells import CELLS
from .cells._cell import Cell
from .edits import Clamp, Cut, Edit, Overwrite, SetWeight, Sharpen, check_edits, listed
from .errors import ShapeError


class Holds:
    """Clamps laid out over the steps of one trace: which values are held, and at what."""

    def __init__(self, clamps: Iterable[Clamp], length: int, hidden_size: int) -> None:
        self._held: dict[str, tuple[Array, Any]] = {}
        for clamp in clamps:
            value, mask = self._held.setdefault(
                clamp.signal,
                (np.zeros((length, hidden_size)), np.zeros((length, hidden_size), bool)),
            )
            steps = slice(clamp.first, None if clamp.last is None else clamp.last + 1)
            units = slice(None) if clamp.units is None else list(clamp.units)
            value[steps, units], mask[steps, units] = clamp.value, True

    def forward(self, t: int) -> Hold:
        """Return the function that puts the held values of step t in place of the computed."""
        if not self._held:
            return free

        def hold(signal: str, computed: Array) -> Array:
            if signal not in self._held:
                return computed
            value, mask = self._held[signal]
            return np.where(mask[t], value[t].astype(computed.dtype), computed)

        return hold

    def backward(self, t: int) -> Hold:
        """Return the function that lets no gradient through what step t holds."""
        if not self._held:
            return free

        def hold(signal: str, gradient: Array) -> Array:
            if signal not in self._held:
                return gradient
            return np.where(self._held[signal][1][t], gradient.dtype.type(0), gradient)

        return hold


def edited_params(params: Any, edits: Iterable[Edit]) -> Any:
    """Return the weights after every SetWeight and Sharpen, one after the other. Read-only.

    Raises NumberError where a weight would become larger than its type can hold.
    """
    changes = [edit for edit in edits if isinstance(edit, SetWeight | Sharpen)]
    if not changes:
        return params
    arrays: dict[str, Array] = {name: np.array(a) for name, a in params._asdict().items()}
    with np.errstate(over="ignore"):
        for edit in changes:
            if isinstance(edit, SetWeight):
                array = arrays[edit.field]
                array[(edit.row, edit.column)[: array.ndim]] = edit.value
            else:
                for array in arrays.values():
                    array *= edit.factor
    for name, array in arrays.items():
        finite(array, f"{name} after the edits").flags.writeable = False
    return params._replace(**arrays)


def clamps_of(cell: Cell, edits: Iterable[Edit]) -> tuple[Clamp, ...]:
    """Return all that holds a signal as plain Clamps: cuts last, so that nothing wins over them."""
    held: list[Clamp] = []
    cuts: list[Clamp] = []
    for edit in edits:
        if isinstance(edit, Clamp):
            held.append(edit)
        elif isinstance(edit, Overwrite):
            held.append(Clamp(edit.signal, (edit.unit,), edit.step, edit.step, edit.value))
        elif isinstance(edit, Cut):
            cuts += [Clamp(signal, (edit.unit,), value=0.0) for signal in cell.State._fields]
    return (*held, *cuts)


def without_cut(state: Any, edits: Iterable[Edit]) -> Any:
    """Return a State, or its gradient, with zeros for the units that are cut out."""
    cut = [edit.unit for edit in edits if isinstance(edit, Cut)]
    if not cut:
        return state
    arrays: list[Array] = []
    for value in state:
        array = np.array(value)
        array[..., cut] = 0
        arrays.append(frozen(array))
    return type(state)(*arrays)


def of_trace(edits: Iterable[Edit], k: int) -> tuple[Edit, ...]:
    """Return the edits of one trace of a network, as edits of a trace alone."""
    own: list[Edit] = []
    for edit in edits:
        where = getattr(edit, "trace", -1)
        if where is None or where == k:
            own.append(replace(cast(Any, edit), trace=None if where is None else 0))
    return tuple(own)


def is_settled(edit: Edit) -> bool:
    """Tell whether an edit says itself what it does, without looking at a run."""
    return not isinstance(edit, Clamp) or not isinstance(edit.value, str)


def settled(edits: Iterable[Edit], unedited: Any) -> tuple[Edit, ...]:
    """Turn "mean" and "frozen" into constants, read from an unedited run of one sequence.

    `unedited` is a Run, or a Trace for edits of its own. "mean" of a unit is its mean over all
    steps; "frozen" its value at the first step of the range (a reverse trace reaches the range
    from the right). Each becomes one Clamp a unit; a range that begins after the end holds nothing
    and is left out. All other edits stay as they are.

    Raises ShapeError for a batch (the constants differ from row to row), and what `check_edits`
    raises.

    >>> import lstm_core as lc
    >>> run = lc.NETWORKS["counter"].run("aa.a")
    >>> [round(edit.value, 6) for edit in settled([lc.Clamp("i", value="mean")], run)]
    [0.75]
    """
    traces: Sequence[Any] = getattr(unedited, "traces", (unedited,))
    edits, first = listed(edits), traces[0]
    check_edits(edits, CELLS[first.cell], (t.x.shape[-1] for t in traces), first.hidden_size)
    plain: list[Edit] = []
    for edit in edits:
        if isinstance(edit, Clamp) and isinstance(edit.value, str):
            plain += _constants(edit, traces[edit.trace])
        else:
            plain.append(edit)
    return tuple(plain)


def _constants(edit: Clamp, unedited: Any) -> list[Edit]:
    values: Array = getattr(unedited.steps, edit.signal)
    if values.ndim != 2:
        raise ShapeError(
            f"{edit.value!r} in Clamp needs one sequence (T, D), got x {unedited.x.shape}; "
            "settle it on the run of one sequence first"
        )
    length, hidden_size = values.shape
    end = length - 1 if edit.last is None else min(edit.last, length - 1)
    if edit.first > end:
        return []
    began = end if unedited.reverse else edit.first
    row = values.mean(axis=0) if edit.value == "mean" else values[began]
    units = range(hidden_size) if edit.units is None else edit.units
    return [replace(edit, units=(unit,), value=float(row[unit])) for unit in units]


def mirrored(edits: Iterable[Edit], length: int) -> tuple[Edit, ...]:
    """Return the edits with their steps counted from the other end of a sequence."""
    turned: list[Edit] = []
    for edit in edits:
        if isinstance(edit, Overwrite) and edit.step < length:
            turned.append(replace(edit, step=length - 1 - edit.step))
        elif isinstance(edit, Clamp):
            turned += mirrored_clamps((edit,), length)
        elif not isinstance(edit, Overwrite):
            turned.append(edit)
    return tuple(turned)


def mirrored_clamps(clamps: Iterable[Clamp], length: int) -> tuple[Clamp, ...]:
    """Return the clamps with their steps counted from the other end of a sequence."""
    turned: list[Clamp] = []
    for clamp in clamps:
        end = length - 1 if clamp.last is None else min(clamp.last, length - 1)
        if clamp.first <= end:
            turned.append(replace(clamp, first=length - 1 - end, last=length - 1 - clamp.first))
    return tuple(turned)
