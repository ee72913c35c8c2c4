"""The embedded Reber grammar as a walk from state to state, for many strings at once.

Reber (1967) drew the inner grammar; Hochreiter & Schmidhuber (1997) take the embedded one from
Smith & Zipser (1989): B, then T or P, a whole inner string, the same T or P again, E.
"""

from collections.abc import Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

from ..alphabet import Alphabet
from ..arrays import Array
from ..exam import Read
from ..networks.continual_reber import GRAMMAR, SYMBOLS, embedded
from . import _legal

TOKENS = Alphabet(SYMBOLS, tuple((symbol, symbol.lower()) for symbol in SYMBOLS))
INNER = len(GRAMMAR)  # states of the inner grammar, and its end is one more
START, OUTER, LAST, END = range(4)  # before B; before the outer T or P; before the last E; after it
AFTER_T, AFTER_P = (
    4,
    4 + INNER + 1,
)  # where the inner grammar begins, one copy for each outer letter
COMES_BACK = (AFTER_T + INNER, AFTER_P + INNER)  # only the outer letter may follow


def _walks() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (states, 2) symbols and (states, 2) next states: a coin chooses one of two ways."""
    ways: dict[int, Sequence[tuple[str, int]]] = {
        START: [("B", OUTER)],
        OUTER: [("T", AFTER_T), ("P", AFTER_P)],
        LAST: [("E", END)],
        END: [("B", OUTER)],  # in a stream the next string follows
    }
    for first, outer in ((AFTER_T, "T"), (AFTER_P, "P")):
        for state, edges in GRAMMAR.items():
            to = [(symbol, first + (INNER if s is None else s)) for symbol, s in edges]
            ways[first + state] = to
        ways[first + INNER] = [(outer, LAST)]
    both = [(ways[state][0], ways[state][-1]) for state in range(len(ways))]
    symbols = [[SYMBOLS.index(symbol) for symbol, _ in pair] for pair in both]
    return np.array(symbols), np.array([[to for _, to in pair] for pair in both])


SYMBOL, NEXT = _walks()
LEGAL = np.eye(len(SYMBOLS))[SYMBOL].max(1)  # (states, 7)


def walk(rng: np.random.Generator, batch: int, length: int) -> tuple[NDArray[np.int64], ...]:
    """Draw streams of strings: (T, B) symbols, and the state that each of them leads to."""
    coins = rng.integers(0, 2, (length, batch))
    symbols, states = np.empty_like(coins), np.empty_like(coins)
    flat_symbol, flat_next = SYMBOL.ravel(), NEXT.ravel()
    state = np.zeros(batch, int)  # START
    for t in range(length):
        way = 2 * state + coins[t]
        symbols[t], state = flat_symbol[way], flat_next[way]
        states[t] = state
    return symbols, states


def oracle(x: Array) -> Array:
    """Follow the grammar symbol by symbol; past the end of a string any answer will do."""
    step = np.zeros((len(SYMBOL), len(SYMBOLS)), int)
    for way in range(2):
        step[np.arange(len(SYMBOL)), SYMBOL[:, way]] = NEXT[:, way]
    symbols, said = x.argmax(-1), np.empty(x.shape)
    state = np.zeros(x.shape[1], int)
    for t, now in enumerate(symbols):
        state = step[state, now]
        said[t] = LEGAL[state]
    return _legal.sure(said)


def draw(rng: Random) -> str:
    """Draw one embedded string."""
    return embedded(rng, rng.choice("TP"))


def right(read: Read) -> list[str]:
    """Say what may follow, letter by letter, and B after the last E. In plain Python."""
    said, before, outer, state = list[str](), "E", "", -1  # −1: outside the inner string
    for symbol in read:
        if before == "E" and symbol == "B" and state < 0:
            state, legal = -2, "TP"  # −2: the outer letter comes next
        elif state == -2:
            outer, state, legal = symbol, 0, "B"
        elif state >= 0:
            after = dict(GRAMMAR[state])[symbol]
            state = -3 if after is None else after  # −3: the outer letter comes back
            legal = outer if after is None else "".join(s for s, _ in GRAMMAR[after])
        elif state == -3:
            state, legal = -4, "E"
        else:
            state, legal = -1, "B"
        before = symbol
        said.append("+".join(sorted(legal, key=SYMBOLS.index)))
    return said
