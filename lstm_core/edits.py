"""Interventions as frozen plain values: hashable, so they are cache keys and fit into links."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isfinite, nan
from operator import index
from typing import Any

import numpy as np

from .arrays import Array, Hold, free
from .cells._cell import Cell
from .errors import NumberError, unknown_name


@dataclass(frozen=True)
class Clamp:
    """Hold a signal of chosen units at a value over a range of steps.

    `signal`  a gate, the candidate or the state: one of the cell's SIGNALS
    `units`   which units, None for all
    `first`   first step, 0-based
    `last`    last step, inclusive; None for the end of the sequence
    `value`   the value it is held at; must be given
    `trace`   which of `run.traces` in a stack or with two directions; 0 is the only one elsewhere

    The computed value is thrown away; everything downstream uses this one (h too, when c is held).
    In `bptt` the gradient of what is held is 0 and nothing flows on through it. A later clamp wins
    over an earlier one. Steps beyond the end of the sequence hold nothing and are no error, so
    that a clamp outlives a shortened sequence.

    Raises NumberError for a range or value that is impossible whatever the network.
    """

    signal: str
    units: tuple[int, ...] | None = None
    first: int = 0
    last: int | None = None
    value: float = nan
    trace: int = 0

    def __post_init__(self) -> None:
        self._make_plain()
        if not isfinite(self.value):
            raise NumberError(f"value of Clamp({self.signal!r}) must be finite, got {self.value}")
        if self.first < 0:
            raise NumberError(f"first of Clamp({self.signal!r}) must be >= 0, got {self.first}")
        if self.last is not None and self.last < self.first:
            raise NumberError(
                f"last of Clamp({self.signal!r}) must be None or >= first={self.first}, "
                f"got {self.last}"
            )

    def _make_plain(self) -> None:
        """Turn NumPy numbers and lists into plain values; refuse what is no number."""
        try:
            plain = {
                "units": None if self.units is None else tuple(index(unit) for unit in self.units),
                "first": index(self.first),
                "last": None if self.last is None else index(self.last),
                "value": float(self.value),
                "trace": index(self.trace),
            }
        except (TypeError, ValueError) as error:
            raise NumberError(
                "a Clamp needs whole numbers for units, first, last and trace and a number for "
                f"value, got {self}"
            ) from error
        for name, value in plain.items():
            object.__setattr__(self, name, value)


class Holds:
    """The edits of one trace, laid out over its steps: which values are held, and at what."""

    def __init__(self, cell: Cell, edits: Iterable[Clamp], length: int, hidden_size: int) -> None:
        self._held: dict[str, tuple[Array, Any]] = {}
        for edit in edits:
            check_clamp(cell, edit, hidden_size)
            value, mask = self._held.setdefault(
                edit.signal,
                (np.zeros((length, hidden_size)), np.zeros((length, hidden_size), bool)),
            )
            steps = slice(edit.first, None if edit.last is None else edit.last + 1)
            units = slice(None) if edit.units is None else list(edit.units)
            value[steps, units], mask[steps, units] = edit.value, True

    def __bool__(self) -> bool:
        return any(mask.any() for _, mask in self._held.values())

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


def check_clamp(cell: Cell, edit: Clamp, hidden_size: int, traces: int = 1) -> None:
    """Refuse a clamp that this cell, its size or the number of traces makes impossible."""
    if edit.signal not in cell.SIGNALS:
        raise unknown_name("signal to hold", edit.signal, cell.SIGNALS)
    if not 0 <= edit.trace < traces:
        raise NumberError(
            f"trace of Clamp({edit.signal!r}) must be in 0 … {traces - 1}, got {edit.trace}"
        )
    for unit in edit.units or ():
        if not 0 <= unit < hidden_size:
            raise NumberError(
                f"unit of Clamp({edit.signal!r}) must be in 0 … hidden_size-1={hidden_size - 1}, "
                f"got {unit}"
            )


def mirrored(edits: Iterable[Clamp], length: int) -> tuple[Clamp, ...]:
    """Return the edits with their steps counted from the other end of a sequence."""
    turned: list[Clamp] = []
    for edit in edits:
        end = length - 1 if edit.last is None else min(edit.last, length - 1)
        if edit.first <= end:
            turned.append(replace(edit, first=length - 1 - end, last=length - 1 - edit.first))
    return tuple(turned)
