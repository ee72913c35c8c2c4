"""Count the a's: the count lives in c and cannot be read from h, which stops growing at 1."""

from itertools import accumulate
from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OPEN, OPENS, SHUT, Gate, params

A, DOT = range(2)

COUNT = {
    "i": Gate(SHUT, inputs=[(A, OPENS)]),  # writes on a
    "f": Gate(OPEN),  # keeps always
    "g": Gate(OPEN),  # writes 1 each time
    "o": Gate(OPEN),  # shows always
}


def sample(rng: Random) -> str:
    """Draw a's and pauses."""
    return "".join(rng.choices("aa.", k=rng.randint(8, 20)))


def asked(rng: Random) -> str:
    """Draw up to 120 of them: a small leak shows in a large count only."""
    return "".join(rng.choices("aa.", k=rng.randint(8, 120)))


def right(symbols: Read) -> list[str]:
    """Count the a's."""
    return [str(count) for count in accumulate(int(symbol == "a") for symbol in symbols)]


NETWORK = Network(
    name="counter",
    cell="lstm",
    layers=((params(2, [COUNT]),),),
    tokens=Alphabet(("a", "."), (("a",), (".",))),
    readout=Readout("count", source="c", units=(0,)),
    unit_names=("count",),
    reasons={
        "i": ("only_on_a",),
        "f": ("always_open",),
        "g": ("always_one",),
        "o": ("always_open",),
    },
    sample=sample,
    exam=Exam(asked, right),
)
