"""Know whether we are inside straight quotes, where the same sign opens and closes.

The input gate must look at h: a quote writes only if nothing is stored. The unit toggles.
"""

from itertools import accumulate
from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OPEN, OPENS, SHUT, SHUTS, Gate, R, params

QUOTE, OTHER = range(2)

INSIDE = {
    "i": Gate(SHUT, inputs=[(QUOTE, OPENS)], units=[(0, -R)]),  # a quote, and not inside already
    "f": Gate(OPEN, inputs=[(QUOTE, SHUTS)]),  # every quote wipes
    "g": Gate(OPEN),  # what is written is 1
    "o": Gate(OPEN),  # shows always: the input gate has to see it
}


def sample(rng: Random) -> str:
    """Draw letters and quotes."""
    return "".join(rng.choices('abcd" "', k=rng.randint(10, 20)))


def right(symbols: Read) -> list[str]:
    """Count the quotes."""
    counts = accumulate(symbol == '"' for symbol in symbols)
    return ["inside" if count % 2 else "outside" for count in counts]


NETWORK = Network(
    name="quotes_en",
    cell="lstm",
    layers=((params(2, [INSIDE]),),),
    tokens=Alphabet(('"', "x"), (('"',), ("x",)), catch_all=OTHER),
    readout=Readout("switch", source="c", units=(0,), labels=("inside", "outside"), threshold=0.5),
    unit_names=("inside",),
    reasons={
        "i": ("quote_when_outside",),
        "f": ("wiped_by_quote",),
        "g": ("always_one",),
        "o": ("always_open",),
    },
    sample=sample,
    exam=Exam(sample, right),
)
