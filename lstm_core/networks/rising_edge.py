"""Fire once when the input goes from 0 to 1: one unit is a step behind and holds the other back."""

from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OFFERS, OPEN, OPENS, SHUT, Gate, R, params

ZERO, ONE = range(2)
BEFORE = 0

IS_A_STEP_BEHIND = {
    "i": Gate(OPEN),  # writes at every step
    "f": Gate(SHUT),  # keeps nothing
    "g": Gate(0.0, inputs=[(ONE, OFFERS)]),  # 1 on 1, 0 on 0
    "o": Gate(OPEN),  # shows always: the other unit has to see it
}
FIRES = {
    "i": Gate(SHUT, inputs=[(ONE, OPENS)], units=[(BEFORE, -R)]),  # 1 now, and not 1 before
    "f": Gate(SHUT),  # keeps nothing, so it fires once
    "g": Gate(OPEN),  # what is written is 1
    "o": Gate(OPEN),  # shows always
}


def sample(rng: Random) -> str:
    """Draw a few runs of 0s and 1s."""
    return "".join("01"[k % 2] * rng.randint(1, 4) for k in range(rng.randint(5, 9)))


def asked(rng: Random) -> str:
    """Draw a few runs that end with an edge half of the time."""
    return sample(rng) + rng.choice(("01", "01", "01", "00", "10", "11"))


def right(symbols: Read) -> list[str]:
    """Compare each with the one before; before the first one there is 0."""
    pairs = zip(["0", *symbols], symbols, strict=False)
    return ["edge" if pair == ("0", "1") else "none" for pair in pairs]


NETWORK = Network(
    name="rising_edge",
    cell="lstm",
    layers=((params(2, [IS_A_STEP_BEHIND, FIRES]),),),
    tokens=Alphabet(("0", "1"), (("0", "０"), ("1", "１"))),
    readout=Readout("switch", "c", units=(1,), labels=("edge", "none"), threshold=0.5),
    unit_names=("before", "edge"),
    reasons={
        "i": ("always_open", "one_after_zero"),
        "f": ("always_shut", "fires_once"),
        "g": ("what_is_read", "always_one"),
        "o": ("always_seen", "always_shown"),
    },
    sample=sample,
    exam=Exam(asked, right),
)
