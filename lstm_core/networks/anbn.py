"""Accept aabb and aaabbb, reject all else: count up on a, down on b, and let no a follow a b.

Gers & Schmidhuber (2001) trained it; Weiss, Goldberg & Yahav (2018) say why an LSTM can.
"""

from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OFFERS, OPEN, OPENS, SHUT, SHUTS, WHEN_TWO, Gate, R, params

A, B = range(2)
SEEN_B = 1

COUNTS = {
    "i": Gate(OPEN),  # writes at every step
    "f": Gate(OPEN),  # keeps always
    "g": Gate(0.0, inputs=[(A, OFFERS), (B, -OFFERS)]),  # one up, one down
    "o": Gate(OPEN),  # shows always
}
HAS_SEEN_B = {
    "i": Gate(SHUT, inputs=[(B, OPENS)]),  # writes on b
    "f": Gate(OPEN, inputs=[(B, SHUTS)]),  # replaced by the next b, so it stays at 1
    "g": Gate(OPEN),  # what is written is 1
    "o": Gate(OPEN),  # shows always: the alarm has to see it
}
RAISES_THE_ALARM = {
    "i": Gate(WHEN_TWO, inputs=[(A, OPENS)], units=[(SEEN_B, R)]),  # an a now AND a b before
    "f": Gate(OPEN),  # never forgets it
    "g": Gate(OPEN),  # what is written is 1
    "o": Gate(OPEN),  # shows always
}


def sample(rng: Random) -> str:
    """Draw a's and b's: as many of each, one too many, or in a wrong order."""
    n = rng.randint(3, 8)
    return rng.choice(
        ("a" * n + "b" * n, "a" * n + "b" * (n - 1), "ab" * n, "a" * n + "b" * n + "a")
    )


def asked(rng: Random) -> str:
    """Draw a string that fits half of the time, otherwise one that fits nearly."""
    n = rng.randint(2, 15)
    fits = "a" * n + "b" * n
    wrong = (fits[1:], fits[:-1], fits + "b", fits + "a", "ab" * n, fits + "ab", "b" * n + "a" * n)
    return fits if rng.random() < 0.5 else rng.choice(wrong)


def right(symbols: Read) -> list[str]:
    """Compare everything up to each letter with as many a's and then b's."""
    said: list[str] = []
    for k in range(len(symbols)):
        n = (k + 1) // 2
        said.append("fits" if symbols[: k + 1] == ["a"] * n + ["b"] * n else "not")
    return said


NETWORK = Network(
    name="anbn",
    cell="lstm",
    layers=((params(2, [COUNTS, HAS_SEEN_B, RAISES_THE_ALARM]),),),
    tokens=Alphabet(("a", "b"), (("a", "A"), ("b", "B"))),
    readout=Readout("accept", "c", units=(0, 2), labels=("fits", "not"), threshold=0.5),
    unit_names=("height", "seen_b", "alarm"),
    reasons={
        "i": ("every_letter", "only_on_b", "a_after_b"),
        "f": ("always_kept", "replaced_by_b", "never_forgets"),
        "g": ("up_or_down", "always_one", "always_one"),
        "o": ("always_open", "always_seen", "always_open"),
    },
    sample=sample,
    exam=Exam(asked, right),
)
