"""An edit as a short text, for links and files, and back.

    clamp_f_2_4_11_1     signal, units, first step, last step or `end`, value, `mean` or `frozen`
    cut_2                unit
    put_c_1_5_0.5        signal, unit, step, value
    weight_ih_12_3_-40   array (ih, hh, b, bhn, ci, cf, co), row, column, value
    sharpen_0.4          factor
    token_3_France       step, text

Units and steps are 0-based. Units are `all`, numbers and ranges joined by dots (`0-3.7`), or, where
that is long, `x` and the bits in hexadecimal; a unit from 1024 on is written but not read back. An
edit of another trace than the first has its number behind the kind: `cut.1_2`; a Sharpen of one
trace alone likewise. Nothing but letters, digits and `_ . -` stands in it (but for the text of a
token), so that a link needs no escapes.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from .edits import Clamp, Cut, Edit, Held, Overwrite, ReplaceToken, SetWeight, Sharpen
from .errors import NumberError

FIELDS: Final = {
    "ih": "weight_ih",
    "hh": "weight_hh",
    "b": "bias",
    "bhn": "bias_hn",
    **{gate: f"weight_{gate}" for gate in ("ci", "cf", "co")},
}
_ARRAYS: Final = {name: short for short, name in FIELDS.items()}
_LISTED_MAX = 12  # characters; a longer list of units is written as a mask where that is shorter
_UNITS_MAX = 1024  # what a mask may name: a text must not make a huge number
_WHOLE = re.compile(r"[0-9]{1,6}")
_SIGNAL = re.compile(r"[a-z]{1,8}")
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?(e-?[0-9]{1,3})?")


def edit_text(edit: Edit) -> str:
    """Write an edit as text; `read_edit` gives it back exactly.

    >>> edit_text(Clamp("f", (0, 1, 2, 7), 4, 11, 1.0))
    'clamp_f_0-2.7_4_11_1'
    """
    match edit:
        case Clamp():
            last = "end" if edit.last is None else str(edit.last)
            rest = ("clamp", edit.signal, _units_text(edit.units), edit.first, last, edit.value)
        case Cut():
            rest = ("cut", edit.unit)
        case Overwrite():
            rest = ("put", edit.signal, edit.unit, edit.step, edit.value)
        case SetWeight():
            field = _ARRAYS.get(edit.field, edit.field)
            rest = ("weight", field, edit.row, edit.column, edit.value)
        case Sharpen():
            rest = ("sharpen", edit.factor)
        case ReplaceToken():
            rest = ("token", edit.step, edit.text)
    where = getattr(edit, "trace", None)
    marked = where is not None and (where > 0 or isinstance(edit, Sharpen))
    kind = f"{rest[0]}.{where}" if marked else rest[0]
    return "_".join((str(kind), *map(_text, rest[1:])))


def read_edit(text: str) -> Edit:
    """Read what `edit_text` wrote; raise NumberError or UnknownName for anything else.

    Whether a network has such a signal, unit or weight is for `run` to say.

    >>> read_edit("put_c_1_5_0.5")
    Overwrite(signal='c', unit=1, step=5, value=0.5, trace=0)
    """
    head, _, rest = text.partition("_")
    kind, dot, where = head.partition(".")
    if kind not in _READERS or (dot and kind == "token"):
        raise NumberError(f"an edit begins with {', '.join(_READERS)}, got {text!r:.60}")
    count, read = _READERS[kind]
    parts = rest.split("_", count - 1)
    if len(parts) != count:
        raise NumberError(f"{kind} needs {count} values joined by _, got {text!r:.60}")
    edit = read(*parts)
    return _in_trace(edit, _whole(where)) if dot else edit


def _in_trace(edit: Edit, trace: int) -> Edit:
    return edit if isinstance(edit, ReplaceToken) else replace(edit, trace=trace)


def _text(value: object) -> str:
    """Write a number as short as it can be read back, with no plus sign in it."""
    return repr(value).removesuffix(".0").replace("+", "") if type(value) is float else str(value)


def _units_text(units: tuple[int, ...] | None) -> str:
    if units is None:
        return "all"
    ranges: list[list[int]] = []
    for unit in units:  # ascending, each once
        if ranges and ranges[-1][1] == unit - 1:
            ranges[-1][1] = unit
        else:
            ranges.append([unit, unit])
    listed = ".".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)
    if len(listed) <= _LISTED_MAX or max(units) >= _UNITS_MAX:
        return listed
    return min(listed, f"x{sum(1 << unit for unit in units):x}", key=len)


def _read_units(text: str) -> tuple[int, ...] | None:
    if text == "all":
        return None
    if re.fullmatch(r"x[0-9a-f]{1,256}", text):
        bits = int(text[1:], 16)
        return tuple(unit for unit in range(bits.bit_length()) if bits >> unit & 1)
    units: list[int] = []
    for piece in text.split("."):
        first, dash, last = piece.partition("-")
        low, high = _whole(first), _whole(last if dash else first)
        if high < low:
            raise NumberError(f"a range of units must go up, got {piece!r:.40}")
        if high >= _UNITS_MAX or len(units) >= _UNITS_MAX:
            raise NumberError(
                f"a clamp names at most {_UNITS_MAX} units below {_UNITS_MAX}, got {text!r:.40}"
            )
        units += range(low, high + 1)
    return tuple(units)


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise NumberError(f"expected a whole number of at most 6 digits, got {text!r:.40}")
    return int(text)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise NumberError(f"expected a number such as -0.25, got {text!r:.40}")
    return float(text)


def _signal(text: str) -> str:
    if not _SIGNAL.fullmatch(text):
        raise NumberError(f"expected a signal such as f, got {text!r:.40}")
    return text


def _read_clamp(signal: str, units: str, first: str, last: str, value: str) -> Edit:
    end = None if last == "end" else _whole(last)
    held: Held = value if value == "mean" or value == "frozen" else _number(value)
    return Clamp(_signal(signal), _read_units(units), _whole(first), end, held)


def _read_weight(field: str, row: str, column: str, value: str) -> Edit:
    if field not in FIELDS:
        raise NumberError(f"a weight stands in {', '.join(FIELDS)}, got {field!r:.40}")
    return SetWeight(FIELDS[field], _whole(row), _whole(column), _number(value))


def _read_cut(unit: str) -> Edit:
    return Cut(_whole(unit))


def _read_put(signal: str, unit: str, step: str, value: str) -> Edit:
    return Overwrite(_signal(signal), _whole(unit), _whole(step), _number(value))


def _read_sharpen(factor: str) -> Edit:
    return Sharpen(_number(factor))


def _read_token(step: str, text: str) -> Edit:
    return ReplaceToken(_whole(step), text)


_READERS: Final[dict[str, tuple[int, Callable[..., Edit]]]] = {
    "clamp": (5, _read_clamp),
    "cut": (1, _read_cut),
    "put": (4, _read_put),
    "weight": (4, _read_weight),
    "sharpen": (1, _read_sharpen),
    "token": (2, _read_token),
}
