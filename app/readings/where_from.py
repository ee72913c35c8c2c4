"""Where it came from: the memory of a unit as a sum over what each step wrote."""

from typing import Any, NamedTuple

import numpy as np

import lstm_core as lc
from app.figures import where_from as picture
from app.figures.numbers import approx, num
from app.readings.seen import Seen, View, unit_chooser

TERMS_MAX = 8  # that stand in the written sum, the largest ones; the rest is one term


class Term(NamedTuple):
    """One term of the sum: its value, and what it is in words."""

    value: float
    name: str


def where_from(seen: Seen) -> View:
    """Read one unit; every step has its own sum."""
    if seen.cell.ROAD is None:
        return View(seen.say("where_from.no_road"))
    if not len(seen.trace):
        return View(seen.say("nothing_read"))
    start, written, edit = _shown(lc.where_from(seen.trace, seen.look.unit), seen.window)
    figure, frames = picture.where_from(start, written, edit, seen.first, seen.say)
    told = [
        frame | _told(seen, k, _terms(seen, start, written, edit, k))
        for k, frame in enumerate(frames)
    ]
    begins = seen.say("where_from.start" if seen.first == 1 else "where_from.earlier")
    ticks = [(seen.first + len(start) - 1 + picture.gap(len(start)), seen.say("where_from.sum"))]
    if np.abs(start).max() >= picture.SHOWN:
        ticks.append((seen.first - picture.gap(len(start)), begins))
    return View(
        sentence=told[-1]["sentence"],
        note=seen.say("where_from.note_edit" if edit.any() else "where_from.note"),
        figure=figure,
        alt=told[-1]["alt"],
        axes=("xaxis",),
        ticks=tuple(ticks),
        choosers=unit_chooser(seen),
        frames=tuple(told),
    )


def _shown(origins: lc.Origins, window: slice) -> tuple[Any, Any, Any]:
    """Keep the steps that are shown; what earlier ones put in is there at their start."""
    earlier = origins.written[: window.start, window] + origins.edit[: window.start, window]
    start = origins.start[window] + earlier.sum(axis=0)
    parts = start, origins.written[window, window], origins.edit[window, window]
    # Keep held far above 1 makes a product that no float holds, of something that is nothing.
    return tuple(np.nan_to_num(part, posinf=0.0, neginf=0.0) for part in parts)  # type: ignore[return-value]


def _terms(seen: Seen, start: Any, written: Any, edit: Any, k: int) -> list[Term]:
    """List what the sum is made of after step k of those that are shown, in order of time."""
    begins = seen.say("where_from.start" if seen.first == 1 else "where_from.earlier")
    terms = [Term(float(start[k]), begins)] if abs(start[k]) >= picture.SHOWN else []
    for s in range(k + 1):
        for values, by_hand in ((written, False), (edit, True)):
            if abs(value := float(values[s, k])) >= picture.SHOWN:
                name = seen.place(seen.window.start + s)
                if by_hand:
                    name = seen.say("where_from.edit", place=name)
                terms.append(Term(value, name))
    return terms


def _told(seen: Seen, k: int, terms: list[Term]) -> dict[str, str]:
    """Say what the largest part is, and write the sum as numbers."""
    memory = seen.cell.ROAD.memory
    unit, step = seen.look.unit, seen.window.start + k
    total = float(getattr(seen.trace.steps, memory)[step, unit])
    place = seen.place(step)
    said = {"unit": seen.units[unit], "signal": memory, "place": place, "total": approx(total)}
    if not terms:
        sentence = seen.say("where_from.nothing", **said)
        return {"sentence": sentence, "sum": "", "alt": sentence, "place": place}
    sentence = _sentence(seen, terms, said)
    written = _written(seen, terms, total) if len(terms) > 1 else ""
    named = "; ".join(f"{num(term.value)} {term.name}" for term in _largest(terms))
    alt = f"{sentence} {seen.say('where_from.alt', terms=named)}"
    was = _was(seen, memory, step, unit, total)
    return {"sentence": sentence + was, "sum": written, "alt": alt + was, "place": place}


def _sentence(seen: Seen, terms: list[Term], said: dict[str, str]) -> str:
    """Say where it came from: one source, or how many steps pushed it up and down."""
    if len(terms) == 1:
        return seen.say("where_from.sees_one", source=terms[0].name, **said)
    up = [term.value for term in terms if term.value > 0]
    down = [term.value for term in terms if term.value < 0]
    pushes = {"up": num(sum(up)), "ups": len(up), "down": num(-sum(down)), "downs": len(down)}
    key = "sees_both" if up and down else "sees_up" if up else "sees_down"
    return seen.say(f"where_from.{key}", **said, **pushes)


def _was(seen: Seen, memory: str, step: int, unit: int, total: float) -> str:
    if seen.before is None:
        return ""
    old = num(float(getattr(seen.before.steps, memory)[step, unit]))
    return "" if old == num(total) else seen.say("where_from.was", was=old)


def _largest(terms: list[Term]) -> list[Term]:
    """Return the largest terms, in order of time."""
    by_size = sorted(terms, key=lambda term: -abs(term.value))[:TERMS_MAX]
    return [term for term in terms if term in by_size]


def _written(seen: Seen, terms: list[Term], total: float) -> str:
    """Write the sum: c = 1 + 1 − 1; ≈ as soon as one number of it is rounded."""
    shown = _largest(terms)
    rest = total - sum(term.value for term in shown)
    signed = [num(shown[0].value)]
    signed += [_signed(term.value) for term in shown[1:]]
    if left := len(terms) - len(shown):
        signed.append(f"{_signed(rest)} ({seen.say('where_from.others', count=left)})")
    values = [total, *(term.value for term in shown)]
    exact = not left and all(float(f"{value:.3f}") == value for value in values)
    joint = "=" if exact else "≈"
    return f"{seen.cell.ROAD.memory} {joint} {' '.join(signed)} {joint} {num(total)}"


def _signed(value: float) -> str:
    return f"{'−' if value < 0 else '+'} {num(abs(value))}"
