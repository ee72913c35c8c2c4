"""What edits make of a network: taken from a text, fitted, run. No Streamlit here."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import lstm_core as lc
from app.problems import Problem, Unusable, shown
from app.share import ALL_UNITS, Hold, Link
from app.share_edits import EDITS_MAX, read_edits
from lstm_core.edit_text import FIELDS
from lstm_core.edits import check_edits
from lstm_core.history import Entries, History, once

OVERFLOW: Final = "notices.link.edits_overflow"


class Experiment(NamedTuple):
    """What the page of edits shows: the edited run, the untouched one, and what was done."""

    link: Link
    network: lc.Network
    run: lc.Run
    baseline: lc.Run
    history: History
    problems: tuple[Problem, ...]


def changed(history: History, text: str, ready: lc.Network) -> History:
    """Do what a text says: one edit, or `free_f_2`, `free_f_all`, `free_all` to let go of holds.

    Raises Unusable for a text that is neither, and for more edits than a link takes.
    """
    word, _, rest = text.partition("_")
    if word == "free":
        return _freed(history, rest, ready)
    (entry, *more) = read_edits(text) or (None,)
    if entry is None or more or not entry.on:
        raise Unusable("clamp_f_all_0_end_1", text)
    history = history.do(entry.edit)
    if len(history.present) > EDITS_MAX:
        raise _too_many(len(history.present))
    return history


def _too_many(count: int) -> Unusable:
    return Unusable(str(EDITS_MAX), str(count), "_many")


def _freed(history: History, rest: str, ready: lc.Network) -> History:
    signal, _, unit = rest.partition("_")
    known = lc.CELLS[ready.cell].SIGNALS
    if rest == "all":
        return history.free(None, None, ready.hidden_size)
    if signal in known and unit == "all":
        return history.free(signal, None, ready.hidden_size)
    if signal in known and unit.isdecimal() and len(unit) < 4:
        return history.free(signal, int(unit), ready.hidden_size)
    raise Unusable("free_f_2", f"free_{rest}")


def misfit(entries: Entries, ready: lc.Network) -> lc.Edit | None:
    """Return the first edit that this network cannot take: no such signal, unit, weight, token."""
    sizes = [params.weight_ih.shape[1] for layer in ready.layers for params in layer]
    for entry in entries:
        try:
            check_edits([entry.edit], lc.CELLS[ready.cell], sizes, ready.hidden_size)
            if isinstance(entry.edit, lc.ReplaceToken):
                ready.token(entry.edit.text)
        except lc.LstmCoreError:
            return entry.edit
    return None


def run_edited(
    ready: lc.Network, text: str | Sequence[str], edits: Iterable[lc.Edit]
) -> lc.Run | None:
    """Run a network with edits that fit it; None when the numbers grow beyond all bounds."""
    try:
        return ready.run(text, edits=edits)
    except lc.NumberError:
        return None


def clamps(holds: Iterable[Hold]) -> tuple[lc.Clamp, ...]:
    """Return the held gates of a link as edits; a later one wins, as in the browser."""
    return tuple(
        lc.Clamp(one.signal, None if one.unit == ALL_UNITS else (one.unit,), value=one.value)
        for one in holds
    )


def with_held(history: History, holds: Sequence[Hold]) -> tuple[History, tuple[Problem, ...]]:
    """Return a history that begins with the held gates of a link as its first edits.

    More than a link takes are none, and a problem.
    """
    if not holds:
        return history, ()
    present = once((*map(lc.Entry, clamps(holds)), *history.present))
    if len(present) > EDITS_MAX:
        return History(), (about(_too_many(len(present)), "link"),)
    return History(present=present), ()


def without(history: History, problem: Problem) -> tuple[History, Problem]:
    """Return a history that does nothing, and what is said: edits that fit stay, switched off."""
    if problem.key == OVERFLOW:
        return history.rest(), replace(problem, source="edit")
    return History(), problem


def about_misfit(edit: lc.Edit, ready: lc.Network) -> Problem:
    """Say that a network has no place for an edit, and which ones it has."""
    if isinstance(edit, lc.ReplaceToken):
        return Problem("notices.link.edits_token", {"got": shown(edit.text)})
    values = {"got": shown(lc.edit_text(edit)), "expected": ", ".join(_places(edit, ready))}
    return Problem("notices.link.edits_fit", values)


def _places(edit: lc.Edit, ready: lc.Network) -> list[str]:
    """Write where a network can take such an edit, as a link would: clamp_f|i|g|o|c|h_0…2."""
    cell, units = lc.CELLS[ready.cell], f"0…{ready.hidden_size - 1}"
    match edit:
        case lc.Clamp():
            return [f"clamp_{'|'.join(cell.SIGNALS)}_{units}"]
        case lc.Overwrite():
            return [f"put_{'|'.join(cell.State._fields)}_{units}"]
        case lc.SetWeight():
            shapes = cell.shapes(ready.input_size, ready.hidden_size)
            ends = {short: shapes[name] for short, name in FIELDS.items() if name in shapes}
            return [
                f"weight_{short}_0…{shape[0] - 1}_" + (f"0…{shape[1] - 1}" if shape[1:] else "0")
                for short, shape in ends.items()
            ]
        case lc.Cut():
            return [f"cut_{units}"]
        case _:
            return ["sharpen"]


def too_large(source: str = "link") -> Problem:
    """Say that the numbers of a run grow beyond all bounds."""
    return Problem(OVERFLOW, {}, source)


def about(bad: Unusable, source: str = "edit") -> Problem:
    """Say what is wrong with the text of an edit."""
    values = {"got": shown(bad.got), "expected": bad.expected}
    return Problem(f"notices.link.edits{bad.part}", values, source)
