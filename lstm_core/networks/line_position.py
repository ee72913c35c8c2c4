"""Know the place in the line: 0.02 for every character since the last line break.

Karpathy, Johnson & Fei-Fei (2015) found such a cell in a trained network. The small step keeps
h = tanh(c) readable up to 80 characters and more, unlike in `counter`.
"""

from itertools import accumulate
from math import atanh
from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OPEN, SHUTS, Gate, params

OTHER, BREAK = range(2)
PER_CHARACTER = 0.02

POSITION = {
    "i": Gate(OPEN, inputs=[(BREAK, SHUTS)]),  # every character writes, a line break does not
    "f": Gate(OPEN, inputs=[(BREAK, SHUTS)]),  # a line break wipes
    "g": Gate(atanh(PER_CHARACTER)),  # what is written is 0.02
    "o": Gate(OPEN),  # shows always
}


def asked(rng: Random) -> str:
    """Draw one to three lines of letters, the last one often not at its end."""
    lines = ("".join(rng.choices("abc 甲", k=rng.randint(0, 20))) for _ in range(rng.randint(1, 3)))
    return "x" + "↵".join(lines)


def right(symbols: Read) -> list[str]:
    """Look how far back the last line break is."""
    places = accumulate((s == "\n" for s in symbols), lambda k, new: 0 if new else k + 1, initial=0)
    return [str(place) for place in places][1:]


NETWORK = Network(
    name="line_position",
    cell="lstm",
    layers=((params(2, [POSITION]),),),
    # ↵ is the picture of a line break: a text field of one line cannot hold the thing itself.
    tokens=Alphabet(("x", "\n"), (("x",), ("\n", "↵", "\r\n", "\r")), catch_all=OTHER),
    readout=Readout("count", source="c", units=(0,), weights=((1 / PER_CHARACTER,),)),
    unit_names=("position",),
    reasons={
        "i": ("all_but_break",),
        "f": ("wiped_by_break",),
        "g": ("always_a_step",),
        "o": ("always_open",),
    },
    exam=Exam(asked, right),
)
