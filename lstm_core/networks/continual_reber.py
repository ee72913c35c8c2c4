"""In an endless stream of embedded Reber strings, know the outer T or P of the present one.

Gers, Schmidhuber & Cummins (2000) invented the forget gate for this stream: nobody says where a
string ends, so the network must clear its own memory.
"""

from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OFFERS, OPEN, OPENS, SHUT, SHUTS, UNLESS_TWO, Gate, R, params

SYMBOLS = ("B", "T", "P", "S", "X", "V", "E")
B, T, P, E = (SYMBOLS.index(symbol) for symbol in "BTPE")
JUST_ENDED, KNOWN = range(2)

T_OR_P_WHEN_UNKNOWN = Gate(SHUT, inputs=[(T, OPENS), (P, OPENS)], units=[(KNOWN, -R)])
UNTIL_B_AFTER_E = Gate(UNLESS_TWO, inputs=[(B, SHUTS)], units=[(JUST_ENDED, -R)])

E_WAS_LAST = {
    "i": Gate(OPEN),  # writes at every step
    "f": Gate(SHUT),  # keeps nothing
    "g": Gate(0.0, inputs=[(E, OFFERS)]),  # 1 on E, 0 otherwise
    "o": Gate(OPEN),  # shows always: the others have to see it
}
IS_KNOWN = {"i": T_OR_P_WHEN_UNKNOWN, "f": UNTIL_B_AFTER_E, "g": Gate(OPEN), "o": Gate(OPEN)}
OUTER = {
    "i": T_OR_P_WHEN_UNKNOWN,
    "f": UNTIL_B_AFTER_E,
    "g": Gate(0.0, inputs=[(T, OFFERS), (P, -OFFERS)]),  # T is 1, P is −1
    "o": Gate(OPEN),
}

# The Reber grammar (Reber 1967): state -> the symbols that may follow and where they lead.
GRAMMAR = {
    0: (("B", 1),),
    1: (("T", 2), ("P", 3)),
    2: (("S", 2), ("X", 4)),
    3: (("T", 3), ("V", 5)),
    4: (("X", 3), ("S", 6)),
    5: (("P", 4), ("V", 6)),
    6: (("E", None),),
}


def reber(rng: Random) -> str:
    """Draw one string of the inner grammar."""
    text, state = "", 0
    while state is not None:
        symbol, state = rng.choice(GRAMMAR[state])
        text += symbol
    return text


def embedded(rng: Random, outer: str) -> str:
    """Draw one embedded string: the outer T or P comes back before the last E."""
    return f"B{outer}{reber(rng)}{outer}E"


def sample(rng: Random) -> str:
    """Draw a short stream of embedded strings."""
    return "".join(embedded(rng, outer) for outer in rng.choices("TP", k=rng.randint(2, 3)))


def stream(rng: Random, strings: int = 20) -> str:
    """Draw a stream of so many strings."""
    return "".join(embedded(rng, rng.choice("TP")) for _ in range(strings))


def ends(symbols: Read) -> list[list[int]]:
    """Find the last E of every string, two after the inner one: each is judged on its own."""
    return [[k] for k in range(2, len(symbols)) if symbols[k] == symbols[k - 2] == "E"]


def right(symbols: Read) -> list[str]:
    """Name the first T or P since the last B that followed an E."""
    outer, before, said = "none", None, list[str]()
    for symbol in symbols:
        if before == "E" and symbol == "B":
            outer = "none"
        if outer == "none" and symbol in "TP":
            outer = symbol
        before = symbol
        said.append(outer)
    return said


NETWORK = Network(
    name="continual_reber",
    cell="lstm",
    layers=((params(7, [E_WAS_LAST, IS_KNOWN, OUTER]),),),
    tokens=Alphabet(SYMBOLS, tuple((symbol, symbol.lower()) for symbol in SYMBOLS)),
    readout=Readout("sign", "h", units=(2,), labels=("T", "P", "none"), threshold=0.3),
    unit_names=("just_ended", "known", "outer"),
    reasons={
        "i": ("always_open", "first_t_or_p", "first_t_or_p"),
        "f": ("always_shut", "until_a_new_string", "until_a_new_string"),
        "g": ("only_on_e", "always_one", "one_or_minus_one"),
        "o": ("always_seen", "always_seen", "always_shown"),
    },
    sample=sample,
    exam=Exam(stream, right, ends),
)
