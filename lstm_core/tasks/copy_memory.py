"""Repeat a few symbols, in order, after a long silence.

Hochreiter & Schmidhuber (1997) for the idea, Arjovsky, Shah & Bengio (2016) for the form: symbols
to remember, blanks, a signal to go, a blank for each of them; the network says blank until the
signal and then the symbols. There 10 symbols out of 8, here 3 out of 4. Who knows everything except
what was to be remembered sits on the memoryless line, there 10 ln 8 / (T + 20).
"""

from collections.abc import Sequence
from math import log

import numpy as np

from ..alphabet import Alphabet
from ..arrays import Array
from ..exam import Exam, Read, every_step
from ..training.config import TrainConfig
from ._sequences import SURE, one_hot, right_as_a_whole
from ._task import Batch, Task
from ._texts import as_trained

KINDS, REMEMBERED = 4, 3
BLANK, GO = KINDS, KINDS + 1
SYMBOLS = ("A", "B", "C", "D", "-", ">")
TOKENS = Alphabet(SYMBOLS, (*((s, s.lower()) for s in SYMBOLS[:KINDS]), ("-", "−"), (">",)))
LENGTH = 26


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw symbols; between them and the answer lie `length` − 6 steps, GO is the last of these."""
    symbols = np.full((length, batch), BLANK)
    symbols[:REMEMBERED] = rng.integers(0, KINDS, (REMEMBERED, batch))
    y = np.full((length, batch), BLANK)
    y[-REMEMBERED:] = symbols[:REMEMBERED]
    symbols[-REMEMBERED - 1] = GO
    return Batch(one_hot(symbols, len(SYMBOLS)), y, np.ones((length, batch)))


def oracle(x: Array) -> Array:
    """Say blank as long as no signal came, then what the first steps were, as far as x goes."""
    said = np.zeros((*x.shape[:2], KINDS + 1))
    said[..., BLANK] = SURE
    steps, sequences = np.nonzero(x[..., GO])
    for k in range(min(REMEMBERED, len(x))):
        due = steps + 1 + k < len(x)
        asked = sequences[due]
        said[steps[due] + 1 + k, asked] = SURE * x[k, asked, : KINDS + 1]
    return said


def right(read: Read) -> Sequence[str]:
    """Say blank up to the signal, and then the first letters."""
    silent = read.index(">") + 1
    return ["blank"] * silent + read[:REMEMBERED]


def memoryless(length: int, kinds: int = KINDS, remembered: int = REMEMBERED) -> float:
    """Return the mean cross-entropy over `length` steps of knowing all but what was remembered."""
    return remembered * log(kinds) / length


TASK = Task(
    name="copy_memory",
    paper="Arjovsky, Shah & Bengio (2016), after Hochreiter & Schmidhuber (1997)",
    input_size=len(SYMBOLS),
    output_size=KINDS + 1,
    loss="softmax",
    sample=sample,
    length=LENGTH,
    lengths=(2 * REMEMBERED + 1, 206),
    judge=right_as_a_whole,
    metric="right",
    goal=0.99,
    chance=lambda length: {"memoryless": KINDS**-REMEMBERED},
    chance_loss=lambda length: {"memoryless": memoryless(length)},
    oracle=oracle,
    recipe=TrainConfig(
        batch=64, rate=0.03, forget_bias="chrono", steps=6000, evaluate=30, frame=30
    ),
    tokens=TOKENS,
    labels=("A", "B", "C", "D", "blank"),
    events=lambda x: np.greater(x[..., :KINDS].sum(-1), 0),
    exam=Exam(as_trained(sample, TOKENS, LENGTH), right, every_step),
)
