"""Odd or even? One unit that turns over on every 1: its input gate looks at its own h (XOR)."""

from itertools import accumulate
from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OPEN, OPENS, SHUT, SHUTS, Gate, R, params

ZERO, ONE = range(2)

TOGGLES = {
    "i": Gate(SHUT, inputs=[(ONE, OPENS)], units=[(0, -R)]),  # on 1, and not up already
    "f": Gate(OPEN, inputs=[(ONE, SHUTS)]),  # every 1 wipes
    "g": Gate(OPEN),  # what is written is 1
    "o": Gate(OPEN),  # shows always: the input gate has to see it
}


def sample(rng: Random) -> str:
    """Draw bits."""
    return "".join(rng.choices("01", k=rng.randint(8, 20)))


def right(symbols: Read) -> list[str]:
    """Count the 1s."""
    counts = accumulate(symbol == "1" for symbol in symbols)
    return ["odd" if count % 2 else "even" for count in counts]


NETWORK = Network(
    name="parity",
    cell="lstm",
    layers=((params(2, [TOGGLES]),),),
    tokens=Alphabet(("0", "1"), (("0", "０"), ("1", "１"))),
    readout=Readout("switch", "c", units=(0,), labels=("odd", "even"), threshold=0.5),
    unit_names=("odd",),
    reasons={
        "i": ("one_when_even",),
        "f": ("wiped_by_one",),
        "g": ("always_one",),
        "o": ("always_seen",),
    },
    sample=sample,
    exam=Exam(sample, right),
)
