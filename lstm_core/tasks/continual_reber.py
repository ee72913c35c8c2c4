"""Foretell a stream of embedded Reber strings that nobody cuts: the network must forget by itself.

Gers, Schmidhuber & Cummins (2000) invented the forget gate for it: without one, what is stored of
one string is in the way of the next. There a stream runs until the first error, and the next letter
is the target; here all streams are equally long, and the set of legal letters is the target.
"""

from collections.abc import Mapping
from functools import cache
from math import log
from random import Random

import numpy as np

from ..arrays import Array
from ..exam import Exam, every_step
from ..training.config import TrainConfig
from . import _legal, _reber
from ._sequences import one_hot
from ._task import Batch, Task


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw streams of `length` letters; all begin with a string and most end within one."""
    symbols, states = _reber.walk(rng, batch, length)
    x = one_hot(symbols, len(_reber.SYMBOLS))
    return Batch(x, _reber.LEGAL[states], np.ones((length, batch)))


@cache
def outer_letters(length: int) -> Array:
    """Count how often each of many streams must know its outer letter: (B,)."""
    rng = np.random.default_rng(_legal.CHANCE_SEED)
    states = _reber.walk(rng, _legal.CHANCE_CASES, length)[1]
    return np.isin(states, _reber.COMES_BACK).sum(0)


def chance(length: int) -> Mapping[str, float]:
    """Know the grammar but toss a coin for every outer letter."""
    return {"grammar": float((0.5 ** outer_letters(length)).mean())}


def chance_loss(length: int) -> Mapping[str, float]:
    """Lose ln 2 for T and for P whenever an outer letter comes back, and nothing elsewhere."""
    share = float(outer_letters(length).mean()) / length
    return {"grammar": 2 * log(2) / len(_reber.SYMBOLS) * share}


def draw(rng: Random) -> str:
    """Draw a stream of a few strings."""
    return "".join(_reber.draw(rng) for _ in range(rng.randint(3, 6)))


TASK = Task(
    name="continual_reber",
    paper="Gers, Schmidhuber & Cummins (2000)",
    input_size=len(_reber.SYMBOLS),
    output_size=len(_reber.SYMBOLS),
    loss="sigmoid",
    sample=sample,
    length=60,
    lengths=(20, 300),
    judge=_legal.right_as_a_whole,
    metric="right",
    goal=0.98,
    chance=chance,
    chance_loss=chance_loss,
    oracle=_reber.oracle,
    recipe=TrainConfig(rate=0.02, evaluate=20, frame=10),
    tokens=_reber.TOKENS,
    labels=_reber.SYMBOLS,
    exam=Exam(draw, _reber.right, every_step),
)
