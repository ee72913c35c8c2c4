"""Which of X and Y came first, which second? The first one re-routes the second one.

Task 6a of Hochreiter & Schmidhuber (1997), with its four classes Q, R, S, U.
"""

from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OFFERS, OPEN, OPENS, SHUT, WHEN_TWO, Gate, R, params

SYMBOLS = ("a", "b", "c", "d", "X", "Y", "E", "B")
X, Y = SYMBOLS.index("X"), SYMBOLS.index("Y")
HAS_COME = 0

X_OR_Y = [(X, OPENS), (Y, OPENS)]
UP_OR_DOWN = Gate(0.0, inputs=[(X, OFFERS), (Y, -OFFERS)])  # X is 1, Y is −1

FIRST_HAS_COME = {
    "i": Gate(SHUT, inputs=X_OR_Y, units=[(HAS_COME, -R)]),  # an X or Y, and none before
    "f": Gate(OPEN),  # keeps always
    "g": Gate(OPEN),  # what is written is 1
    "o": Gate(OPEN),  # shows always: the registers have to see it
}
FIRST = {
    "i": Gate(SHUT, inputs=X_OR_Y, units=[(HAS_COME, -R)]),  # an X or Y, and none before
    "f": Gate(OPEN),
    "g": UP_OR_DOWN,
    "o": Gate(OPEN),
}
SECOND = {
    "i": Gate(WHEN_TWO, inputs=X_OR_Y, units=[(HAS_COME, R)]),  # an X or Y AND one before
    "f": Gate(OPEN),
    "g": UP_OR_DOWN,
    "o": Gate(OPEN),
}


def sample(rng: Random) -> str:
    """Draw a string of the task: E, distractors with two of X and Y among them, B."""
    gaps = ["".join(rng.choices("abcd", k=rng.randint(0, 5))) for _ in range(3)]
    return "E{0}{first}{1}{second}{2}B".format(
        *gaps, first=rng.choice("XY"), second=rng.choice("XY")
    )


def right(symbols: Read) -> list[str | None]:
    """Read the second one as the network does: all that follow the first one, added up."""
    first, later, said = 0, 0, list[str | None]()
    for symbol in symbols:
        sign = {"X": 1, "Y": -1}.get(symbol, 0)
        first, later = (first, later + sign) if first else (sign, 0)
        said.append("QRSU"[2 * (first < 0) + (later < 0)] if first and later else None)
    return said


NETWORK = Network(
    name="temporal_order",
    cell="lstm",
    layers=((params(8, [FIRST_HAS_COME, FIRST, SECOND]),),),
    tokens=Alphabet(SYMBOLS, tuple((symbol,) for symbol in SYMBOLS)),
    readout=Readout("pair", "h", units=(1, 2), labels=("Q", "R", "S", "U"), threshold=0.3),
    unit_names=("has_come", "first", "second"),
    reasons={
        "i": ("only_the_first", "only_the_first", "only_after_the_first"),
        "f": ("always_kept",) * 3,
        "g": ("always_one", "one_or_minus_one", "one_or_minus_one"),
        "o": ("always_seen", "always_open", "always_open"),
    },
    sample=sample,
    exam=Exam(sample, right),
)
