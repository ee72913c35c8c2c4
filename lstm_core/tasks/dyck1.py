"""Foretell brackets: one may be closed while one is open, and a string may end when none is.

The language Dyck-1, asked as in Gers & Schmidhuber (2001): which symbols may follow? Another
bracket may open at any time. Weiss, Goldberg & Yahav (2018) say why an LSTM can count them.
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

SYMBOLS = ("(", ")")
OPENING, CLOSING = range(2)
LONGEST = 30


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw strings of 2 to `length` brackets: open or close with even odds, and close in time."""
    ends = 2 * rng.integers(1, length // 2 + 1, batch)
    steps = length // 2 * 2
    coins = rng.random((steps, batch)) < 0.5
    depth = np.zeros(batch, int)
    depths = np.zeros((steps, batch), int)
    for t in range(steps):
        opens = (depth == 0) | (coins[t] & (depth < ends - t))
        depth += np.where(opens, 1, -1)
        depths[t] = depth
    inside = np.arange(steps)[:, None] < ends
    opens = np.diff(depths, axis=0, prepend=0) > 0
    x = np.stack([opens & inside, ~opens & inside], -1).astype(float)
    y = np.stack([inside, (depths > 0) & inside, (depths == 0) & inside], -1).astype(float)
    return Batch(x, y, inside.astype(float))


def oracle(x: Array) -> Array:
    """Count the open brackets."""
    depth = (x[..., OPENING] - x[..., CLOSING]).cumsum(0)
    return _legal.sure(np.stack([depth >= 0, depth > 0, depth == 0], -1))


def draw(rng: Random) -> str:
    """Draw a string as long as those of the training."""
    text, depth, end = "", 0, 2 * rng.randint(1, LONGEST // 2)
    while len(text) < end:
        opens = depth == 0 or (depth < end - len(text) and rng.random() < 0.5)
        text, depth = text + SYMBOLS[not opens], depth + (1 if opens else -1)
    return text


def right(read: Read) -> Sequence[str]:
    """Say what may follow: a bracket that closes while one is open, otherwise the end."""
    depth, said = 0, list[str]()
    for symbol in read:
        depth += 1 if symbol == "(" else -1
        said.append("open+close" if depth else "open+end")
    return said


TASK = Task(
    name="dyck1",
    paper="Weiss, Goldberg & Yahav (2018); asked as in Gers & Schmidhuber (2001)",
    input_size=len(SYMBOLS),
    output_size=3,
    loss="sigmoid",
    sample=sample,
    length=LONGEST,
    lengths=(4, 200),
    judge=_legal.right_as_a_whole,
    metric="right",
    goal=0.99,
    chance=_legal.memoryless(sample),
    chance_loss=_legal.memoryless_loss(sample),
    oracle=oracle,
    recipe=TrainConfig(hidden_size=8, rate=0.02),
    tokens=Alphabet(SYMBOLS, (("(", "（"), (")", "）"))),
    labels=("open", "close", "end"),
    counted=(OPENING, CLOSING),
    exam=Exam(draw, right, every_step),
)
