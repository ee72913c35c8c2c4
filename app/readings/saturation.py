"""How open were the gates: how often each is all but shut, and how often all but open."""

from typing import Any

import numpy as np

import lstm_core as lc
from app.figures import saturation as picture
from app.figures.numbers import pct
from app.readings.seen import Seen, View

ROWS_MAX = 200  # of the table: 64 units with three gates


def saturation(seen: Seen) -> View:
    """Read all gates of all units."""
    if not seen.cell.GATES:
        return View(seen.say("saturation.no_gate"))
    if not len(seen.trace):
        return View(seen.say("nothing_read"))
    gates = sorted(seen.cell.GATES, key="fzior".index)
    now = {gate: lc.saturation(seen.trace, gate) for gate in gates}
    was = {g: lc.saturation(seen.before, g) for g in gates} if seen.before is not None else {}
    marks = {gate: _marks(found) for gate, found in now.items()}
    ghosts = {gate: _moved(found, now[gate]) for gate, found in was.items()}
    asks = {gate: seen.ask(gate) for gate in gates}
    sentence = _sentence(seen, now, asks)
    return View(
        sentence=sentence,
        note=seen.say("saturation.note_was" if any(ghosts.values()) else "saturation.note"),
        figure=picture.saturation(marks, ghosts, asks, seen.units, seen.say),
        alt=f"{seen.say('saturation.alt')} {sentence}",
        square=True,
        whole=True,
        table=_table(seen, now, was, asks),
    )


def _marks(found: lc.Saturation) -> list[picture.Mark]:
    """Gather the units that lie at the same place."""
    places: dict[tuple[float, float], list[int]] = {}
    for unit, place in enumerate(zip(found.shut.tolist(), found.open.tolist(), strict=True)):
        places.setdefault(place, []).append(unit)
    return [picture.Mark(*place, tuple(units)) for place, units in places.items()]


def _moved(was: lc.Saturation, now: lc.Saturation) -> list[tuple[float, float, float, float]]:
    both = np.stack([was.shut, was.open, now.shut, now.open], axis=1)
    moved = np.abs(both[:, :2] - both[:, 2:]).max(axis=1) > 1e-9
    return [tuple(row) for row in dict.fromkeys(map(tuple, both[moved].tolist()))]


def _sentence(seen: Seen, now: dict[str, lc.Saturation], asks: dict[str, str]) -> str:
    """Say of every gate how often it is shut and how often open, all units together."""
    parts = [
        seen.say(
            "saturation.part",
            gate=asks[gate],
            shut=pct(float(found.shut.mean())),
            open=pct(float(found.open.mean())),
        )
        for gate, found in now.items()
    ]
    return seen.words("belt.caption.gap").join([seen.say("saturation.sees"), *parts])


def _table(
    seen: Seen, now: dict[str, lc.Saturation], was: dict[str, lc.Saturation], asks: dict[str, str]
) -> dict[str, Any]:
    """Write a row a unit: of each gate how much of the time it is shut and open."""

    def shares(found: lc.Saturation, unit: int) -> str:
        return f"{pct(float(found.shut[unit]))} · {pct(float(found.open[unit]))}"

    rows = []
    for unit, name in enumerate(seen.units[:ROWS_MAX]):
        cells = []
        for gate, found in now.items():
            text = shares(found, unit)
            old = shares(was[gate], unit) if was else text
            cells.append(text if old == text else f"{text}\n{seen.say('was', value=old)}")
        rows.append([name, *cells])
    return {
        "caption": seen.say("saturation.table"),
        "head": [seen.say("still_here.head.unit"), *asks.values()],
        "rows": rows,
        "chosen": -1,
    }
