"""The triangle of what is still here: rows are when it was there, columns how long it stays."""

from collections.abc import Sequence

from app.figures.canvas import LABELS_MAX, Array, Figure, Say, figure, listed, step_axis
from app.figures.numbers import pct


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
        "colorscale": [[0, "@empty"], [1, f"@{keep}"]],
        "showscale": False,
        "hoverongaps": False,
        "hovertext": hover,
        "hoverinfo": "text",
        "xgap": 2 if length <= 40 else 0,
        "ygap": 2 if length <= 40 else 0,
    }
    if length <= LABELS_MAX:
        heat |= {"text": texts, "texttemplate": "%{text}"}
    ends = {"range": [first - 0.5, first + length - 0.5]}
    falling = {"range": [first + length - 0.5, first - 0.5]}
    across, down = say("still_here.across"), say("still_here.down")
    return figure(
        [heat],
        xaxis=step_axis(across, length) | ends,
        yaxis=step_axis(down, length) | falling,
    )


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
