"""Know whether we are inside Chinese quotes, where one sign opens and another closes.

No weight on h is needed: the sign alone says what to do. Compare `quotes_en`.
"""

from itertools import accumulate
from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OPEN, OPENS, SHUT, SHUTS, Gate, params

OPENING, CLOSING, OTHER = range(3)

INSIDE = {
    "i": Gate(SHUT, inputs=[(OPENING, OPENS)]),  # writes on the opening sign
    "f": Gate(OPEN, inputs=[(OPENING, SHUTS), (CLOSING, SHUTS)]),  # either sign wipes
    "g": Gate(OPEN),  # what is written is 1
    "o": Gate(OPEN),  # shows always
}


def asked(rng: Random) -> str:
    """Draw characters and quotes, also such as open twice or close nothing."""
    return "".join(rng.choices("“”甲乙丙", k=rng.randint(10, 20)))


def right(symbols: Read) -> list[str]:
    """Look at the last quote."""
    says = {"“": "inside", "”": "outside"}
    places = accumulate(symbols, lambda place, now: says.get(now, place), initial="outside")
    return list(places)[1:]


NETWORK = Network(
    name="quotes_zh",
    cell="lstm",
    layers=((params(3, [INSIDE]),),),
    tokens=Alphabet(("“", "”", "x"), (("“",), ("”",), ("x",)), catch_all=OTHER),
    readout=Readout("switch", source="c", units=(0,), labels=("inside", "outside"), threshold=0.5),
    unit_names=("inside",),
    reasons={
        "i": ("opening_quote",),
        "f": ("wiped_by_either",),
        "g": ("always_one",),
        "o": ("always_open",),
    },
    exam=Exam(asked, right),
)
