"""Add the two marked numbers, however far apart: the adding problem, solved by hand.

Task 4 of Hochreiter & Schmidhuber (1997).
"""

from itertools import accumulate
from random import Random

from ..exam import Exam, Read
from ..network import Network
from ..numbers import Numbers
from ..readout import Readout
from ._gates import OPEN, OPENS, SHUT, Gate, params

VALUE, MARKER = range(2)
SMALL = 0.1  # numbers are stored as a tenth, where tanh is nearly a straight line

SUM = {
    "i": Gate(SHUT, inputs=[(MARKER, OPENS)]),  # writes what is marked
    "f": Gate(OPEN),  # keeps always
    "g": Gate(0.0, inputs=[(VALUE, SMALL)]),  # a tenth of the number
    "o": Gate(OPEN),  # shows always
}


def sample(rng: Random) -> str:
    """Draw numbers from −1 to 1, two of them marked."""
    values = [f"{rng.randrange(-10, 11) / 10:g}" for _ in range(rng.randint(6, 12))]
    for place in rng.sample(range(len(values)), 2):
        values[place] += "*"
    return " ".join(values)


def right(rows: Read) -> list[float]:
    """Add up what is marked."""
    return list(accumulate(value * marker for value, marker in rows))


NETWORK = Network(
    name="adding",
    cell="lstm",
    layers=((params(2, [SUM]),),),
    tokens=Numbers(("value", "marker"), low=-1.0, high=1.0, form="marked"),
    readout=Readout("number", "c", units=(0,), weights=((1 / SMALL,),), tolerance=0.01),
    unit_names=("sum",),
    reasons={
        "i": ("only_when_marked",),
        "f": ("always_kept",),
        "g": ("a_tenth",),
        "o": ("always_open",),
    },
    sample=sample,
    exam=Exam(sample, right),
)
