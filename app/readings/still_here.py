"""What is still here: the product of Keep, and how long half of it lasts."""

from typing import Any

import numpy as np

import lstm_core as lc
from app.figures import still_here as picture
from app.figures.numbers import pct, steps
from app.readings.seen import Seen, View, unit_chooser

HEAD = ("unit", "keep", "half", "horizon", "wipes")


def still_here(seen: Seen) -> View:
    """Read one unit, and the half-life of all."""
    if seen.cell.ROAD is None:
        return View(seen.say("still_here.no_road"))
    if not len(seen.trace):
        return View(seen.say("nothing_read"))
    unit, window = seen.look.unit, seen.window
    share = lc.still_here(seen.trace, unit)[window, window]
    before = None
    if seen.before is not None:
        before = lc.still_here(seen.before, unit)[window, window]
    table = _lengths(seen)
    sentence = _sentence(seen, share, before)
    return View(
        sentence=sentence,
        note=seen.say("still_here.note"),
        figure=picture.still_here(share, seen.marks, seen.first, seen.cell.ROAD.keep, seen.say),
        alt=f"{seen.say('still_here.alt')} {sentence} {_spoken(seen, table)}",
        square=True,
        axes=("xaxis", "yaxis"),
        choosers=unit_chooser(seen),
        table=table,
    )


def _sentence(seen: Seen, share: Any, before: Any) -> str:
    """Say how much is left at the end of what the unit held after its largest write."""
    if len(share) == 1:
        return seen.say("still_here.one_step")
    first, last = seen.window.start, len(seen.trace) - 1
    wrote = np.diag(lc.where_from(seen.trace, seen.look.unit).written)[first:last]
    s = int(np.abs(np.round(wrote, 3)).argmax())
    unit, now = seen.units[seen.look.unit], pct(float(share[s, -1]))
    said = {"unit": unit, "first": seen.place(first + s), "last": seen.place(last), "share": now}
    if before is not None and (was := pct(float(before[s, -1]))) != now:
        return seen.say("still_here.sees_was", was=was, **said)
    return seen.say("still_here.sees", **said)


def _lengths(seen: Seen) -> dict[str, Any]:
    """Tell of every unit what a usual step keeps, its half-life, its horizon and its wipes."""
    now = lc.memory_length(seen.trace)
    was = lc.memory_length(seen.before) if seen.before is not None else None
    rows = []
    for unit, name in enumerate(seen.units):
        cells = _told(seen, now, unit)
        if was is not None:
            old = _told(seen, was, unit)
            cells = [
                cell if cell == before else f"{cell}\n{seen.say('was', value=before)}"
                for cell, before in zip(cells, old, strict=True)
            ]
        rows.append([name, *cells])
    return {
        "caption": seen.say("still_here.table"),
        "head": [seen.say(f"still_here.head.{k}") for k in HEAD],
        "rows": rows,
        "chosen": seen.look.unit,
    }


def _told(seen: Seen, length: lc.MemoryLength, unit: int) -> list[str]:
    if np.isnan(length.keep[unit]):
        return ["–"] * (len(HEAD) - 1)
    keep, wipes = pct(float(length.keep[unit])), int(length.wipes[unit])
    lasts = (_steps(seen, float(v[unit])) for v in (length.half_life, length.horizon))
    wiped = seen.say("still_here.wiped", count=wipes) if wipes else seen.say("still_here.never")
    return [keep, *lasts, wiped]


def _steps(seen: Seen, count: float) -> str:
    if np.isinf(count):
        return seen.say("still_here.for_ever")
    return seen.say("step_part") if count < 1 else seen.say("steps", count=steps(count))


def _spoken(seen: Seen, table: dict[str, Any]) -> str:
    name, _, half, horizon, _ = table["rows"][seen.look.unit]
    return seen.say(
        "still_here.length", unit=name, half=_one_line(half), horizon=_one_line(horizon)
    )


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
