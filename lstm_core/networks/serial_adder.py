"""Add two binary numbers, one pair of bits at a time, lowest first: the carry lives in one unit.

Each unit counts the ones among a, b and the old carry up to its own number. Two ones or more are
the new carry; (one) − (two) + (three) is the bit of the sum.
"""

from random import Random

from ..exam import Exam, Read
from ..network import Network
from ..numbers import Numbers
from ..readout import Readout
from ._gates import OPEN, OPENS, SHUT, WHEN_THREE, WHEN_TWO, Gate, R, params

A, B = range(2)
CARRY = 1  # the unit "two or more"


def at_least(bias: float) -> dict[str, Gate]:
    """Build the unit whose bias waits for one, two or three ones."""
    return {
        "i": Gate(bias, inputs=[(A, OPENS), (B, OPENS)], units=[(CARRY, R)]),
        "f": Gate(SHUT),  # keeps nothing: the carry comes through h
        "g": Gate(OPEN),  # what is written is 1
        "o": Gate(OPEN),  # shows always: the carry has to be seen
    }


def sample(rng: Random) -> str:
    """Draw two numbers of 4 to 8 bits; the last pair 00 lets the carry out."""
    pairs = [rng.choice(("00", "01", "10", "11")) for _ in range(rng.randint(4, 8))]
    return " ".join((*pairs, "00"))


def asked(rng: Random) -> str:
    """Draw pairs of bits; the last one is asked for with all that was carried there."""
    return " ".join(rng.choices(("00", "01", "10", "11"), k=rng.randint(4, 10)))


def right(rows: Read) -> list[str]:
    """Add the two numbers whole, and read bit k of the sum when pair k has come."""
    a, b = (sum(int(row[which]) << k for k, row in enumerate(rows)) for which in (0, 1))
    return [str((a + b) >> k & 1) for k in range(len(rows))]


NETWORK = Network(
    name="serial_adder",
    cell="lstm",
    layers=((params(2, [at_least(SHUT), at_least(WHEN_TWO), at_least(WHEN_THREE)]),),),
    tokens=Numbers(("a", "b"), low=0.0, high=1.0, form="bits"),
    readout=Readout("count", "c", units=(0, 1, 2), weights=((1.0, -1.0, 1.0),)),
    unit_names=("one", "two", "three"),
    reasons={
        "i": ("at_least_one", "at_least_two", "all_three"),
        "f": ("always_shut",) * 3,
        "g": ("always_one",) * 3,
        "o": ("always_open", "always_seen", "always_open"),
    },
    sample=sample,
    exam=Exam(asked, right),
)
