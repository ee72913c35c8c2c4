"""What could be worth knowing about a text, counted by plain Python: what units are compared with.

A track is one number after every step, computed from what was read and from nothing else.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike

from ..alphabet import Alphabet, Token
from ..arrays import Array, floats
from ..errors import NumberError, ShapeError
from ..network import Network
from ..numbers import Numbers

# Names and spellings of symbols that play a part. “ opens and ” closes, " does either.
LEFT: Final = {"(", "opening_bracket"}
RIGHT: Final = {")", "closing_bracket"}
OPENS: Final = {"“", "「", "opening_quote"}
CLOSES: Final = {"”", "」", "closing_quote"}
TURNS: Final = {'"', "quote"}

PERIODS: Final = (2, 4, 8)


@dataclass(frozen=True, eq=False)
class Track:
    """One thing that could be known after every step.

    `key`     what it is, one of KINDS: the name by which an interface has words for it
    `symbol`  index of the symbol, or of the input of a network that reads numbers; None where the
              track is about the whole text
    `values`  (T,)
    """

    key: str
    symbol: int | None
    values: Array


class _Read(NamedTuple):
    """What was read: symbols where there is an alphabet, x where the inputs are numbers."""

    length: int
    symbols: tuple[int, ...]
    x: Array | None
    tokens: Alphabet | Numbers | None


def tracks(read: Sequence[Token] | ArrayLike, network: Network) -> dict[str, Track]:
    """Return everything that could be known after each step, by name.

    `read` is what the network read: tokens (those that are not read have no step), indices of
    symbols, or an array x (T, D). With #X the number of X up to and including the step:

        depth        #left − #right brackets, of an alphabet that has "(" and ")"; can fall below 0
        inside       1 between quotation marks, else 0; a straight quote turns it over
        count        #X
        has_come     1 from the first X on, before it 0. (*Which* symbol came first is a constant,
                     and nothing correlates with a constant.)
        since_last   steps since the last X; before the first one, since before the first step. A
                     symbol that never comes has none: it would only tell the time.
        odd          1 where #X is odd, else 0
        sum, max     running sum and largest value of an input that is a number
        marked_sum   running sum of the values with a star
        phase_p      1 in the first half of every p steps, −1 in the second, p = 2, 4, 8

    The name is the key, with the index behind it where there is one of each symbol: `count_0`.
    The catch-all of an alphabet is no symbol here. An x that is not one-hot, or of a network
    without tokens, has only phases. The order is stable: from the most to the least telling.

    Raises NumberError (a symbol that is not there), ShapeError.

    >>> import lstm_core as lc
    >>> network = lc.NETWORKS["dyck1"]
    >>> tracks(network.tokens.read("(())"), network)["depth"].values.tolist()
    [1.0, 2.0, 1.0, 0.0]
    """
    what = _read(read, network)
    found: dict[str, Track] = {}
    for key, compute in KINDS.items():
        for symbol, values in compute(what):
            name = key if symbol is None else f"{key}_{symbol}"
            found[name] = Track(key, symbol, np.asarray(values, np.float64))
    return found


_Found = Iterator[tuple[int | None, Sequence[float] | Array]]


def _depth(read: _Read) -> _Found:
    left, right = _places(read, LEFT), _places(read, RIGHT)
    if left and right:
        yield None, np.cumsum([(s in left) - (s in right) for s in read.symbols])


def _inside(read: _Read) -> _Found:
    opens, closes, turns = (_places(read, signs) for signs in (OPENS, CLOSES, TURNS))
    if not turns and not (opens and closes):
        return
    inside, values = False, list[float]()
    for symbol in read.symbols:
        if symbol in opens | closes | turns:
            inside = symbol in opens or (symbol in turns and not inside)
        values.append(inside)
    yield None, values


def _count(read: _Read) -> _Found:
    for symbol in _each(read):
        yield symbol, _number_of(symbol, read)


def _has_come(read: _Read) -> _Found:
    for symbol in _each(read):
        yield symbol, np.minimum(_number_of(symbol, read), 1)


def _since_last(read: _Read) -> _Found:
    for symbol in _each(read):
        if symbol not in read.symbols:
            continue
        since, values = 0, list[float]()
        for now in read.symbols:
            since = 0 if now == symbol else since + 1
            values.append(since)
        yield symbol, values


def _odd(read: _Read) -> _Found:
    for symbol in _each(read):
        yield symbol, _number_of(symbol, read) % 2


def _sum(read: _Read) -> _Found:
    if read.x is not None:
        yield from enumerate(np.cumsum(read.x, axis=0).T)


def _max(read: _Read) -> _Found:
    if read.x is not None:
        yield from enumerate(np.maximum.accumulate(read.x, axis=0).T)


def _marked_sum(read: _Read) -> _Found:
    if read.x is not None and isinstance(read.tokens, Numbers) and read.tokens.form == "marked":
        yield None, np.cumsum(read.x[:, 0] * read.x[:, 1])


def _phase(period: int) -> Callable[[_Read], _Found]:
    def phase(read: _Read) -> _Found:
        yield None, [1 if k % period < period // 2 else -1 for k in range(read.length)]

    return phase


KINDS: Final[dict[str, Callable[[_Read], _Found]]] = {
    "depth": _depth,
    "inside": _inside,
    "count": _count,
    "has_come": _has_come,
    "since_last": _since_last,
    "odd": _odd,
    "marked_sum": _marked_sum,
    "sum": _sum,
    "max": _max,
    **{f"phase_{period}": _phase(period) for period in PERIODS},
}


def _each(read: _Read) -> Iterator[int]:
    """Return the symbols that are signs of their own."""
    if isinstance(read.tokens, Alphabet) and len(read.symbols) == read.length:
        yield from (k for k in range(len(read.tokens.symbols)) if k != read.tokens.catch_all)


def _places(read: _Read, signs: set[str]) -> set[int]:
    """Return the symbols whose name or one of whose spellings is among the signs."""
    if not isinstance(read.tokens, Alphabet):
        return set()
    spellings = read.tokens.spellings
    return {
        k
        for k in _each(read)
        if signs & {read.tokens.symbols[k], *(spellings[k] if k < len(spellings) else ())}
    }


def _number_of(symbol: int, read: _Read) -> Array:
    return np.cumsum([float(now == symbol) for now in read.symbols])


def _read(read: Any, network: Network) -> _Read:
    """Sort out which of the three forms was given."""
    pieces = cast("Sequence[Any]", read) if isinstance(read, Sequence) else ()
    tokens = [piece for piece in pieces if isinstance(piece, Token)]
    if tokens and network.tokens is not None:
        if isinstance(network.tokens, Numbers):
            return _read(network.tokens.encode(tokens), network)
        read = [token.symbol for token in tokens if token.symbol is not None]
    array = floats(read, "read")
    if array.ndim == 1 and (isinstance(network.tokens, Alphabet) or not array.size):
        return _of_symbols(array, network)
    if array.ndim != 2 or array.shape[1] != network.input_size:
        raise ShapeError(
            "read must be tokens, indices of symbols or x "
            f"(T, input_size={network.input_size}), got {array.shape} in tracks"
        )
    if isinstance(network.tokens, Numbers):
        return _Read(len(array), (), array, network.tokens)
    one_hot = bool(((array == array.max(axis=1, initial=0)[:, None]) == (array == 1)).all())
    one_hot = one_hot and bool((np.sort(array, axis=1)[:, :-1] == 0).all())
    symbols = tuple(array.argmax(axis=1).tolist()) if one_hot else ()
    return _Read(len(array), symbols, None, network.tokens)


def _of_symbols(array: Array, network: Network) -> _Read:
    known = set(range(network.input_size))
    for symbol in array.tolist():
        if symbol not in known:
            raise NumberError(
                f"a symbol must be in 0 … {network.input_size - 1}, got {symbol} in tracks"
            )
    symbols = tuple(int(symbol) for symbol in array)
    x = np.zeros((0, network.input_size)) if isinstance(network.tokens, Numbers) else None
    return _Read(len(symbols), symbols, x, network.tokens)
