"""What every cell needs of NumPy: one number type, the sigmoid, arrays that nobody can write to."""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from .errors import NumberError

Array = NDArray[np.floating[Any]]

FLOATS = (np.dtype(np.float64), np.dtype(np.float32))

Hold = Callable[[str, Array], Array]
"""(name of a signal, its value) -> the value that counts. How an edit reaches into a step."""


def free(signal: str, value: Array) -> Array:
    """Hold nothing: the `Hold` of a run without edits."""
    return value


def sigmoid(a: Array) -> Array:
    """Return 1/(1+exp(-a)).

    Right at both ends without a case distinction: exp overflows to inf, 1/inf is 0. A nearly shut
    gate keeps its relative precision, which the identity (1 + tanh(a/2))/2 loses.
    """
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-a))


def batch_last(a: Array) -> Array:
    """Swap (T, B, N) and (T, N, B) without copying; leave (T, N) alone."""
    return a if a.ndim == 2 else a.transpose(0, 2, 1)


def floats(value: Any, what: str) -> Array:
    """Return `value` as an array of float32 (only if it is that already) or float64."""
    if isinstance(value, np.ndarray):
        array = cast("Array", value)  # quoted: building the type costs more than the check
        if array.dtype in FLOATS:
            return array
    try:
        return np.asarray(value, np.float64)
    except (TypeError, ValueError) as error:
        raise NumberError(f"{what} must be numbers, got {value!r:.80}") from error


def finite(value: Array, what: str) -> Array:
    """Return `value`; refuse inf and nan, naming the first place where one stands."""
    good = np.isfinite(value)
    if not good.all():
        place = tuple(int(k) for k in np.argwhere(~good)[0])
        raise NumberError(f"{what} must be finite, got {value[place]} at {list(place)}")
    return value


def frozen(value: Array, dtype: np.dtype[Any] | None = None) -> Array:
    """Return a read-only array of its own memory; one that is read-only already is not copied.

    Trap: an array counts as read-only when neither it nor the array it is a view of can be
    written.
    """
    base = value if value.base is None else value.base
    writeable = value.flags.writeable or getattr(base, "flags", value.flags).writeable
    if not writeable and dtype in (None, value.dtype):
        return value
    value = np.array(value, dtype)
    value.flags.writeable = False
    return value
