"""What somebody did to a network, one edit after the other, and back again. Frozen values."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from .edit_text import edit_text, read_edit
from .edits import Clamp, Cut, Edit, Overwrite, ReplaceToken, SetWeight, Sharpen
from .errors import NumberError

BETWEEN: Final = "~"  # edits in a text
OFF: Final = "-"  # before an edit that is switched off
PAST_MAX: Final = 100  # steps that can be undone


@dataclass(frozen=True)
class Entry:
    """An edit in the list; one that is switched off stays there and does nothing."""

    edit: Edit
    on: bool = True


Entries = tuple[Entry, ...]


@dataclass(frozen=True)
class History:
    """A list of edits with the lists that came before it, and those that were undone.

    Every method returns another History; one that changes nothing returns itself. No edit stands
    twice: doing it again at the same place (the same signal, units and steps; the same weight; …)
    takes the old one away and puts the new one at the end, where it wins.

    >>> history = History().do(Cut(1)).do(Sharpen(0.4)).do(Cut(1))
    >>> history.edits
    (Sharpen(factor=0.4, trace=None), Cut(unit=1, trace=0))
    >>> entries_text(history.switch(0).present)
    '-sharpen_0.4~cut_1'
    >>> history.undo().undo().edits
    (Cut(unit=1, trace=0),)
    """

    past: tuple[Entries, ...] = ()
    present: Entries = ()
    future: tuple[Entries, ...] = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits that are switched on."""
        return tuple(entry.edit for entry in self.present if entry.on)

    def do(self, edit: Edit) -> "History":
        """Add an edit."""
        if self.present[-1:] == (Entry(edit),):
            return self
        place = target(edit)
        kept = tuple(entry for entry in self.present if target(entry.edit) != place)
        return self._next((*kept, Entry(edit)))

    def switch(self, n: int) -> "History":
        """Switch the n-th edit off, or on again."""
        return self._change(n, lambda entry: (replace(entry, on=not entry.on),))

    def remove(self, n: int) -> "History":
        """Take the n-th edit out of the list."""
        return self._change(n, lambda entry: ())

    def rest(self) -> "History":
        """Switch every edit off."""
        return self._next(tuple(replace(entry, on=False) for entry in self.present))

    def free(self, signal: str | None, unit: int | None, hidden_size: int) -> "History":
        """Let go of a signal (None: of every one) of one unit (None: of all) that a Clamp holds."""
        freed: list[Entry] = []
        for entry in self.present:
            edit = entry.edit
            if not isinstance(edit, Clamp) or signal not in (None, edit.signal):
                freed.append(entry)
            elif unit is not None:
                units = range(hidden_size) if edit.units is None else edit.units
                if left := tuple(one for one in units if one != unit):
                    same = len(left) == len(units)
                    freed.append(entry if same else replace(entry, edit=replace(edit, units=left)))
        return self._next(once(freed))

    def reset(self) -> "History":
        """Take all edits away: the same start as ever. It can be undone."""
        return self._next(())

    def undo(self) -> "History":
        """Go back to the list before."""
        if not self.past:
            return self
        return History(self.past[:-1], self.past[-1], (self.present, *self.future))

    def redo(self) -> "History":
        """Do again what was undone last."""
        if not self.future:
            return self
        return History((*self.past, self.present), self.future[0], self.future[1:])

    def _change(self, n: int, change: Callable[[Entry], Entries]) -> "History":
        if not 0 <= n < len(self.present):
            return self
        return self._next((*self.present[:n], *change(self.present[n]), *self.present[n + 1 :]))

    def _next(self, entries: Entries) -> "History":
        if entries == self.present:
            return self
        return History((*self.past, self.present)[-PAST_MAX:], entries)


def target(edit: Edit) -> tuple[object, ...]:
    """Name what an edit is done to: a second one at the same place replaces the first."""
    match edit:
        case Clamp():
            return "clamp", edit.signal, edit.units, edit.first, edit.last, edit.trace
        case Cut():
            return "cut", edit.unit, edit.trace
        case Overwrite():
            return "put", edit.signal, edit.unit, edit.step, edit.trace
        case SetWeight():
            return "weight", edit.field, edit.row, edit.column, edit.trace
        case Sharpen():
            return "sharpen", edit.trace
        case ReplaceToken():
            return "token", edit.step


def once(entries: Iterable[Entry]) -> Entries:
    """Return the entries without those whose target stands again: the last one that is on stays."""
    winners: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        place = target(entry.edit)
        if entry.on or place not in winners or not winners[place].on:
            winners.pop(place, None)  # so that it stands where the winner stands
            winners[place] = entry
    return tuple(winners.values())


def entries_text(entries: Entries) -> str:
    """Write a list of edits as one text."""
    # A "~" in the text of a token would end the edit; the per cent sign keeps that reversible.
    texts = (edit_text(e.edit).replace("%", "%25").replace(BETWEEN, "%7E") for e in entries)
    return BETWEEN.join(
        ("" if e.on else OFF) + text for e, text in zip(entries, texts, strict=True)
    )


def read_entries(text: str, most: int = 40) -> Entries:
    """Read what `entries_text` wrote; raise NumberError or UnknownName for anything else.

    More than `most` edits are refused; of two edits of the same target one stays (`once`).
    """
    pieces = text.split(BETWEEN) if text else []
    if len(pieces) > most:
        raise NumberError(f"expected at most {most} edits, got {len(pieces)}")
    entries: list[Entry] = []
    for piece in pieces:
        plain = piece.removeprefix(OFF).replace("%7E", BETWEEN).replace("%25", "%")
        entries.append(Entry(read_edit(plain), on=not piece.startswith(OFF)))
    return once(entries)
