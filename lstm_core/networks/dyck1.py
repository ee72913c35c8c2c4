"""Are the brackets balanced? c is the depth; a second unit remembers that it once fell below 0."""

from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OFFERS, OPEN, SHUT, Gate, R, params

LEFT, RIGHT = range(2)
DEPTH = 0

COUNTS = {
    "i": Gate(OPEN),  # writes at every step
    "f": Gate(OPEN),  # keeps always
    "g": Gate(0.0, inputs=[(LEFT, OFFERS), (RIGHT, -OFFERS)]),  # one up, one down
    "o": Gate(OPEN),  # shows always: the alarm has to see it
}
RAISES_THE_ALARM = {
    "i": Gate(SHUT, units=[(DEPTH, -R)]),  # writes one step after the depth fell below 0
    "f": Gate(OPEN),  # and never forgets it
    "g": Gate(OPEN),  # what is written is 1
    "o": Gate(OPEN),  # shows always
}


def balanced(rng: Random, most: int = 8) -> str:
    """Draw balanced brackets: 3 pairs or more."""
    text = ""
    for left in range(2 * rng.randint(3, most), 0, -1):
        depth = text.count("(") - text.count(")")
        text += "(" if depth == 0 or (depth < left and rng.random() < 0.5) else ")"
    return text


def turned(rng: Random, text: str) -> str:
    """Turn one bracket round."""
    place = rng.randrange(len(text))
    return text[:place] + ")("[text[place] == ")"] + text[place + 1 :]


def sample(rng: Random) -> str:
    """Draw balanced brackets; turn one of them round half of the time."""
    text = balanced(rng)
    return text if rng.random() < 0.5 else turned(rng, text)


def asked(rng: Random) -> str:
    """Draw the same; half of what is wrong has as many left as right ones, but dips below 0."""
    if rng.random() < 0.25:
        return balanced(rng, 5) + ")(" + balanced(rng, 5)
    text = balanced(rng)
    return text if rng.random() < 2 / 3 else turned(rng, text)


def right(symbols: Read) -> list[str]:
    """Follow the depth: it must end at 0 and must never have been below."""
    depth, lowest, said = 0, 0, list[str]()
    for symbol in symbols:
        depth += 1 if symbol == "(" else -1
        lowest = min(lowest, depth)
        said.append("balanced" if depth == lowest == 0 else "unbalanced")
    return said


NETWORK = Network(
    name="dyck1",
    cell="lstm",
    layers=((params(2, [COUNTS, RAISES_THE_ALARM]),),),
    tokens=Alphabet(("(", ")"), (("(", "（"), (")", "）"))),
    readout=Readout("accept", "c", units=(0, 1), labels=("balanced", "unbalanced"), threshold=0.5),
    unit_names=("depth", "alarm"),
    reasons={
        "i": ("every_bracket", "below_zero"),
        "f": ("always_kept", "never_forgets"),
        "g": ("up_or_down", "always_one"),
        "o": ("always_seen", "always_open"),
    },
    sample=sample,
    exam=Exam(asked, right),
)
