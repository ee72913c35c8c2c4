"""Say what was heard three steps ago: nothing stays in c, the bit is handed on from h to h."""

from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import COPIES, OFFERS, OPEN, SHUT, Gate, params

HEARD_1, HEARD_0 = range(2)


def passes_on(candidate: Gate) -> dict[str, Gate]:
    """Build a unit that takes the candidate at every step and keeps nothing."""
    return {"i": Gate(OPEN), "f": Gate(SHUT), "g": candidate, "o": Gate(OPEN)}


HEARS = passes_on(Gate(0.0, inputs=[(HEARD_1, OFFERS), (HEARD_0, -OFFERS)]))
CHAIN = [HEARS, *(passes_on(Gate(0.0, units=[(k, COPIES)])) for k in range(3))]


def sample(rng: Random) -> str:
    """Draw bits."""
    return "".join(rng.choices("01", k=rng.randint(8, 20)))


def right(symbols: Read) -> list[str]:
    """Look three places back."""
    heard = {"1": "one", "0": "zero"}
    return ["nothing" if k < 3 else heard[symbols[k - 3]] for k in range(len(symbols))]


NETWORK = Network(
    name="delay3",
    cell="lstm",
    layers=((params(2, CHAIN),),),
    tokens=Alphabet(("1", "0"), (("1", "１"), ("0", "０"))),
    readout=Readout("sign", "h", units=(3,), labels=("one", "zero", "nothing"), threshold=0.3),
    unit_names=("now", "ago_1", "ago_2", "ago_3"),
    reasons={
        "i": ("always_open",) * 4,
        "f": ("always_shut",) * 4,
        "g": ("what_is_heard", *("what_the_neighbour_had",) * 3),
        "o": ("always_seen",) * 4,
    },
    sample=sample,
    exam=Exam(sample, right),
)
