"""A run in a notebook: a tape and a table of symbols, tokens and numbers. Loaded when asked for.

No sentence stands here, because sentences have a language. Text takes the notebook's own colour, so
that it can be read on light and on dark; sign is told twice, by colour and by a minus.
"""

from collections.abc import Iterable, Iterator
from html import escape
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from .arrays import Array
from .cells import CELLS
from .edit_text import edit_text
from .edits import Clamp, Edit
from .errors import LstmCoreError
from .trace import Trace

POSITIVE, NEGATIVE = "221,122,0", "59,31,168"  # the amber and the indigo of the belt
STEPS_MAX = 60  # columns of the tape and rows of the table; the middle of a longer run is folded
UNITS_MAX = 16  # rows of the tape: those that move most
TOKEN_MAX = 40  # characters

_CELL = "padding:1px 6px;border:0;background:none;text-align:right;white-space:nowrap;"
_HEAD = _CELL + "font-weight:600;border-bottom:1px solid rgba(128,128,128,.6);"
_TOKEN = _CELL + "text-align:center;max-width:7em;overflow:hidden;text-overflow:ellipsis;"
_TABLE = (
    "border-collapse:separate;border-spacing:1px;border:0;margin:4px 0;width:auto;"
    "color:inherit;font-size:inherit;"
)


class Column(NamedTuple):
    """One place on the tape: its token, and its step, None where nothing was read."""

    text: str
    step: int | None


FOLD = Column("…", None)


def picture(run: Any) -> str:
    """Draw a run as HTML that needs nothing else: for a notebook's `_repr_html_`.

    The tape shows c of each unit (h where a cell has no c) at every step, the table every signal of
    the unit that moves most. In a stack each trace has its tape, the last layer the table; of a
    batch it shows the first row.
    """
    columns = folded(_columns(run))
    directions = len(run.network.layers[0])
    parts = [f"<div><b>{escape(visible(run.network.name))}</b> · {_sizes(run)}</div>"]
    for k, trace in enumerate(run.traces):
        layer, direction = divmod(k, directions)
        label = f"l{layer}{'_reverse' * direction}" if len(run.traces) > 1 else ""
        parts.append(_tape(run, trace, columns, label, named=layer == 0))
    trace = run.traces[-directions]
    parts.append(_table(run, trace, columns, leaders(memory(trace), 1)[0]))
    style = "font-variant-numeric:tabular-nums;color:inherit;overflow-x:auto"
    return f'<div style="{style}">{"".join(parts)}</div>'


def memory(trace: Trace) -> Array:
    """Return what a trace remembers, (T, H): c, or h where the cell has no c; of a batch row 0."""
    return signal_of(trace, "c" if "c" in CELLS[trace.cell].State._fields else "h")


def signal_of(trace: Trace, name: str) -> Array:
    """Return a signal as (T, H), of a batch row 0."""
    values = getattr(trace.steps, name)
    return values if values.ndim == 2 else values[:, 0]


def leaders(values: Array, count: int) -> list[int]:
    """Return the units whose values range widest around 0, in their own order."""
    width = values.max(axis=0, initial=0.0) - values.min(axis=0, initial=0.0)
    return sorted(np.argsort(-width, kind="stable")[:count].tolist())


def folded(columns: list[Column]) -> list[Column]:
    """Keep the first and the last places of a long run, with an ellipsis for what lies between."""
    if len(columns) <= STEPS_MAX:
        return columns
    last = STEPS_MAX // 2 - 1
    return [*columns[: STEPS_MAX - 1 - last], FOLD, *columns[-last:]]


def number(value: float) -> str:
    """Write a number with three decimals: a true minus, ~0 for what would round to nothing."""
    if value == int(value) and abs(value) < 1000:
        text = f"{value:.0f}" if value else "0"
    else:
        text = f"{value:.3f}"
    return "~0" if text in ("0.000", "-0.000") else text.replace("-", "−")


def visible(text: str) -> str:
    """Show spaces and control characters as pictures, cut what is too long."""
    if text and not text.strip(" "):
        return "␣" * min(len(text), TOKEN_MAX)
    short = text if len(text) <= TOKEN_MAX else text[:TOKEN_MAX] + "…"
    seen = (chr(0x2400 + ord(c)) if ord(c) < 32 else "␡" if ord(c) == 127 else c for c in short)
    return "".join(seen).encode("utf-8", errors="replace").decode("utf-8")


def standalone_page(run: Any, lang: str) -> str:
    """Ask the app, by its name, for the page of a run: the core knows no interface.

    Raises LstmCoreError when there is no app beside lstm_core. See docs/decisions/0006.
    """
    try:
        standalone = import_module("app.standalone")
    except ImportError as error:
        raise LstmCoreError(
            "to_html needs the app beside lstm_core: start Python in Gatescope's folder, with "
            f"requirements-base.txt installed ({error})"
        ) from error
    return standalone.to_html(run, lang)


