"""Add the two marked numbers of a long row.

Task 4 of Hochreiter & Schmidhuber (1997), in the form of Le, Jaitly & Hinton (2015): numbers from
0 to 1 instead of −1 to 1, markers 1 instead of 1 and −1, one marked number in each half, all
sequences equally long, and the sum itself is the target. Who always says 1 is wrong by 1/6.
"""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array
from ..exam import Exam, Read
from ..numbers import Numbers
from ..training.config import TrainConfig
from ._sequences import asked_at_the_end, said_throughout, squared_error
from ._task import Batch, Task
from ._texts import as_trained

VALUE, MARKER = range(2)
TOKENS = Numbers(("value", "marker"), form="marked")
LENGTH = 50


def marked_numbers(rng: np.random.Generator, batch: int, length: int) -> Array:
    """Draw x (T, B, 2): numbers from 0 to 1, and beside them 1 where one is marked, once a half."""
    x = np.zeros((length, batch, 2))
    x[..., VALUE] = rng.random((length, batch))
    every = np.arange(batch)
    x[rng.integers(0, length // 2, batch), every, MARKER] = 1.0
    x[rng.integers(length // 2, length, batch), every, MARKER] = 1.0
    return x


def marked(x: Array) -> NDArray[np.bool_]:
    """Find the markers, (T, B)."""
    return np.greater(x[..., MARKER], 0)


def total(x: Array) -> Array:
    """Add up what is marked: (B, 1)."""
    return (x[..., VALUE] * x[..., MARKER]).sum(0)[:, None]


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw numbers, two of them marked; the sum is asked for at the end."""
    x = marked_numbers(rng, batch, length)
    return asked_at_the_end(x, total(x))


def oracle(x: Array) -> Array:
    """Say the sum."""
    return said_throughout(total(x), len(x))


def right(read: Read) -> Sequence[float]:
    """Add up what is marked so far."""
    return list(accumulate(value * marker for value, marker in read))


def chance(length: int) -> dict[str, float]:
    """Say 1 always: the variance of the sum of two numbers from U(0, 1), 2 · 1/12."""
    return {"constant": 1 / 6}


TASK = Task(
    name="adding",
    paper="Hochreiter & Schmidhuber (1997), task 4, as in Le, Jaitly & Hinton (2015)",
    input_size=2,
    output_size=1,
    loss="squared",
    sample=sample,
    length=LENGTH,
    lengths=(2, 400),
    judge=squared_error,
    metric="error",
    goal=0.01,
    chance=chance,
    chance_loss=chance,
    oracle=oracle,
    # With this seed one of the four units does nearly all of the work: that is seen best.
    recipe=TrainConfig(seed=15, hidden_size=4, rate=0.02, forget_bias="chrono"),
    tolerance=0.1,
    tokens=TOKENS,
    reads_all=False,
    events=marked,
    exam=Exam(as_trained(sample, TOKENS, LENGTH), right),
)
