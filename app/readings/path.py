"""The path of two units: where their state goes, step by step."""

import numpy as np

import lstm_core as lc
from app.figures import path as picture
from app.figures.canvas import Array
from app.figures.numbers import num
from app.readings.seen import Seen, View, chooser

SEEN = 0.005  # of the path's extent: a ghost that is nearer could not be told from it


def path(seen: Seen) -> View:
    """Read two units of h or c; a unit alone goes against the steps."""
    if not len(seen.trace):
        return View(seen.say("nothing_read"))
    alone = len(seen.units) == 1
    points = _points(seen, seen.trace)
    ghost = _points(seen, seen.before) if seen.before is not None else None
    if ghost is not None and np.allclose(ghost, points, rtol=0, atol=SEEN * np.ptp(points)):
        ghost = None
    axes = _axes(seen, alone)
    sentence = _sentence(seen, points, alone)
    shared = (seen.marks, seen.first, axes, seen.say)
    if alone:
        before = None if ghost is None else ghost[:, 0]
        drawn = picture.against_steps(points[:, 0], before, *shared)
    else:
        drawn = picture.path(points, ghost, *shared)
    return View(
        sentence=sentence,
        note=seen.say("path.note_was" if ghost is not None else "path.note"),
        figure=drawn,
        alt=f"{seen.say('path.alt', x=axes[0], y=axes[1], count=len(points))} {sentence}",
        axes=("xaxis",) if alone else (),
        choosers=_choosers(seen, alone),
        table=_table(seen, points, axes),
    )


def _points(seen: Seen, trace: lc.Trace) -> Array:
    return lc.path(trace, seen.look.signal, (seen.look.a, seen.look.b))[seen.window]


def _axes(seen: Seen, alone: bool) -> tuple[str, str]:
    def of(unit: int) -> str:
        return seen.say("path.axis", signal=seen.look.signal, unit=seen.units[unit])

    if alone:
        return seen.say("path.step"), of(0)
    return of(seen.look.a), of(seen.look.b)


def _choosers(seen: Seen, alone: bool) -> tuple[dict[str, object], ...]:
    state = seen.cell.State._fields
    signals = [chooser(seen, "signal", {s: s for s in state})] if len(state) > 1 else []
    units = [] if alone else [chooser(seen, "a"), chooser(seen, "b")]
    return (*signals, *units)


def _sentence(seen: Seen, points: Array, alone: bool) -> str:
    """Say where the path ends, and at which step it jumped farthest."""
    columns = points[:, :1] if alone else points
    end = ", ".join(num(float(v)) for v in columns[-1])
    end = end if alone else f"({end})"
    jumps = np.linalg.norm(np.diff(columns, axis=0, prepend=columns[:1] * 0), axis=1)
    far, first = int(jumps.argmax()), seen.window.start
    if jumps[far] < 5e-4:
        return seen.say("path.rests", end=end)
    key = "path.sees_alone" if alone else "path.sees"
    return seen.say(
        key, end=end, place=seen.place(len(seen.trace) - 1), jump=seen.place(first + far)
    )


def _table(seen: Seen, points: Array, axes: tuple[str, str]) -> dict[str, object]:
    alone = len(seen.units) == 1
    rows = [
        [seen.place(seen.window.start + k), *(num(float(v)) for v in (row[:1] if alone else row))]
        for k, row in enumerate(points)
    ]
    head = [seen.say("path.step"), *(axes[1:] if alone else axes)]
    return {"caption": seen.say("path.table"), "head": head, "rows": rows, "chosen": -1}
