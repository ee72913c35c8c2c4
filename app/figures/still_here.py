"""The triangle of what is still here: rows are when it was there, columns how long it stays."""

from collections.abc import Sequence
from typing import Any

from app.figures.canvas import LABELS_MAX, LETTER, Array, Figure, Say, figure, listed, step_axis
from app.figures.numbers import pct

FULL = 0.66  # share from which a cell is dark in both themes


def still_here(share: Array, labels: Sequence[str], first: int, keep: str, say: Say) -> Figure:
    """Draw share[s, k] (T, T), nan for k < s; `first` is the number of the first step shown.

    `keep` is the signal whose product it is, f or z: its colour is the ink.
    """
    length = len(share)
    numbers = list(range(first, first + length))
    texts, hover = _texts(share, labels, first, say)
    heat = {
        "type": "heatmap",
        "x": numbers,
        "y": numbers,
        "z": listed(share, 4),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, "@empty"], [1, f"@{keep}/85"]],  # white can be read on it
        "showscale": False,
        "hoverongaps": False,
        "hovertext": hover,
        "hoverinfo": "text",
        "xgap": 2 if length <= 40 else 0,
        "ygap": 2 if length <= 40 else 0,
    }
    data = [heat]
    if length <= LABELS_MAX:
        data.append(_labels(share, texts, first))
    ends = {"range": [first - 0.5, first + length - 0.5]}
    falling = {"range": [first + length - 0.5, first - 0.5]}
    across, down = say("still_here.across"), say("still_here.down")
    return figure(
        data,
        xaxis=step_axis(across, length) | ends,
        yaxis=step_axis(down, length) | falling,
    )


def _labels(share: Array, texts: list[list[str]], first: int) -> dict[str, Any]:
    """Write its number into every cell, in a colour that can be read on it."""
    cells = [(s, k) for s, row in enumerate(texts) for k, text in enumerate(row) if text]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [first + k for _, k in cells],
        "y": [first + s for s, _ in cells],
        "text": [texts[s][k] for s, k in cells],
        "textfont": {
            "size": LETTER - 1,
            "color": ["@on_neg" if share[s, k] > FULL else "@ink" for s, k in cells],
        },
        "hoverinfo": "skip",
    }


def _texts(
    share: Array, labels: Sequence[str], first: int, say: Say
) -> tuple[list[list[str]], list[list[str]]]:
    """Write each cell's percentage, and the sentence that it says when it is pointed at."""
    names = [say("place", token=label, step=first + s) for s, label in enumerate(labels)]
    template = say("still_here.hover")
    texts: list[list[str]] = []
    hover: list[list[str]] = []
    for s, row in enumerate(share):
        texts.append(["" if v != v else pct(v) for v in row.tolist()])
        hover.append(
            [
                template.format(at=names[s], after=names[k], share=text) if text else ""
                for k, text in enumerate(texts[-1])
            ]
        )
    return texts, hover
