"""Know the first symbol, whatever comes later: a doorman shuts all input gates after one step.

Task 2 of Hochreiter & Schmidhuber (1997), without any training.
"""

from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OFFERS, OPEN, SHUT, Gate, R, params

LETTERS = ("A", "B", "C", "D")
DOORMAN = 0  # the other units hold one letter each

SHUTS_THE_DOOR = {
    "i": Gate(OPEN),  # writes at every step
    "f": Gate(SHUT),  # keeps nothing, so it stays at 1
    "g": Gate(OPEN),  # what is written is 1
    "o": Gate(OPEN),  # shows always: the others have to see it
}


def remembers(letter: int) -> dict[str, Gate]:
    """Build the unit that holds one letter."""
    return {
        "i": Gate(OPEN, units=[(DOORMAN, -R)]),  # writes until the doorman is up
        "f": Gate(OPEN),  # keeps always
        "g": Gate(0.0, inputs=[(letter, OFFERS)]),  # 1 on its own letter
        "o": Gate(OPEN),  # shows always
    }


def sample(rng: Random) -> str:
    """Draw a letter, and many more to distract from it."""
    return "".join(rng.choices(LETTERS, k=rng.randint(8, 20)))


def right(symbols: Read) -> list[str]:
    """Name the first letter."""
    return symbols[:1] * len(symbols)


NETWORK = Network(
    name="remember_first",
    cell="lstm",
    layers=((params(4, [SHUTS_THE_DOOR, *(remembers(letter) for letter in range(4))]),),),
    tokens=Alphabet(LETTERS, tuple((letter, letter.lower()) for letter in LETTERS)),
    readout=Readout("speak", "h", units=(1, 2, 3, 4), labels=LETTERS, threshold=0.3),
    unit_names=("doorman", "a", "b", "c", "d"),
    reasons={
        "i": ("always_open", *("until_the_doorman",) * 4),
        "f": ("always_shut", *("always_kept",) * 4),
        "g": ("always_one", *("own_letter",) * 4),
        "o": ("always_seen", *("always_shown",) * 4),
    },
    sample=sample,
    exam=Exam(sample, right),
)
