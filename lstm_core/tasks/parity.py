"""Odd or even? Say after every bit whether the ones so far are odd in number.

A classic of hard learning since Minsky & Papert (1969): one wrong bit anywhere turns every later
answer over. Hochreiter & Schmidhuber (1997) warn of the form that asks at the end alone: guessing
weights at random solves it sooner than any training. Here the network is asked at every step.
"""

from collections.abc import Sequence
from random import Random

import numpy as np

from ..alphabet import Alphabet
from ..arrays import Array
from ..exam import Exam, Read, every_step
from ..training.config import TrainConfig
from ._sequences import SURE, guess_loss, one_hot, right_as_a_whole
from ._task import Batch, Task

BITS = ("0", "1")
LABELS = ("even", "odd")


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw bits; every step is asked."""
    bits = rng.integers(0, 2, (length, batch))
    return Batch(one_hot(bits, 2), bits.cumsum(0) % 2, np.ones((length, batch)))


def oracle(x: Array) -> Array:
    """Turn over at every 1."""
    return SURE * one_hot(np.logical_xor.accumulate(x[..., 1] > 0.5, 0).astype(int), 2)


def draw(rng: Random) -> str:
    """Draw bits."""
    return "".join(rng.choice(BITS) for _ in range(20))


def right(read: Read) -> Sequence[str]:
    """Count the ones."""
    return [LABELS[read[: k + 1].count("1") % 2] for k in range(len(read))]


def chance(length: int) -> dict[str, float]:
    """Toss a coin at every step: a string is right when all tosses are."""
    return {"guess": 0.5**length}


TASK = Task(
    name="parity",
    paper="after Minsky & Papert (1969) and Hochreiter & Schmidhuber (1997)",
    input_size=2,
    output_size=2,
    loss="softmax",
    sample=sample,
    length=20,
    lengths=(4, 200),
    judge=right_as_a_whole,
    metric="right",
    goal=0.99,
    chance=chance,
    chance_loss=lambda length: guess_loss(2),
    oracle=oracle,
    recipe=TrainConfig(hidden_size=4, rate=0.03, evaluate=20, frame=4),
    tokens=Alphabet(BITS, (("0", "０"), ("1", "１"))),
    labels=LABELS,
    exam=Exam(draw, right, every_step),
)
