"""Count the 1s modulo 3: a machine of three states in two units."""

from itertools import accumulate
from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import COPIES, OPEN, OPENS, SHUT, SHUTS, Gate, R, params

ZERO, ONE = range(2)
REST_1, REST_2 = range(2)

IS_ONE = {
    "i": Gate(SHUT, inputs=[(ONE, OPENS)], units=[(REST_1, -R), (REST_2, -R)]),  # 1, from 0 only
    "f": Gate(OPEN, inputs=[(ONE, SHUTS)]),  # every 1 wipes
    "g": Gate(OPEN),  # what is written is 1
    "o": Gate(OPEN),  # shows always: the input gate has to see it
}
IS_TWO = {
    "i": Gate(SHUT, inputs=[(ONE, OPENS)]),  # every 1 writes
    "f": Gate(OPEN, inputs=[(ONE, SHUTS)]),  # every 1 wipes
    "g": Gate(0.0, units=[(REST_1, COPIES)]),  # what the first unit had
    "o": Gate(OPEN),  # shows always: the first unit has to see it
}


def sample(rng: Random) -> str:
    """Draw bits, more 1s than 0s."""
    return "".join(rng.choices("011", k=rng.randint(8, 20)))


def right(symbols: Read) -> list[str]:
    """Count the 1s and divide."""
    return [str(count % 3) for count in accumulate(symbol == "1" for symbol in symbols)]


NETWORK = Network(
    name="mod3",
    cell="lstm",
    layers=((params(2, [IS_ONE, IS_TWO]),),),
    tokens=Alphabet(("0", "1"), (("0", "０"), ("1", "１"))),
    readout=Readout("count", "c", units=(0, 1), weights=((1.0, 2.0),)),
    unit_names=("rest_1", "rest_2"),
    reasons={
        "i": ("one_from_nothing", "every_one"),
        "f": ("wiped_by_one", "wiped_by_one"),
        "g": ("always_one", "what_the_neighbour_had"),
        "o": ("always_seen", "always_seen"),
    },
    sample=sample,
    exam=Exam(sample, right),
)
