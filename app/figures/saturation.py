"""Gate saturation as in Karpathy, Johnson & Fei-Fei (2015): a mark for each gate of each unit."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from app.figures.canvas import LETTER, Figure, Say, axis, figure
from app.figures.numbers import pct

# One sign a gate, the larger below, so that three marks at one place are still three.
SYMBOLS = {"f": "circle", "i": "square", "o": "diamond", "z": "circle", "r": "diamond"}
SIZES = {"f": 24, "i": 16, "o": 11, "z": 24, "r": 12}
TURN = {"f": "top", "i": "middle", "o": "bottom", "z": "top", "r": "bottom"}
NAMES_MAX = 4  # units up to which their names stand in the picture
EDGE = 0.08  # room around the triangle for marks that lie on its side


class Mark(NamedTuple):
    """Units whose gate has the same shares: one mark, however many there are."""

    shut: float
    open: float
    units: tuple[int, ...]


def saturation(
    marks: Mapping[str, Sequence[Mark]],
    ghosts: Mapping[str, Sequence[tuple[float, float, float, float]]],
    asks: Mapping[str, str],
    names: Sequence[str],
    say: Say,
) -> Figure:
    """Draw the share of steps below 0.1 (x) and above 0.9 (y) of every gate of every unit.

    `ghosts` are, for each gate, the (shut, open) that an edit moved, before and after: a hollow
    mark and a line from it. `asks` are the gates' names.
    """
    data = [_triangle()]
    data += [_ghost(gate, moved) for gate, moved in ghosts.items() if moved]
    data += [_marks(gate, there, asks[gate], names, say) for gate, there in marks.items()]
    shut, opened = say("saturation.always_shut"), say("saturation.always_open")
    share = {"range": [-EDGE, 1 + EDGE], "showgrid": False, "constrain": "domain"}
    across = axis(say("saturation.across"), **share, **_ticks(f"{pct(1)}<br>{shut}"))
    up = axis(say("saturation.up"), **share, **_ticks(f"{opened}<br>{pct(1)}"), scaleanchor="x")
    return figure(
        data,
        xaxis=across,
        yaxis=up,
        margin={"l": 8, "r": 36, "t": 12, "b": 8, "pad": 0},  # half of the last tick's words
        annotations=_words(say),
        showlegend=True,
        legend={
            "orientation": "v",
            "x": 1,
            "xanchor": "right",
            "y": 1,
            "yanchor": "top",
            "itemsizing": "constant",
            "itemclick": False,
            "itemdoubleclick": False,
            "bgcolor": "rgba(0,0,0,0)",
        },
    )


def _triangle() -> dict[str, Any]:
    """Draw what is possible: shut and open together are at most all steps."""
    return {
        "type": "scatter",
        "x": [0, 1, 0, 0],
        "y": [0, 0, 1, 0],
        "mode": "lines",
        "fill": "toself",
        "fillcolor": "@empty",
        "line": {"color": "@hair", "width": 1},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _ticks(end: str) -> dict[str, Any]:
    return {"tickvals": [0, 0.5, 1], "ticktext": [pct(0), pct(0.5), end]}


def _words(say: Say) -> list[dict[str, Any]]:
    """Say what it means to lie at the corner of the two axes, and on the slanted side."""
    small = {"font": {"size": LETTER - 1, "color": "@mut"}}
    corner = {
        "text": say("saturation.between"),
        "x": 0.035,
        "y": 0.035,
        "ax": 62,
        "ay": -52,
        "xanchor": "left",
        "arrowcolor": "@mut",
        "arrowwidth": 1,
        "arrowhead": 2,
    }
    side = {
        "text": say("saturation.never_half"),
        "x": 0.5,
        "y": 0.5,
        "textangle": 45,
        "xshift": 9,
        "yshift": 9,
        "showarrow": False,
    }
    return [corner | small, side | small]


def _marks(
    gate: str, there: Sequence[Mark], ask: str, names: Sequence[str], say: Say
) -> dict[str, Any]:
    called = [_called(mark, names, say) for mark in there]
    template = say("saturation.hover")
    return {
        "type": "scatter",
        "mode": "markers+text" if len(names) <= NAMES_MAX else "markers",
        "name": ask,
        "x": [mark.shut for mark in there],
        "y": [mark.open for mark in there],
        "text": [f"\u2002{name}\u2002" for name in called],  # clear of a larger mark below
        "textposition": [
            f"{TURN[gate]} {'left' if mark.shut > 0.5 else 'right'}" for mark in there
        ],
        "textfont": {"size": LETTER - 1, "color": f"@{gate}_text"},
        "hovertext": [
            template.format(gate=ask, units=name, shut=pct(mark.shut), open=pct(mark.open))
            for mark, name in zip(there, called, strict=True)
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "symbol": SYMBOLS[gate],
            "size": [SIZES[gate] * min(1.5, 0.55 + 0.18 * len(mark.units)) for mark in there]
            if len(names) > NAMES_MAX
            else SIZES[gate],
            "color": f"@{gate}",
            "opacity": 0.8,
            "line": {"width": 1.5, "color": "@bg"},
        },
    }


def _called(mark: Mark, names: Sequence[str], say: Say) -> str:
    if len(mark.units) == len(names) > 1:
        return say("saturation.all")
    if len(mark.units) > NAMES_MAX:
        return say("saturation.many", count=len(mark.units))
    return ", ".join(names[unit] for unit in mark.units)


def _ghost(gate: str, moved: Sequence[tuple[float, float, float, float]]) -> dict[str, Any]:
    """Draw where a gate was before the edit: hollow, with a line to where it is now."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [v for x0, _, x1, _ in moved for v in (x0, x1, None)],
        "y": [v for _, y0, _, y1 in moved for v in (y0, y1, None)],
        "line": {"color": f"@{gate}", "width": 1, "dash": "dot"},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
        "marker": {
            "symbol": f"{SYMBOLS[gate]}-open",
            "size": [size for _ in moved for size in (SIZES[gate] * 1.2, 0, 0)],
            "color": f"@{gate}",
            "line": {"width": 1.5},
        },
    }
