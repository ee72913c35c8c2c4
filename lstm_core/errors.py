"""The errors of lstm_core, raised only at its public boundary.

    LstmCoreError
    ├── ShapeError         an array has the wrong shape (also a ValueError)
    ├── NumberError        a number is missing, not finite or out of range (also a ValueError)
    ├── UnknownName        no cell, network, signal or symbol of that name (also a KeyError)
    ├── UnsupportedModule  a framework's module that lstm_core cannot represent (also a ValueError)
    └── MissingLibrary     an optional library is not installed (also an ImportError)

Every message says what is wrong, what was expected in symbols and what came in numbers:
`x must be (T, input_size=2) or (T, B, input_size=2), got (20, 3) in trace(cell='lstm')`.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class LstmCoreError(Exception):
    """Catch this one to catch every error that lstm_core raises on purpose."""


class ShapeError(LstmCoreError, ValueError):
    """An array does not have the shape that its place demands."""


class NumberError(LstmCoreError, ValueError):
    """A number is not finite, not a number, or outside its range."""


class UnsupportedModule(LstmCoreError, ValueError):
    """A module or state_dict holds something that lstm_core has no equations for."""


class MissingLibrary(LstmCoreError, ImportError):
    """What was asked for needs a library that is not installed; the message says which."""


class UnknownName(LstmCoreError, KeyError):
    """A name is not among those that exist."""

    def __str__(self) -> str:
        # KeyError prints the repr of its argument, which would put a sentence in quotes.
        return str(self.args[0]) if self.args else ""


def unknown_name(what: str, name: object, known: Iterable[str]) -> UnknownName:
    """Build `no cell 'ltsm'; there are: gru, lstm, rnn (did you mean 'lstm'?)`."""
    names = list(known)
    close = get_close_matches(str(name)[:60], names, n=1)
    hint = f" (did you mean {close[0]!r}?)" if close else ""
    return UnknownName(f"no {what} {name!r:.60}; there are: {', '.join(names)}{hint}")
