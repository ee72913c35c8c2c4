"""Temporal order: in which order did X and Y come? Tasks 6a and 6b of HS97 differ in their number.

Hochreiter & Schmidhuber (1997): a string begins with E and ends with B; X and Y stand at random
places within narrow spans, a, b, c, d everywhere else. Here all strings are equally long (there:
100 to 110), and the spans, given there for 100 symbols, grow with the length.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..alphabet import Alphabet
from ..arrays import Array
from ..exam import Read
from ._sequences import SURE, asked_at_the_end, one_hot
from ._sequences import said_throughout as said
from ._task import Batch

SYMBOLS = ("a", "b", "c", "d", "X", "Y", "E", "B")
X, Y, BEGIN, END = (SYMBOLS.index(symbol) for symbol in "XYEB")
DISTRACTORS = 4
LENGTH = 100
TOKENS = Alphabet(SYMBOLS, tuple((symbol,) for symbol in SYMBOLS))


def sample(
    rng: np.random.Generator, batch: int, length: int, spans: Sequence[tuple[float, float]]
) -> Batch:
    """Draw strings; `spans` are the first and last place of each X or Y, as shares of T."""
    symbols = rng.integers(0, DISTRACTORS, (length, batch))
    symbols[0], symbols[-1] = BEGIN, END
    which = rng.integers(0, 2, (len(spans), batch))
    for now, (first, last) in zip(which, spans, strict=True):
        places = rng.integers(int(first * length), int(last * length) + 1, batch)
        symbols[places, np.arange(batch)] = np.where(now, Y, X)
    return asked_at_the_end(one_hot(symbols, len(SYMBOLS)), _class(which))


def matters(x: Array) -> NDArray[np.bool_]:
    """Find the X and Y, (T, B)."""
    return np.greater(x[..., X : Y + 1].sum(-1), 0)


def right(read: Read) -> Sequence[str]:
    """Name the X and Y so far, in their order: at the end that is the class."""
    return ["".join(s for s in read[: k + 1] if s in "XY") for k in range(len(read))]


def oracle(x: Array, count: int) -> Array:
    """Pick out the X and Y of each string, in their order, and read them as binary digits."""
    is_y = x[..., Y].astype(int)
    rank = np.cumsum(is_y + x[..., X].astype(int), 0)  # 1 from the first X or Y on, 2 …
    which = np.stack([(is_y * (rank == k + 1)).sum(0) for k in range(count)])
    return said(SURE * one_hot(_class(which), 2**count), len(x))


def _class(which: np.ndarray) -> np.ndarray:
    """Number the order: 0 for all X, the last symbol is the lowest digit."""
    return np.tensordot(2 ** np.arange(len(which))[::-1], which, 1)
