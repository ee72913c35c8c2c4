"""The way of two units through their plane: a point a step, darker as time goes on."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.figures.canvas import LETTER, Array, Figure, Say, axis, figure, listed, step_axis
from app.figures.numbers import num

NAMED_MAX = 24  # places that can carry their tokens
CLEAR_MAX = 50  # points up to which a line and its arrows can be followed
TOKENS_MAX = 3  # tokens of one place that are written out
HEAD = 0.64  # of a stretch: beyond the middle, where an arrow back would meet it
LINE = {"color": "@mut", "width": 1.5}
GHOST = LINE | {"dash": "dash"}
ZERO = {"zeroline": True, "zerolinecolor": "@hair", "zerolinewidth": 1}
EDGE_LEFT, EDGE = 0.1, 0.85  # of the width: beyond them a token stands on the inner side
STRAIGHT = 0.5  # of two unit vectors' sum: below it a path goes on nearly as it came


def path(
    points: Array,
    ghost: Array | None,
    labels: Sequence[str],
    first: int,
    axes: tuple[str, str],
    say: Say,
) -> Figure:
    """Draw points (T, 2) in order; `ghost` (T, 2) is the untouched run, dashed."""
    data: list[dict[str, Any]] = []
    if ghost is not None:
        data.append(_line(ghost, GHOST))
    if len(points) <= CLEAR_MAX:
        data += [_line(points, LINE), _arrows(points)]
    else:
        data.append(_line(points, LINE | {"color": "@faint", "width": 1}))
    data.append(_marks(points, labels, first, axes, say))
    both = points if ghost is None else np.concatenate([points, ghost])
    return figure(
        data,
        xaxis=axis(axes[0], range=_span(both[:, 0]), **ZERO),
        yaxis=axis(axes[1], range=_span(both[:, 1]), **ZERO),
    )


def against_steps(
    values: Array,
    ghost: Array | None,
    labels: Sequence[str],
    first: int,
    axes: tuple[str, str],
    say: Say,
) -> Figure:
    """Draw the values (T,) of a unit that is alone against the steps."""
    steps = np.arange(first, first + len(values))
    points = np.stack([steps, values], axis=1)
    data: list[dict[str, Any]] = []
    if ghost is not None:
        data.append(_line(np.stack([steps, ghost], axis=1), GHOST))
    data.append(_line(points, LINE))
    data.append(_marks(points, labels, first, axes, say) | {"mode": "markers"})
    both = values if ghost is None else np.concatenate([values, ghost])
    ends = {"range": [first - 0.5, first + len(values) - 0.5]}
    return figure(
        data,
        xaxis=step_axis(axes[0], len(values)) | ends,
        yaxis=axis(axes[1], range=_span(both), **ZERO),
    )


def _span(values: Array) -> list[float]:
    """Return an axis with zero on it and room for a name at its ends."""
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    room = 0.12 * max(high - low, 1e-6)
    return [low - room, high + room]


def _line(points: Array, line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": listed(points[:, 0]),
        "y": listed(points[:, 1]),
        "line": line,
        "hoverinfo": "skip",
    }


def _arrows(points: Array) -> dict[str, Any]:
    """Put an arrowhead on every stretch that is long enough to be seen."""
    spans = np.ptp(points, axis=0)
    far = np.linalg.norm(np.diff(points, axis=0) / np.where(spans > 0, spans, 1), axis=1) > 0.08
    x: list[float | None] = []
    y: list[float | None] = []
    for a, b in zip(points[:-1][far], points[1:][far], strict=True):
        head = a + HEAD * (b - a)
        x += [float(a[0]), float(head[0]), None]
        y += [float(a[1]), float(head[1]), None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "hoverinfo": "skip",
        "marker": {
            "symbol": "arrow",
            "angleref": "previous",
            "size": [size for _ in range(len(x) // 3) for size in (0, 12, 0)],
            "color": "@mut",
            "opacity": 1,
        },
    }


def _marks(
    points: Array, labels: Sequence[str], first: int, axes: tuple[str, str], say: Say
) -> dict[str, Any]:
    places = _places(points)
    names = [say("place", token=label, step=first + k) for k, label in enumerate(labels)]
    tokens = [_tokens([f"{labels[k]}<sub>{first + k}</sub>" for k in steps]) for steps in places]
    last = [steps[-1] for steps in places]
    return {
        "type": "scatter",
        "mode": "markers+text" if len(places) <= NAMED_MAX else "markers",
        "x": listed(points[last, 0]),
        "y": listed(points[last, 1]),
        "text": tokens,
        "textposition": [_side(points, step) for step in last],
        "textfont": {"size": LETTER, "color": "@ink"},
        "cliponaxis": False,
        "hovertext": [
            f"{names[k]}<br>{axes[0]}: {num(points[k, 0])}<br>{axes[1]}: {num(points[k, 1])}"
            for k in last
        ],
        "hoverinfo": "text",
        "marker": {
            "size": [9 + 4 * (k == len(points) - 1) for k in last],
            "color": last,
            "cmin": 0,
            "cmax": max(1, len(points) - 1),
            "colorscale": [[0, "@faint"], [1, "@ink"]],
            "opacity": 1,
            "line": {"width": 1.5, "color": "@ink"},
        },
    }


def _places(points: Array) -> list[list[int]]:
    """Group the steps by where they are: what lies within a mark's width is one place."""
    spans = np.ptp(points, axis=0)
    cells = np.round(points / np.where(spans > 0, spans, 1) * 60).astype(int)
    places: dict[tuple[int, int], list[int]] = {}
    for step, (a, b) in enumerate(cells):
        places.setdefault((int(a), int(b)), []).append(step)
    return list(places.values())


def _side(points: Array, step: int) -> str:
    """Say where a token is out of the way of its own line: on the side that the path turns from."""
    spans = np.ptp(points, axis=0)
    scaled = points / np.where(spans > 0, spans, 1)
    ways = [scaled[k] - scaled[step] for k in (step - 1, step + 1) if 0 <= k < len(points)]
    units = [way / length for way in ways if (length := np.linalg.norm(way)) > 0]
    x, y = np.sum(units, axis=0) if units else np.zeros(2)
    if units and np.hypot(x, y) < STRAIGHT:  # straight on: beside it, above rather than below
        x, y = units[0][1], -units[0][0]
        x, y = (x, y) if y < 0 else (-x, -y)
    share = (scaled[step, 0] - scaled[:, 0].min()) / max(np.ptp(scaled[:, 0]), 1e-12)
    left = share > EDGE if not EDGE_LEFT < share < EDGE else x > 0
    return f"{'bottom' if y > 0 else 'top'} {'left' if left else 'right'}"


def _tokens(tokens: Sequence[str]) -> str:
    shown = " ".join(tokens[:TOKENS_MAX])
    return f"{shown} +{len(tokens) - TOKENS_MAX}" if len(tokens) > TOKENS_MAX else shown
