"""The trace as a spreadsheet (XLSX) that computes: every gate a formula of weights, x and the past.

Each formula carries the value that `lstm_core` computed, so that a viewer that does not calculate
(a telephone, a mail program, a protected view) shows the same numbers. This is why XlsxWriter
writes it: openpyxl leaves such cells empty.
"""

import io
from typing import Any

import xlsxwriter

import lstm_core as lc
from app.exports.about import lines
from app.exports.columns import answer, held, visible
from app.exports.formulas import FORMULAS, LEAD, LEFT, Places, places
from app.i18n import Words
from app.names import unit_names
from app.share import Link

FORMULAS_MAX = 20_000  # cells: more of them take a spreadsheet seconds to open
BEFORE = 1  # row of the state before the first step, from 0


def write(run: lc.Run, link: Link, words: Words) -> bytes:
    """Write a run's first trace, or the part of it around the link's step when it is long."""
    out = io.BytesIO()
    trace = run.traces[0]
    at = places(run.network, trace)
    steps = window(len(trace), link.t, at.units * len(at.signals))
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        style = {
            "head": book.add_format({"bold": True}),
            "held": book.add_format({"italic": True, "bg_color": "#D9D9D9"}),
        }
        _readme(book, run, link, words, steps, style)
        _weights(book, run, words, at, style)
        _inputs(book, run, words, steps, style)
        _trace(book, run, words, at, steps, style)
    return out.getvalue()


def window(length: int, t: int, cells: int) -> range:
    """Return the steps that fit: all of them, or those around step t."""
    count = min(length, max(1, FORMULAS_MAX // cells))
    first = min(max(0, t - 1 - count // 2), length - count)
    return range(first, first + count)


def _readme(
    book: Any, run: lc.Run, link: Link, words: Words, steps: range, style: dict[str, Any]
) -> None:
    sheet = book.add_worksheet(words("exports.sheet.readme"))
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    said = [
        *lines(run, link, words),
        words("exports.sheet.weights"),
        words("exports.sheet.inputs"),
        words("exports.sheet.trace"),
    ]
    if run.traces[0].clamps:
        said.append(words("exports.sheet.held"))
    if len(steps) < len(run.x):
        span = {"first": steps.start + 1, "last": steps.stop, "all": len(run.x)}
        said.append(words("exports.sheet.window", **span))
    if len(run.traces) > 1:
        said.append(words("exports.sheet.layers"))
    for row, line in enumerate(said):
        sheet.write_string(row, 0, line, style["head"] if row == 0 else None)


def _weights(book: Any, run: lc.Run, words: Words, at: Places, style: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Weights")
    params = run.traces[0].params
    beside, title = _beside_the_bias(params)
    extra = [title] if beside else []
    inputs = [f"x.{k + 1}" for k in range(at.inputs)]
    hidden = [f"h.{k + 1}" for k in range(at.units)]
    _row(sheet, 0, ["gate", "unit", "name", *inputs, *hidden, "bias", *extra], style["head"])
    names = unit_names(run.network, words)
    for block in at.blocks:
        for unit in range(at.units):
            row = at.weights_row(block, unit) - 1
            k = row - 1
            numbers = [*params.weight_ih[k], *params.weight_hh[k], params.bias[k]]
            if block in beside:
                numbers.append(beside[block][unit])
            _row(sheet, row, [block, unit + 1, visible(names[unit]), *map(float, numbers)])
    sheet.freeze_panes(1, LEFT)


def _beside_the_bias(params: Any) -> tuple[dict[str, Any], str]:
    """Return what a gate has besides a bias, and its heading: the second bias, or a peephole."""
    if hasattr(params, "bias_hn"):
        return {"n": params.bias_hn}, "bias_hn"
    peepholes = [name for name in params._fields if name.startswith("weight_c")]
    return {name[-1]: getattr(params, name) for name in peepholes}, "c"


def _inputs(book: Any, run: lc.Run, words: Words, steps: range, style: dict[str, Any]) -> None:
    sheet = book.add_worksheet("x")
    columns = [f"x.{k + 1}" for k in range(run.x.shape[1])]
    _row(sheet, 0, ["step", "token", *columns], style["head"])
    tokens = _tokens(run)
    for row, step in enumerate(steps, start=BEFORE + 1):
        _row(sheet, row, [step + 1, tokens[step], *map(float, run.x[step])])
    sheet.freeze_panes(1, LEAD)


def _trace(
    book: Any, run: lc.Run, words: Words, at: Places, steps: range, style: dict[str, Any]
) -> None:
    sheet = book.add_worksheet("Trace")
    trace, tokens = run.traces[0], _tokens(run)
    names = [f"{signal}.{unit + 1}" for signal in at.signals for unit in range(at.units)]
    _row(sheet, 0, ["step", "token", *names, "answer"], style["head"])
    _row(sheet, BEFORE, [steps.start, words("exports.sheet.before")])
    for name, values in zip(trace.before._fields, state_before(trace, steps.start), strict=True):
        for unit, value in enumerate(values):
            sheet.write_number(BEFORE, at.column(name, unit), float(value))
    for row, step in enumerate(steps, start=BEFORE + 1):
        _row(sheet, row, [step + 1, tokens[step]])
        for unit in range(at.units):
            formulas = FORMULAS[run.network.cell](at, unit, row + 1)
            for signal, formula in formulas.items():
                place = (row, at.column(signal, unit))
                by_hand = held(trace, signal, unit, step)
                if by_hand is not None:
                    sheet.write_number(*place, by_hand, style["held"])
                else:
                    value = float(getattr(trace.steps, signal)[step, unit])
                    sheet.write_formula(*place, f"={formula}", None, value)
        _row(sheet, row, [answer(run, step, words)], column=LEAD + len(names))
    sheet.freeze_panes(1, LEAD)


def state_before(trace: lc.Trace, step: int) -> Any:
    """Return the state before a step; a sequence without steps has only its start."""
    return [a[step] for a in trace.before] if len(trace) else trace.start


def _tokens(run: lc.Run) -> list[str]:
    read = [visible(token.text) for token in run.tokens if token.symbol is not None]
    return read or [""] * len(run.x)


def _row(sheet: Any, row: int, values: list[Any], style: Any = None, column: int = 0) -> None:
    """Write text as text, whatever it begins with, and numbers as numbers."""
    for k, value in enumerate(values, start=column):
        write = sheet.write_string if isinstance(value, str) else sheet.write_number
        write(row, k, value, style)
