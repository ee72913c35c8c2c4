"""Spot the word 北京: two characters in a row, an AND in time.

The first unit remembers for one step only: its forget gate is always shut. The second one writes
when 京 comes while the first one still shows 北, and counts how often that happened.
"""

from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OPEN, OPENS, SHUT, Gate, R, S, params

BEI, JING, OTHER = range(3)
JUST_BEI, FOUND = range(2)

JUST_READ_BEI = {
    "i": Gate(OPEN),  # writes always: 1 on 北, 0 on anything else
    "f": Gate(SHUT),  # keeps nothing from one step to the next
    "g": Gate(0.0, inputs=[(BEI, S)]),
    "o": Gate(OPEN),  # shows always: the other unit has to see it
}
WORD = {
    "i": Gate(3 * SHUT, inputs=[(JING, OPENS)], units=[(JUST_BEI, R)]),  # 京, and 北 before it
    "f": Gate(OPEN),  # keeps always
    "g": Gate(OPEN),  # what is written is 1
    "o": Gate(OPEN),  # shows always
}


def asked(rng: Random) -> str:
    """Draw the two characters in any order, often one after the other."""
    return "".join(rng.choices(("北", "京", "北京", "天", "人"), k=rng.randint(4, 15)))


def right(symbols: Read) -> list[str]:
    """Count the word."""
    text = "".join(symbols)
    return [str(text[: k + 1].count("北京")) for k in range(len(text))]


NETWORK = Network(
    name="keyword_beijing",
    cell="lstm",
    layers=((params(3, [JUST_READ_BEI, WORD]),),),
    tokens=Alphabet(("北", "京", "x"), (("北",), ("京",), ("x",)), catch_all=OTHER),
    readout=Readout("count", source="c", units=(FOUND,)),
    unit_names=("just_bei", "found"),
    reasons={
        "i": ("writes_always", "jing_after_bei"),
        "f": ("always_shut", "keeps_always"),
        "g": ("one_on_bei", "always_one"),
        "o": ("always_open", "always_open"),
    },
    exam=Exam(asked, right),
)
