"""What may stand in the fields of an edit: plain whole numbers, numbers and names, or a sentence.

NumPy's numbers become plain ones, so that equal edits have equal texts. A truth value is no number.
"""

from collections.abc import Iterable
from math import isfinite
from operator import index
from typing import Any, Final, cast

import numpy as np

from .errors import NumberError, UnknownName

PLACE_MAX: Final = 999_999  # steps, units, rows: what six digits in a text can name


def make_whole(edit: Any, *names: str) -> None:
    """Turn fields into plain whole numbers in 0 … PLACE_MAX, or raise NumberError."""
    for name in names:
        put(edit, name, _place(edit, name, getattr(edit, name)))


def make_units(edit: Any, name: str) -> None:
    """Turn a field into ascending units, each once; None stays. Raises NumberError."""
    units = getattr(edit, name)
    if units is None:
        return
    try:
        listed = list(cast("Iterable[Any]", units))
    except Exception as error:
        raise NumberError(
            f"units of {_kind(edit)} must be None or whole numbers, got {said(units)}"
        ) from error
    if not listed:
        raise NumberError(
            f"units of {_kind(edit)} must be None (all of them) or at least one, got none"
        )
    put(edit, name, tuple(sorted({_place(edit, name, unit) for unit in listed})))


def make_number(edit: Any, name: str, or_else: str = "") -> None:
    """Turn a field into a plain finite number, or raise NumberError. `or_else`: what else may be"""
    value: Any = getattr(edit, name)
    wrong = f"{name} of {_kind(edit)} must be a number{or_else}, got {said(value)}"
    if isinstance(value, str | bytes | bytearray | bool | np.bool_):
        raise NumberError(wrong)
    try:
        number = float("one of many" if getattr(value, "shape", ()) else value)
    except OverflowError:
        number = float("inf")
    except Exception as error:
        raise NumberError(wrong) from error
    if not isfinite(number):
        raise NumberError(
            f"{name} of {_kind(edit)} must be finite and fit a float, got {said(value)}"
        )
    put(edit, name, number)


def make_name(edit: Any, *names: str) -> None:
    """Turn fields into plain strings, or raise UnknownName."""
    for name in names:
        value = getattr(edit, name)
        if not isinstance(value, str):
            raise UnknownName(f"{name} of {_kind(edit)} must be a string, got {said(value)}")
        put(edit, name, str(value))


def put(edit: Any, name: str, value: Any) -> None:
    """Set a field of a frozen edit while it is made."""
    object.__setattr__(edit, name, value)


def said(value: object) -> str:
    """Write a value into a sentence: one line of 40 characters, and never an error of its own."""
    try:
        return " ".join(repr(value).split())[:40]
    except Exception:  # a number of 5,000 digits, an object that cannot be written
        return f"something of type {type(value).__name__}"


def _place(edit: Any, name: str, value: Any) -> int:
    what = "None or whole numbers" if name == "units" else "a whole number"
    wrong = f"{name} of {_kind(edit)} must be {what}, got {said(value)}"
    if isinstance(value, bool):
        raise NumberError(wrong)
    try:
        place = int(index(value))
    except Exception as error:
        raise NumberError(wrong) from error
    if not 0 <= place <= PLACE_MAX:
        bound = ">= 0" if place < 0 else f"<= {PLACE_MAX}"
        raise NumberError(f"{name} of {_kind(edit)} must be {bound}, got {said(place)}")
    return place


def _kind(edit: Any) -> str:
    return type(edit).__name__
