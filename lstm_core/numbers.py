"""From typed numbers to the rows of x that a numeric network reads, and back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from .alphabet import Token
from .arrays import Array, floats
from .errors import ShapeError

Form = Literal["number", "marked", "bits"]

_SEPARATORS: Final = re.compile(r"[\s,;，；、]+")
_PIECE: Final = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(\*?)")
_PLAIN: Final = str.maketrans("０１２３４５６７８９．＋－−＊", "0123456789.+--*")


@dataclass(frozen=True)
class Numbers:
    """The numbers that a network reads: the counterpart of Alphabet, used in the same places.

    `names`      one key per input
    `low, high`  what a number may be
    `form`       how one step is spelled.
                 "number": "0.2" is one input, the value
                 "marked": "0.8*" is two inputs, the value and 1 for the star, 0 without
                 "bits":   "10" is one input a digit
    """

    names: tuple[str, ...]
    low: float = 0.0
    high: float = 1.0
    form: Form = "number"

    def read(self, text: str) -> tuple[Token, ...]:
        """Cut a text at spaces, commas and semicolons into tokens. Never fails.

        >>> [token.values for token in Numbers(("value", "marker"), form="marked").read("0.3, .8*")]
        [(0.3, 0.0), (0.8, 1.0)]
        """
        return tuple(self.token(piece) for piece in _SEPARATORS.split(text) if piece)

    def token(self, text: str) -> Token:
        """Look up one piece of text; its row of x is in `values`, its symbol is 0.

        What is no number, or none within the range, is a token that is not read.
        """
        values = self._values(text.translate(_PLAIN))
        return Token(text, 0, values=values) if values else Token(text, None, known=False)

    def encode(self, tokens: Sequence[Token]) -> Array:
        """Return the rows (T, D) of the tokens that are read."""
        rows = [token.values for token in tokens if token.symbol is not None]
        x = np.array(rows, float).reshape(len(rows), len(self.names))
        x.flags.writeable = False
        return x

    def write(self, x: ArrayLike) -> str:
        """Spell rows (T, D) so that reading the text gives the same rows to the last bit.

        Raises ShapeError, NumberError.
        """
        rows = floats(x, "x")
        if rows.ndim != 2 or rows.shape[1] != len(self.names):
            raise ShapeError(f"x must be (T, input_size={len(self.names)}), got {rows.shape}")
        return " ".join(self._spell([float(value) for value in row]) for row in rows)

    def _values(self, text: str) -> tuple[float, ...]:
        if self.form == "bits":
            good = len(text) == len(self.names) and set(text) <= {"0", "1"}
            return tuple(map(float, text)) if good else ()
        match = _PIECE.fullmatch(text)
        if not match or (match[2] and self.form != "marked"):
            return ()
        value = float(match[1]) + 0.0  # −0 becomes 0
        if not self.low <= value <= self.high:
            return ()
        return (value, float(bool(match[2]))) if self.form == "marked" else (value,)

    def _spell(self, row: Sequence[float]) -> str:
        if self.form == "bits":
            return "".join(f"{value:.0f}" for value in row)
        star = "*" if self.form == "marked" and row[1] else ""
        return np.format_float_positional(row[0], trim="-") + star
