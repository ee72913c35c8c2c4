"""Count the a's: the count lives in c and cannot be read from h, which stops growing at 1."""

from random import Random

from ..alphabet import Alphabet
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
)
