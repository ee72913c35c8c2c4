"""The trace as a table (CSV): one row a token, one column a signal of a unit."""

import csv
import io
from collections.abc import Iterator

import lstm_core as lc
from app.exports.about import lines
from app.exports.columns import answer, inputs_tell, signals, traces, visible
from app.i18n import Words
from app.share import Link

# A spreadsheet takes a cell that begins so for a formula (the wide forms too) and would run it; our
# own mark is among them, so that whoever takes one ' away gets the text back.
_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n'")


def write(run: lc.Run, link: Link, words: Words) -> bytes:
    """Write a run as UTF-8 text with a byte order mark, which spreadsheets need to see.

    Lines that begin with # say what is what. Numbers are the shortest text that reads back as the
    same float64. A token that was not read has a row with no step and no numbers.
    """
    out = io.StringIO(newline="")
    for line in lines(run, link, words):
        out.write(f"# {line}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_names(run))
    writer.writerows(_rows(run, words))
    return out.getvalue().encode("utf-8-sig", errors="replace")


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: with ' before it where it might."""
    return f"'{visible(text)}" if text.startswith(_FORMULA_STARTS) else visible(text)


def _names(run: lc.Run) -> list[str]:
    inputs = [f"x.{k + 1}" for k in range(run.x.shape[1])] if inputs_tell(run) else []
    values = [
        f"{signal}{end}.{unit + 1}"
        for end, trace in traces(run)
        for signal in signals(run)
        for unit in range(trace.hidden_size)
    ]
    return ["step", "token", "read", *inputs, *values, "answer"]


def _rows(run: lc.Run, words: Words) -> Iterator[list[object]]:
    """Yield a row for every token; a numeric sequence has no tokens but its numbers."""
    width = len(_names(run))
    unknown, step = set(run.unknown), 0
    for place in range(len(run.tokens) or len(run.x)):
        token = harmless(run.tokens[place].text) if run.tokens else ""
        if place in unknown:
            yield ["", token, 0, *[""] * (width - 3)]
            continue
        values = [
            repr(float(value))
            for _, trace in traces(run)
            for signal in signals(run)
            for value in getattr(trace.steps, signal)[step]
        ]
        inputs = [repr(float(value)) for value in run.x[step]] if inputs_tell(run) else []
        said = answer(run, step, words)
        said = harmless(said) if isinstance(said, str) else repr(said)
        yield [step + 1, token, 1, *inputs, *values, said]
        step += 1
