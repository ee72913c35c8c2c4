"""Foretell aⁿbⁿcⁿ: as many b's as a's, and then as many c's again.

Gers & Schmidhuber (2001): no machine with a stack alone knows this language, it takes two counters.
What is asked is as for aⁿbⁿ; here too a string begins with its first a.
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

SYMBOLS = ("a", "b", "c")
A, B, C = range(3)
LONGEST = 30


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw n from 1 to length // 3 for each string; shorter ones are followed by zeros."""
    n = rng.integers(1, length // 3 + 1, batch)
    t = np.arange(length // 3 * 3)[:, None]
    is_a, is_b, is_c = t < n, (t >= n) & (t < 2 * n), (t >= 2 * n) & (t < 3 * n)
    x = np.stack([is_a, is_b, is_c], -1).astype(float)
    next_b, next_c = t < 2 * n - 1, (t >= 2 * n - 1) & (t < 3 * n - 1)
    y = np.stack([is_a, next_b, next_c, t == 3 * n - 1], -1).astype(float)
    return Batch(x, y, (t < 3 * n).astype(float))


def oracle(x: Array) -> Array:
    """Count what is still to come: b's up on a and down on b, c's up on b and down on c."""
    a, b, c = (x[..., symbol].cumsum(0) for symbol in range(3))
    legal = [b == 0, a > b, (a == b) & (b > c), a == c]
    return _legal.sure(np.stack(legal, -1))


def draw(rng: Random) -> str:
    """Draw a string as long as those of the training."""
    n = rng.randint(1, LONGEST // 3)
    return "a" * n + "b" * n + "c" * n


def right(read: Read) -> Sequence[str]:
    """Say a or b after every a; then whichever letter is still short of the a's; then the end."""
    n = {"a": 0, "b": 0, "c": 0}
    said: list[str] = []
    for symbol in read:
        n[symbol] += 1
        short = [letter for letter in "bc" if n[letter] < n["a"]]
        said.append("a+b" if symbol == "a" else short[0] if short else "end")
    return said


TASK = Task(
    name="anbncn",
    paper="Gers & Schmidhuber (2001)",
    input_size=len(SYMBOLS),
    output_size=4,
    loss="sigmoid",
    sample=sample,
    length=LONGEST,
    lengths=(6, 150),
    judge=_legal.right_as_a_whole,
    metric="right",
    goal=1.0,
    chance=_legal.memoryless(sample),
    chance_loss=_legal.memoryless_loss(sample),
    oracle=oracle,
    recipe=TrainConfig(hidden_size=6, rate=0.02),
    tokens=Alphabet(SYMBOLS, (("a", "A"), ("b", "B"), ("c", "C"))),
    labels=("a", "b", "c", "end"),
    counted=(A, B),
    exam=Exam(draw, right, every_step),
)
