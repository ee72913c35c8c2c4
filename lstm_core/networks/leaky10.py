"""What a constant forget gate does: memory leaks with time constant 10.

f = σ(ln(T − 1)) = 1 − 1/T (Tallec & Ollivier 2018), here 0.9 for T = 10.
"""

from itertools import accumulate
from math import log
from random import Random

from ..exam import Exam, Read
from ..network import Network
from ..numbers import Numbers
from ..readout import Readout
from ._gates import OPEN, OPENS, SHUT, Gate, params

TIME_CONSTANT = 10

LEAKS = {
    "i": Gate(SHUT, inputs=[(0, OPENS)]),  # writes on an impulse
    "f": Gate(log(TIME_CONSTANT - 1)),  # keeps nine tenths, whatever is read
    "g": Gate(OPEN),  # what is written is 1
    "o": Gate(OPEN),  # shows always
}


def sample(rng: Random) -> str:
    """Draw a few impulses with long pauses."""
    pauses = (rng.randint(3, 9) for _ in range(rng.randint(1, 3)))
    return " ".join(" ".join(("1", *"0" * pause)) for pause in pauses)


def right(rows: Read) -> list[float]:
    """Keep nine tenths at every step and add what is read."""
    return list(accumulate((x for (x,) in rows), lambda c, x: 0.9 * c + x))


NETWORK = Network(
    name="leaky10",
    cell="lstm",
    layers=((params(1, [LEAKS]),),),
    tokens=Numbers(("impulse",), low=0.0, high=1.0),
    readout=Readout("number", "c", units=(0,), tolerance=1e-05),
    unit_names=("memory",),
    reasons={
        "i": ("only_on_impulse",),
        "f": ("nine_tenths",),
        "g": ("always_one",),
        "o": ("always_open",),
    },
    sample=sample,
    exam=Exam(sample, right),
)
