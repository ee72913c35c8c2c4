"""Interventions as frozen plain values: hashable, so they are cache keys and fit into links.

What they do to a run, in this order, whatever the order in which they are listed:

    1. ReplaceToken          what is read
    2. SetWeight, Sharpen    the weights, one after the other as listed
    3. Clamp, Overwrite      the signals; of two that meet, the later one wins
    4. Cut                   whole units; nothing wins over it

`trace` and `network.run` take them all (`trace` reads no tokens, so no ReplaceToken). Steps beyond
the end of a sequence are no error: an edit outlives a shortened sequence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan
from typing import Any, Literal, cast

from .cells._cell import Cell
from .edit_fields import make_name, make_number, make_units, make_whole, put, said
from .errors import NumberError, UnknownName, unknown_name

Held = float | Literal["mean", "frozen"]


@dataclass(frozen=True)
class Clamp:
    """Hold a signal of chosen units at a value over a range of steps.

    `signal`  a gate, the candidate or the state: one of the cell's SIGNALS
    `units`   which units, None for all; kept in ascending order, each once
    `first`   first step, 0-based
    `last`    last step, inclusive; None for the end of the sequence
    `value`   the value it is held at; must be given. "mean": each unit at its mean over all steps
              of the unedited run; "frozen": each unit at what it was in the unedited run when the
              range began (see `settled`)
    `trace`   which of `run.traces` in a stack or with two directions; 0 is the only one elsewhere

    The computed value is thrown away; everything downstream uses this one (h too, when c is held).
    In `bptt` the gradient of what is held is 0 and nothing flows on through it. A later clamp wins
    over an earlier one. Steps beyond the end of the sequence hold nothing and are no error, so
    that a clamp outlives a shortened sequence.

    Raises NumberError for a range or value that is impossible whatever the network, UnknownName
    for a signal that is no string.
    """

    signal: str
    units: tuple[int, ...] | None = None
    first: int = 0
    last: int | None = None
    value: Held = nan
    trace: int = 0

    def __post_init__(self) -> None:
        make_name(self, "signal")
        make_units(self, "units")
        make_whole(self, "first", *(() if self.last is None else ("last",)), "trace")
        if isinstance(self.value, str) and self.value in ("mean", "frozen"):
            put(self, "value", str(self.value))
        else:
            make_number(self, "value", ', "mean" or "frozen"')
        if self.last is not None and self.last < self.first:
            raise NumberError(
                f"last of Clamp({self.signal!r}) must be None or >= first={self.first}, "
                f"got {self.last}"
            )


@dataclass(frozen=True)
class Cut:
    """Cut out a unit: its state (h, and c where there is one) is 0 for everyone, from the start.

    What the unit's gates compute goes on being recorded; nobody sees the result, and no gradient
    comes back through it, not even to what it held before the first step.
    """

    unit: int
    trace: int = 0

    def __post_init__(self) -> None:
        make_whole(self, "unit", "trace")


@dataclass(frozen=True)
class Overwrite:
    """Put a value into c or h of one unit at one step, and let the network go on from there.

    The same as a Clamp of that one step: with c overwritten, h of the step follows.
    """

    signal: str
    unit: int
    step: int
    value: float
    trace: int = 0

    def __post_init__(self) -> None:
        make_name(self, "signal")
        make_whole(self, "unit", "step", "trace")
        make_number(self, "value")


@dataclass(frozen=True)
class SetWeight:
    """Set one weight or bias to a value.

    `field`   a field of the cell's Params: "weight_ih", "weight_hh", "bias", …
    `row`     row of the array, in the cell's row blocks: block·hidden_size + unit
    `column`  column of a matrix, 0 for a bias
    """

    field: str
    row: int
    column: int
    value: float
    trace: int = 0

    def __post_init__(self) -> None:
        make_name(self, "field")
        make_whole(self, "row", "column", "trace")
        make_number(self, "value")


@dataclass(frozen=True)
class Sharpen:
    """Multiply W, U and all biases by one factor: below 1 the gates are no longer switches.

    `trace`  which of `run.traces`; None for all of them
    """

    factor: float
    trace: int | None = None

    def __post_init__(self) -> None:
        make_number(self, "factor")
        if self.factor < 0:
            raise NumberError(f"factor of Sharpen must be >= 0, got {self.factor}")
        if self.trace is not None:
            make_whole(self, "trace")


@dataclass(frozen=True)
class ReplaceToken:
    """Read another token at one step. Its text is one that the network reads."""

    step: int
    text: str

    def __post_init__(self) -> None:
        make_whole(self, "step")
        make_name(self, "text")
        try:
            self.text.encode()
        except UnicodeEncodeError as error:
            raise UnknownName(
                f"text of ReplaceToken must be whole characters, got {said(self.text)}"
            ) from error


Edit = Clamp | Cut | Overwrite | SetWeight | Sharpen | ReplaceToken


def listed(edits: Any) -> tuple[Edit, ...]:
    """Return edits as a tuple; raise UnknownName for what is no list of edits."""
    try:
        items = tuple(cast("Iterable[Any]", edits))
    except TypeError as error:
        raise UnknownName(f"edits must be a list of edits, got {said(edits)}") from error
    for item in items:
        if not isinstance(item, Edit):
            raise UnknownName(
                "edits must be a list of Clamp, Cut, Overwrite, SetWeight, Sharpen, ReplaceToken, "
                f"got {said(item)} in it"
            )
    return items


def check_edits(
    edits: Iterable[Edit], cell: Cell, input_sizes: Iterable[int], hidden_size: int
) -> None:
    """Refuse what this cell, its sizes or the number of traces make impossible.

    `input_sizes` has one entry a trace. Raises NumberError, UnknownName.
    """
    sizes = tuple(input_sizes)
    for edit in edits:
        if isinstance(edit, ReplaceToken):
            continue
        name = type(edit).__name__
        if edit.trace is not None:
            _in_range(name, "trace", edit.trace, len(sizes))
        if isinstance(edit, Clamp | Overwrite):
            known = cell.SIGNALS if isinstance(edit, Clamp) else cell.State._fields
            if edit.signal not in known:
                raise unknown_name(f"signal for {name}", edit.signal, known)
        if isinstance(edit, SetWeight):
            _check_place(edit, cell.shapes(sizes[edit.trace], hidden_size))
        for unit in _units(edit):
            _in_range(name, "unit", unit, hidden_size, "hidden_size-1=")


def _check_place(edit: SetWeight, shapes: Any) -> None:
    if edit.field not in shapes:
        raise unknown_name("field of Params for SetWeight", edit.field, shapes)
    rows, columns = (*shapes[edit.field], 1)[:2]
    _in_range("SetWeight", "row", edit.row, rows, f"rows of {edit.field} - 1 = ")
    _in_range("SetWeight", "column", edit.column, columns, f"columns of {edit.field} - 1 = ")


def _units(edit: Edit) -> tuple[int, ...]:
    if isinstance(edit, Clamp):
        return edit.units or ()
    return (edit.unit,) if isinstance(edit, Cut | Overwrite) else ()


def _in_range(edit: str, what: str, value: int, count: int, symbol: str = "") -> None:
    if not 0 <= value < count:
        raise NumberError(f"{what} of {edit} must be in 0 … {symbol}{count - 1}, got {value}")


def refuse_tokens(edits: Iterable[Edit]) -> None:
    """Refuse ReplaceToken where numbers are read and no tokens."""
    if any(isinstance(edit, ReplaceToken) for edit in edits):
        raise UnknownName("ReplaceToken needs a network that reads text; x is an array of numbers")
