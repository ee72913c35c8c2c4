"""Name the first of n symbols when all the others have gone by.

The shortest form of task 2 of Hochreiter & Schmidhuber (1997), long time lags with distractors
drawn at random: here the distractors are the same four symbols, so only their place tells them
from the answer. From the first weights that torch draws, an LSTM with a forget bias of 0 or 1 does
not learn it for n = 20 in 1,500 steps; one with a bias of 3 takes about 150.
"""

from collections.abc import Sequence

import numpy as np

from ..alphabet import Alphabet
from ..arrays import Array
from ..exam import Exam, Read
from ..training.config import TrainConfig
from ._sequences import SURE, asked_at_the_end, first, guess, guess_loss, one_hot, right_as_a_whole
from ._sequences import said_throughout as said
from ._task import Batch, Task
from ._texts import as_trained

LETTERS = ("A", "B", "C", "D")
TOKENS = Alphabet(LETTERS, tuple((letter, letter.lower()) for letter in LETTERS))
LENGTH = 20


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw letters; the first one is asked for at the end."""
    symbols = rng.integers(0, len(LETTERS), (length, batch))
    return asked_at_the_end(one_hot(symbols, len(LETTERS)), symbols[0])


def oracle(x: Array) -> Array:
    """Look at the first letter."""
    return said(SURE * x[0], len(x))


def right(read: Read) -> Sequence[str]:
    """Repeat the first letter."""
    return read[:1] * len(read)


TASK = Task(
    name="first_symbol",
    paper="after Hochreiter & Schmidhuber (1997), task 2",
    input_size=len(LETTERS),
    output_size=len(LETTERS),
    loss="softmax",
    sample=sample,
    length=LENGTH,
    lengths=(1, 200),
    judge=right_as_a_whole,
    metric="right",
    goal=0.99,
    chance=lambda length: guess(len(LETTERS)),
    chance_loss=lambda length: guess_loss(len(LETTERS)),
    oracle=oracle,
    recipe=TrainConfig(batch=64, initial="torch", forget_bias=3.0),
    tokens=TOKENS,
    labels=LETTERS,
    reads_all=False,
    events=first(1),
    exam=Exam(as_trained(sample, TOKENS, LENGTH), right),
)