def _columns(run: Any) -> list[Column]:
    """List the places of the tape; rows of numbers without tokens are numbered."""
    if not run.tokens:
        return [Column(str(k + 1), k) for k in range(len(run.x))]
    steps = iter(range(len(run.x)))
    return [Column(t.text, None if t.symbol is None else next(steps)) for t in run.tokens]


def _sizes(run: Any) -> str:
    """Say cell, sizes and edits in symbols."""
    network = run.network
    sizes = [network.cell, f"H = {network.hidden_size}", f"D = {network.input_size}"]
    sizes.append(f"T = {len(run.x)}")
    if run.x.ndim == 3:
        sizes.append(f"B = {run.x.shape[1]}, b = 1")
    sizes += [_edit(edit) for edit in dict.fromkeys(e for t in run.traces for e in t.edits)]
    return " · ".join(sizes)


def _edit(edit: Edit) -> str:
    if not isinstance(edit, Clamp) or isinstance(edit.value, str):
        return edit_text(edit)
    units = "" if edit.units is None else "." + ",".join(str(unit + 1) for unit in edit.units)
    last = "T" if edit.last is None else str(edit.last + 1)
    span = "" if edit.first == 0 and edit.last is None else f" (t = {edit.first + 1} … {last})"
    return f"{edit.signal}{units} := {number(edit.value)}{span}"


def _tape(run: Any, trace: Trace, columns: list[Column], label: str, named: bool) -> str:
    values = memory(trace)
    units = leaders(values, UNITS_MAX)
    symbol = "c" if "c" in CELLS[trace.cell].State._fields else "h"
    head = f"<i>{symbol}</i> {label}"
    rows = [f'<td style="{_CELL}">{head}</td>' + "".join(map(_token, columns))]
    for unit in units:
        name = escape(visible(_name(run, unit, named)))
        cells = "".join(_cell(column, values, unit, symbol) for column in columns)
        rows.append(f'<td style="{_CELL}"><bdi>{name}</bdi></td>{cells}')
    if len(units) < values.shape[1]:
        rows.append(f'<td style="{_CELL}">… {values.shape[1]}</td>')
    return _framed(rows)


def _name(run: Any, unit: int, named: bool) -> str:
    names = run.network.unit_names
    return names[unit] if named and unit < len(names) else str(unit + 1)


def _token(column: Column) -> str:
    text = f"<bdi>{escape(visible(column.text))}</bdi>"
    unread = column.step is None and column is not FOLD
    return f'<td style="{_TOKEN}">{f"<s>{text}</s>" if unread else text}</td>'


def _cell(column: Column, values: Array, unit: int, symbol: str) -> str:
    """Draw one value: deeper colour for more, all of it from 1 on; a minus for below 0."""
    if column.step is None:
        return f'<td style="{_CELL}"></td>'
    value = float(values[column.step, unit])
    depth = min(1.0, abs(value))
    colour = f"rgba({POSITIVE if value >= 0 else NEGATIVE},{depth:.2f})"
    ink = "color:#fff;" if value < 0 and depth > 0.65 else ""
    style = f"padding:0;border:0;min-width:1.4em;text-align:center;background:{colour};{ink}"
    told = f"{symbol}.{unit + 1} = {number(value)}"
    return f'<td style="{style}" title="{told}">{"−" if value < -0.0005 else ""}</td>'


def _table(run: Any, trace: Trace, columns: list[Column], unit: int) -> str:
    """Write every signal of one unit, a row a step."""
    names = CELLS[trace.cell].SIGNALS
    name = escape(visible(_name(run, unit, named=len(run.network.layers) == 1)))
    heads = [
        "t",
        f"<bdi>{name}</bdi>",
        *(f"<i>{name}</i><sub>{unit + 1}</sub>" for name in names),
        "",
    ]
    rows = ["".join(f'<th style="{_HEAD}">{head}</th>' for head in heads)]
    for column in columns:
        if column.step is None and column is not FOLD:
            continue
        rows.append(
            "".join(f'<td style="{_CELL}">{text}</td>' for text in _row(run, trace, column, unit))
        )
    return _framed(rows)


def _row(run: Any, trace: Trace, column: Column, unit: int) -> Iterator[str]:
    names = CELLS[trace.cell].SIGNALS
    if column.step is None:
        yield from ["…"] * (len(names) + 3)
        return
    yield str(column.step + 1)
    yield f"<bdi>{escape(visible(column.text))}</bdi>" if run.tokens else ""
    for name in names:
        yield number(float(signal_of(trace, name)[column.step, unit]))
    said = run.readouts[column.step]
    yield number(said) if isinstance(said, float) else escape(visible(said or ""))


def _framed(rows: Iterable[str]) -> str:
    lines = "".join(f'<tr style="background:none">{row}</tr>' for row in rows)
    return f'<table style="{_TABLE}"><tbody>{lines}</tbody></table>'
