"""Multiply the two marked numbers of a long row: no sum of what is written solves it.

Task 5 of Hochreiter & Schmidhuber (1997): numbers from 0 to 1; an answer is right when it is off by
less than 0.04, and learning ends when fewer than 140 of 2000 are wrong. Here as in `adding`: one
marked number in each half, markers 1 instead of 1 and −1, all sequences equally long.
"""

from collections.abc import Sequence
from itertools import accumulate
from math import log
from operator import mul

import numpy as np

from ..arrays import Array
from ..exam import Exam, Read
from ..training.config import TrainConfig
from ._sequences import asked_at_the_end, said_throughout
from ._task import Batch, Task
from ._texts import as_trained
from .adding import LENGTH, MARKER, TOKENS, VALUE, marked, marked_numbers

CLOSE = 0.04


def product(x: Array) -> Array:
    """Multiply what is marked: (B, 1)."""
    return np.where(x[..., MARKER] == 1.0, x[..., VALUE], 1.0).prod(0)[:, None]


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw numbers, two of them marked; the product is asked for at the end."""
    x = marked_numbers(rng, batch, length)
    return asked_at_the_end(x, product(x))


def oracle(x: Array) -> Array:
    """Say the product."""
    return said_throughout(product(x), len(x))


def right(read: Read) -> Sequence[float]:
    """Multiply what is marked so far."""
    return list(accumulate((value if marker else 1.0 for value, marker in read), mul))


def close(output: Array, batch: Batch) -> Array:
    """Mark a sequence 1 when the last answer is off by less than 0.04, otherwise 0."""
    return (abs(output[-1] - batch.y[-1])[..., 0] < CLOSE).astype(float)


def chance(length: int) -> dict[str, float]:
    """Say 0.04 always, which is right for products below 0.08: P(x₁x₂ < p) = p (1 − ln p)."""
    return {"constant": 2 * CLOSE * (1 - log(2 * CLOSE))}


def chance_loss(length: int) -> dict[str, float]:
    """Say 1/4 always: the variance of the product of two numbers from U(0, 1), 1/9 − 1/16."""
    return {"constant": 7 / 144}


TASK = Task(
    name="multiplication",
    paper="Hochreiter & Schmidhuber (1997), task 5",
    input_size=2,
    output_size=1,
    loss="squared",
    sample=sample,
    length=LENGTH,
    lengths=(2, 400),
    judge=close,
    metric="right",
    goal=0.93,
    tolerance=CLOSE,
    chance=chance,
    chance_loss=chance_loss,
    oracle=oracle,
    recipe=TrainConfig(
        hidden_size=8, rate=0.02, forget_bias="chrono", steps=3000, evaluate=20, frame=10
    ),
    tokens=TOKENS,
    reads_all=False,
    events=marked,
    exam=Exam(as_trained(sample, TOKENS, LENGTH), right),
)
