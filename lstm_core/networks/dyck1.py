"""Are the brackets balanced? c is the depth; a second unit remembers that it once fell below 0."""

from random import Random

from ..alphabet import Alphabet
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


def sample(rng: Random) -> str:
    """Draw balanced brackets; turn one of them round half of the time."""
    text = ""
    for left in range(2 * rng.randint(3, 8), 0, -1):
        depth = text.count("(") - text.count(")")
        text += "(" if depth == 0 or (depth < left and rng.random() < 0.5) else ")"
    if rng.random() < 0.5:
        return text
    place = rng.randrange(len(text))
    return text[:place] + ")("[text[place] == ")"] + text[place + 1 :]


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
)
