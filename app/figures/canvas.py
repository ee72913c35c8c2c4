"""What the figures of the readings have in common: Plotly's dictionaries with colours by name.

A colour is written "@name" of palette.py, or "@name/40" for 40 % of it: the browser puts in the
colour of its theme, so that a change of theme asks nobody. Lengths (type, marks, lines) are those
of the desk; a lecture hall multiplies them. Words come as an argument, `say("key", name=value)`.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Figure = dict[str, Any]
Say = Callable[..., str]

LETTER = 14
LABELS_MAX = 16  # columns up to which every cell says its number


def axis(title: str, **more: Any) -> dict[str, Any]:
    """Describe an axis: its name, a hair of a grid, nothing that can be dragged."""
    return {
        "title": {"text": title, "font": {"size": LETTER}, "standoff": 8},
        "fixedrange": True,
        "automargin": True,
        "gridcolor": "@belt",
        "zeroline": False,
        "linecolor": "@hair",
        "tickfont": {"size": LETTER - 1, "color": "@mut"},
        "ticklen": 4,
        "tickcolor": "@hair",
        **more,
    }


def step_axis(title: str, length: int, **more: Any) -> dict[str, Any]:
    """Describe an axis of steps 1 … T; the browser writes tokens on it where they fit."""
    return axis(title, range=[0.5, length + 0.5], showgrid=False, **more)


def figure(data: list[dict[str, Any]], **layout: Any) -> Figure:
    """Put traces into the frame that all readings share."""
    shared: dict[str, Any] = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": LETTER, "color": "@ink"},
        "margin": {"l": 8, "r": 12, "t": 12, "b": 8, "pad": 0},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": "@ink",
            "bordercolor": "@ink",
            "font": {"color": "@bg", "size": LETTER},
            "align": "left",
        },
    }
    return {"data": data, "layout": shared | layout}


def listed(values: Array, decimals: int = 6) -> list[Any]:
    """Turn numbers into a list for JSON, rounded for a screen; what is not finite is null."""
    rounded = np.round(values, decimals) + 0.0
    return np.where(np.isfinite(rounded), rounded, None).tolist()  # type: ignore[arg-type]
