"""Set and reset one bit; between the two it keeps itself, unchanged."""

from itertools import accumulate
from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OFFERS, OPEN, OPENS, SHUT, SHUTS, Gate, params

SET, RESET, HOLD = range(3)

BIT = {
    "i": Gate(SHUT, inputs=[(SET, OPENS), (RESET, OPENS)]),  # writes on S and on R
    "f": Gate(OPEN, inputs=[(SET, SHUTS), (RESET, SHUTS)]),  # the same two wipe
    "g": Gate(0.0, inputs=[(SET, OFFERS), (RESET, -OFFERS)]),  # 1 or −1
    "o": Gate(OPEN),  # shows always
}


def sample(rng: Random) -> str:
    """Draw a few commands with long pauses between them."""
    return "".join(rng.choice("SR") + "-" * rng.randint(0, 7) for _ in range(4))


def right(symbols: Read) -> list[str]:
    """Name the last command."""
    says = {"S": "set", "R": "reset"}
    bits = accumulate(symbols, lambda bit, now: says.get(now, bit), initial="empty")
    return list(bits)[1:]


NETWORK = Network(
    name="latch",
    cell="lstm",
    layers=((params(3, [BIT]),),),
    tokens=Alphabet(("S", "R", "-"), (("S", "s"), ("R", "r"), ("-", "−", "－"))),
    readout=Readout("sign", "h", units=(0,), labels=("set", "reset", "empty"), threshold=0.3),
    unit_names=("bit",),
    reasons={
        "i": ("on_command",),
        "f": ("wiped_by_command",),
        "g": ("one_or_minus_one",),
        "o": ("always_open",),
    },
    sample=sample,
    exam=Exam(sample, right),
)
