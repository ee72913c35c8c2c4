"""The sum that a memory is: one signed bar for each step that wrote something into it."""

from typing import Any

import numpy as np

from app.figures.canvas import LABELS_MAX, LETTER, Array, Figure, Say, axis, figure
from app.figures.numbers import num

SHOWN = 5e-4  # what is smaller is "~0" and has no bar
ZERO = {"zeroline": True, "zerolinecolor": "@mut", "zerolinewidth": 1}
BAR: dict[str, Any] = {
    "type": "bar",
    "width": 0.72,
    "hoverinfo": "text",
    "textposition": "outside",
    "cliponaxis": False,
    "constraintext": "none",
    "textfont": {"size": LETTER - 1},
}


def where_from(
    start: Array, written: Array, edit: Array, first: int, say: Say
) -> tuple[Figure, list[dict[str, Any]]]:
    """Draw the sum after every step: the figure of the last one, and a frame for each.

    start (T,), written (T, T) and edit (T, T) as in `lc.Origins`, [s, k]. What was there at the
    start stands left of the first step, an edit is hatched, the sum is the bar at the right.
    A frame holds what changes: {"data": [...], "layout": {...}}.
    """
    length, aside = len(start), gap(len(start))
    end = first + length - 1
    total = start + written.sum(axis=0) + edit.sum(axis=0)
    begins = bool(np.abs(start).max(initial=0) >= SHOWN)
    x = list(range(first, end + 1))
    places = {"start": [first - aside], "written": x, "edit": x, "sum": [end + aside]}
    frames: list[dict[str, Any]] = []
    for k in range(length):
        values = (start[k : k + 1], written[:, k], edit[:, k], total[k : k + 1])
        frames.append(_frame(dict(zip(places, values, strict=True)), first + k, end + 0.5))
    data = [
        {"x": places[name], **BAR, **frame}
        for name, frame in zip(places, frames[-1]["data"], strict=True)
    ]
    across = axis(say("where_from.across"), showgrid=False)
    across["range"] = [first - 0.6 - aside * begins, end + 0.6 + aside]
    up = axis(say("where_from.up"), range=_span(written, edit, start, total), **ZERO)
    drawn = figure(data, xaxis=across, yaxis=up, barmode="relative", **frames[-1]["layout"])
    return drawn, frames


def _span(*values: Array) -> list[float]:
    """Return an axis that has room for every bar of every step, and for its number."""
    low = min(float(np.min(one, initial=0)) for one in values)
    high = max(float(np.max(one, initial=0)) for one in values)
    room = 0.14 * max(high - low, 0.01)
    return [low - (room if low < 0 else 0), high + (room if high > 0 else 0)]


def gap(length: int) -> float:
    """Return how many steps the sum stands behind the last bar, and the start before the first."""
    return max(1.5, length / 25)


def _frame(bars: dict[str, Array], now: int, end: float) -> dict[str, Any]:
    """Describe the bars after step number `now`; what comes later is veiled."""
    few = sum(int((np.abs(values) >= SHOWN).sum()) for values in bars.values()) <= LABELS_MAX
    data = [_bars(name, values, few or name == "sum") for name, values in bars.items()]
    veil = {
        "type": "rect",
        "yref": "paper",
        "x0": now + 0.5,
        "x1": end,
        "y0": 0,
        "y1": 1,
        "fillcolor": "@empty",
        "line": {"width": 0},
        "layer": "below",
    }
    return {"data": data, "layout": {"shapes": [veil] if now + 0.5 < end else []}}


def _bars(name: str, values: Array, labelled: bool) -> dict[str, Any]:
    """Describe the bars of one kind; a bar of nothing is left out."""
    shown = [float(v) if abs(v) >= SHOWN else None for v in values]
    texts = ["" if v is None else num(v) for v in shown]
    colour = ["@neg" if (v or 0) < 0 else "@pos" for v in shown]
    marker: dict[str, Any] = {"color": "@ink" if name == "sum" else colour}
    if name == "edit":
        marker["pattern"] = {"shape": "/", "fgcolor": "@ink", "size": 6, "fillmode": "overlay"}
    return {
        "y": [None if v is None else round(v, 6) for v in shown],
        "text": texts if labelled else [""] * len(texts),
        "hovertext": texts,
        "marker": marker,
    }
