"""Clocks: rings of units that need no information in the input (Johnson ring counters)."""

from random import Random

from ..alphabet import Alphabet
from ..network import Network
from ..readout import Readout
from ._gates import COPIES, OPEN, SHUT, Gate, R, params

NUMBERS = ("first", "second", "third", "fourth")


def clock(period: int) -> Network:
    """Build a clock of period // 2 units: each copies its neighbour, the first one the contrary.

    A wave of ones runs through the ring, then a wave of zeros; the input weighs nothing.
    """
    hidden_size = period // 2
    last = hidden_size - 1

    def passes_on(i: Gate, g: Gate) -> dict[str, Gate]:
        return {"i": i, "f": Gate(SHUT), "g": g, "o": Gate(OPEN)}

    inverts = passes_on(Gate(OPEN, units=[(last, -R)]), Gate(OPEN))
    copies = [passes_on(Gate(OPEN), Gate(0.0, units=[(k, COPIES)])) for k in range(last)]
    return Network(
        name=f"clock{period}",
        cell="lstm",
        layers=((params(1, [inverts, *copies]),),),
        tokens=Alphabet((".",), ((".", "。"),)),
        readout=Readout("switch", "c", units=(0,), labels=("tick", "tock"), threshold=0.5),
        unit_names=NUMBERS[:hidden_size],
        reasons={
            "i": ("not_the_last", *("always_open",) * last),
            "f": ("always_shut",) * hidden_size,
            "g": ("always_one", *("what_the_neighbour_had",) * last),
            "o": ("always_seen",) * hidden_size,
        },
        sample=_dots,
    )


def _dots(rng: Random) -> str:
    return "." * rng.randint(10, 24)
