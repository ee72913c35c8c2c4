"""What each hand-built network must answer, in plain Python.

A sequence is a list of symbols, or of rows of numbers where a network reads numbers.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from lstm_core.readout import Answer

Read = list[Any]
Answers = Sequence[Answer]
Oracle = Callable[[Read], Answers]


def prefixes(sequence: Read) -> list[Read]:
    return [sequence[: k + 1] for k in range(len(sequence))]


def counter(symbols: Read) -> Answers:
    return [str(read.count("a")) for read in prefixes(symbols)]


def quotes_en(symbols: Read) -> Answers:
    return ["inside" if read.count('"') % 2 else "outside" for read in prefixes(symbols)]


def grew_up_in(symbols: Read) -> Answers:
    languages = {"france": "french", "china": "chinese", "japan": "japanese"}
    country, said = None, []
    for symbol in symbols:
        country = languages.get(symbol, country)
        said.append(country if symbol == "speak" else None)
    return said


def latch(symbols: Read) -> Answers:
    says = {"S": "set", "R": "reset"}
    bits = accumulate(symbols, lambda bit, now: says.get(now, bit), initial="empty")
    return list(bits)[1:]


def remember_first(symbols: Read) -> Answers:
    return symbols[:1] * len(symbols)


def dyck1(symbols: Read) -> Answers:
    depths = list(accumulate(1 if symbol == "(" else -1 for symbol in symbols))
    return [
        "balanced" if depth == 0 and min(depths[: k + 1]) >= 0 else "unbalanced"
        for k, depth in enumerate(depths)
    ]


def anbn(symbols: Read) -> Answers:
    def fits(read: Read) -> bool:
        n = len(read) // 2
        return read == ["a"] * n + ["b"] * n

    return ["fits" if fits(read) else "not" for read in prefixes(symbols)]


def parity(symbols: Read) -> Answers:
    return ["odd" if read.count("1") % 2 else "even" for read in prefixes(symbols)]


def mod3(symbols: Read) -> Answers:
    return [str(read.count("1") % 3) for read in prefixes(symbols)]


def delay3(symbols: Read) -> Answers:
    late = [None, None, None, *symbols]
    return [{"1": "one", "0": "zero", None: "nothing"}[late[k]] for k in range(len(symbols))]


def rising_edge(symbols: Read) -> Answers:
    pairs = zip(["0", *symbols], symbols, strict=False)
    return ["edge" if pair == ("0", "1") else "none" for pair in pairs]


def clock(period: int) -> Oracle:
    return lambda symbols: [
        "tick" if k % period < period // 2 else "tock" for k in range(len(symbols))
    ]


def temporal_order(symbols: Read) -> Answers:
    """Read the second one as the network does: all that follow the first one, added up."""
    said: list[Answer] = []
    for read in prefixes(symbols):
        signs = [1 if symbol == "X" else -1 for symbol in read if symbol in "XY"]
        first, later = sum(signs[:1]), sum(signs[1:])
        said.append("QRSU"[2 * (first < 0) + (later < 0)] if first and later else None)
    return said


def continual_reber(symbols: Read) -> Answers:
    outer, before, said = "none", None, []
    for symbol in symbols:
        if before == "E" and symbol == "B":
            outer = "none"
        if outer == "none" and symbol in "TP":
            outer = symbol
        before = symbol
        said.append(outer)
    return said


def max_so_far(rows: Read) -> Answers:
    return list(accumulate((x for (x,) in rows), max))


def adding(rows: Read) -> Answers:
    return list(accumulate(value * marker for value, marker in rows))


def leaky10(rows: Read) -> Answers:
    c, said = 0.0, []
    for (x,) in rows:
        c = 0.9 * c + x
        said.append(c)
    return said


def serial_adder(rows: Read) -> Answers:
    """Add the two numbers whole, and read bit k of the sum when pair k has come."""
    a, b = (sum(int(row[which]) << k for k, row in enumerate(rows)) for which in (0, 1))
    return [str((a + b) >> k & 1) for k in range(len(rows))]


ORACLES: dict[str, Oracle] = {
    "adding": adding,
    "anbn": anbn,
    "clock2": clock(2),
    "clock4": clock(4),
    "clock8": clock(8),
    "continual_reber": continual_reber,
    "counter": counter,
    "delay3": delay3,
    "dyck1": dyck1,
    "grew_up_in": grew_up_in,
    "latch": latch,
    "leaky10": leaky10,
    "max_so_far": max_so_far,
    "mod3": mod3,
    "parity": parity,
    "quotes_en": quotes_en,
    "remember_first": remember_first,
    "rising_edge": rising_edge,
    "serial_adder": serial_adder,
    "temporal_order": temporal_order,
}
TOLERANCE = {"max_so_far": 0.015, "adding": 0.01, "leaky10": 1e-5}  # of the answers in numbers
