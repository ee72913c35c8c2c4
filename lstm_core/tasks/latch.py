"""Keep one bit for a hundred steps of noise: the two-sequence problem.

Bengio, Simard & Frasconi (1994); experiment 3a of Hochreiter & Schmidhuber (1997): the first three
numbers are all 1 or all −1, the others are drawn from N(0, 0.2); at the end the network names the
class. Here it has an output per class instead of one that is 1 or 0. The authors of 1997 say
themselves that guessing weights at random solves this faster: a demonstration, no benchmark.
"""

from collections.abc import Sequence

import numpy as np

from ..arrays import Array
from ..exam import Exam, Read
from ..numbers import Numbers
from ..training.config import TrainConfig
from ._sequences import SURE, asked_at_the_end, first, guess, guess_loss, one_hot, right_as_a_whole
from ._sequences import said_throughout as said
from ._task import Batch, Task
from ._texts import as_trained

TOKENS = Numbers(("value",), low=-3.0, high=3.0)
LENGTH = 100
LABELS = ("minus", "plus")
SIGNAL = 3  # steps that carry the class
NOISE = 0.2**0.5  # standard deviation: the papers give the variance


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw a class, three steps of it, and noise."""
    plus = rng.integers(0, 2, batch)
    x = rng.normal(0.0, NOISE, (length, batch, 1))
    x[:SIGNAL, :, 0] = 2 * plus - 1
    return asked_at_the_end(x, plus)


def oracle(x: Array) -> Array:
    """Look at the first number."""
    return said(SURE * one_hot((x[0, :, 0] > 0).astype(int), 2), len(x))


def right(read: Read) -> Sequence[str]:
    """Name the sign of the first number."""
    label = "plus" if read[0][0] > 0 else "minus"
    return [label] * len(read)


TASK = Task(
    name="latch",
    paper="Bengio, Simard & Frasconi (1994); Hochreiter & Schmidhuber (1997), task 3a",
    input_size=1,
    output_size=2,
    loss="softmax",
    sample=sample,
    length=LENGTH,
    lengths=(SIGNAL + 1, 400),
    judge=right_as_a_whole,
    metric="right",
    goal=0.99,
    chance=lambda length: guess(2),
    chance_loss=lambda length: guess_loss(2),
    oracle=oracle,
    recipe=TrainConfig(hidden_size=8, forget_bias="chrono", evaluate=20, frame=2),
    tokens=TOKENS,
    labels=LABELS,
    reads_all=False,
    events=first(SIGNAL),
    exam=Exam(as_trained(sample, TOKENS, LENGTH), right),
)
