"""Keep the largest number so far: compare with what h shows, and swap when the new one is larger.

A stored x shows h = tanh(tanh(x/10)), nearly x/10. The two gates compare it with the new x and are
each other's contrary, f = 1 − i: what is not replaced is kept. Near a tie they are half open, so
the answer is right to about 0.015.
"""

from itertools import accumulate
from random import Random

from ..exam import Exam, Read
from ..network import Network
from ..numbers import Numbers
from ..readout import Readout
from ._gates import OPEN, Gate, params

SMALL = 0.1  # numbers are stored as a tenth, where tanh is nearly a straight line
SHARP = 4000.0  # how steeply a difference opens a gate
NEW = 397.28  # the weight of x against SHARP·h: nearly SHARP·SMALL, less what two tanh take away

KEEPS_THE_LARGER = {
    "i": Gate(0.0, inputs=[(0, NEW)], units=[(0, -SHARP)]),  # x is larger than what is stored
    "f": Gate(0.0, inputs=[(0, -NEW)], units=[(0, SHARP)]),  # what is stored is larger than x
    "g": Gate(0.0, inputs=[(0, SMALL)]),  # a tenth of x
    "o": Gate(OPEN),  # shows always: both gates have to see it
}


def sample(rng: Random) -> str:
    """Draw numbers from 0 to 1."""
    return " ".join(f"{rng.randrange(0, 101) / 100:g}" for _ in range(rng.randint(8, 14)))


def asked(rng: Random) -> str:
    """Draw numbers from 0 to a limit that is drawn too: the answer is rarely near 1."""
    limit = rng.randint(5, 100)
    return " ".join(f"{rng.randint(0, limit) / 100:g}" for _ in range(rng.randint(8, 14)))


def right(rows: Read) -> list[float]:
    """Take the largest so far."""
    return list(accumulate((x for (x,) in rows), max))


NETWORK = Network(
    name="max_so_far",
    cell="lstm",
    layers=((params(1, [KEEPS_THE_LARGER]),),),
    tokens=Numbers(("x",), low=0.0, high=1.0),
    readout=Readout("number", "c", units=(0,), weights=((1 / SMALL,),), tolerance=0.015),
    unit_names=("largest",),
    reasons={
        "i": ("larger_than_stored",),
        "f": ("not_larger",),
        "g": ("a_tenth",),
        "o": ("always_seen",),
    },
    sample=sample,
    exam=Exam(asked, right),
)
