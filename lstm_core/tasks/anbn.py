"""Foretell aⁿbⁿ: after as many b's as there were a's, the string must end.

Gers & Schmidhuber (2001): the network reads a string and says at every step which symbols may
follow. Whether a next a or b comes is open, but the end is certain, and it takes counting. There a
string begins with a symbol S and the network has peepholes; here it begins with its first a.
"""

from collections.abc import Sequence
from random import Random

import numpy as np

from ..alphabet import Alphabet
from ..arrays import Array
from ..exam import Exam, Read, every_step
from ..training.config import TrainConfig
from . import _legal
from ._task import Batch, Task

SYMBOLS = ("a", "b")
A, B = range(2)
LONGEST = 20


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw n from 1 to length // 2 for each string; shorter ones are followed by zeros."""
    n = rng.integers(1, length // 2 + 1, batch)
    t = np.arange(length // 2 * 2)[:, None]
    is_a, is_b = t < n, (t >= n) & (t < 2 * n)
    x = np.stack([is_a, is_b], -1).astype(float)
    y = np.stack([is_a, t < 2 * n - 1, t == 2 * n - 1], -1).astype(float)
    return Batch(x, y, (t < 2 * n).astype(float))


def oracle(x: Array) -> Array:
    """Count up on a, down on b: b may follow while the count is above 0, the end when it is 0."""
    count = (x[..., A] - x[..., B]).cumsum(0)
    no_b = x[..., B].cumsum(0) == 0
    return _legal.sure(np.stack([no_b, count > 0, count == 0], -1))


def draw(rng: Random) -> str:
    """Draw a string as long as those of the training."""
    n = rng.randint(1, LONGEST // 2)
    return "a" * n + "b" * n


def right(read: Read) -> Sequence[str]:
    """Say a or b after every a; after b's, b until there are as many, and then the end."""
    a, b = 0, 0
    said: list[str] = []
    for symbol in read:
        a, b = a + (symbol == "a"), b + (symbol == "b")
        said.append("a+b" if symbol == "a" else "b" if b < a else "end")
    return said


TASK = Task(
    name="anbn",
    paper="Gers & Schmidhuber (2001)",
    input_size=len(SYMBOLS),
    output_size=3,
    loss="sigmoid",
    sample=sample,
    length=LONGEST,
    lengths=(4, 100),
    judge=_legal.right_as_a_whole,
    metric="right",
    goal=1.0,
    chance=_legal.memoryless(sample),
    chance_loss=_legal.memoryless_loss(sample),
    oracle=oracle,
    recipe=TrainConfig(hidden_size=2, rate=0.02, evaluate=20, frame=4),
    tokens=Alphabet(SYMBOLS, (("a", "A"), ("b", "B"))),
    labels=("a", "b", "end"),
    counted=(A, B),
    exam=Exam(draw, right, every_step),
)
