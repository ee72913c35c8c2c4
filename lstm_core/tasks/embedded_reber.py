"""Foretell an embedded Reber string: the second letter comes back as the last but one.

Task 1 of Hochreiter & Schmidhuber (1997). There the next letter itself is the target, and a string
is right when the legal letters are the most active outputs; here the set of all legal letters is
the target, and exactly these must be above 0. What may follow by the inner grammar is quickly
learnt; the outer T or P is what takes a memory. Longer strings than `length` are drawn again.
"""

from collections.abc import Mapping
from math import log

import numpy as np

from ..exam import Exam, Read
from ..training.config import TrainConfig
from . import _legal, _reber
from ._sequences import one_hot
from ._task import Batch, Task


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw strings; what follows the last E is not asked, and zeros follow it."""
    found, missing = list[tuple[np.ndarray, ...]](), batch
    while missing:
        symbols, states = _reber.walk(rng, missing + missing // 4 + 1, length)
        ended = (states == _reber.END).any(0).nonzero()[0][:missing]
        found.append((symbols[:, ended], states[:, ended]))
        missing -= len(ended)
    symbols, states = (np.concatenate(parts, 1) for parts in zip(*found, strict=True))
    end = (states == _reber.END).argmax(0)
    t = np.arange(length)[:, None]
    x = one_hot(symbols, len(_reber.SYMBOLS)) * (t <= end)[..., None]
    y = _reber.LEGAL[states] * (t < end)[..., None]
    return Batch(x, y, (t < end).astype(float))


def chance(length: int) -> Mapping[str, float]:
    """Know the grammar but toss a coin for the outer letter."""
    return {"grammar": 0.5}


def chance_loss(length: int) -> Mapping[str, float]:
    """Lose ln 2 for T and for P, once a string, and nothing elsewhere."""
    asked = _legal.strings(sample, length).mask.sum(0).mean()
    return {"grammar": 2 * log(2) / len(_reber.SYMBOLS) / float(asked)}


def but_the_last(read: Read) -> list[list[int]]:
    """Judge the string as a whole, up to the letter before the last E."""
    return [list(range(len(read) - 1))]


TASK = Task(
    name="embedded_reber",
    paper="Hochreiter & Schmidhuber (1997), task 1",
    input_size=len(_reber.SYMBOLS),
    output_size=len(_reber.SYMBOLS),
    loss="sigmoid",
    sample=sample,
    length=30,
    lengths=(12, 60),
    judge=_legal.right_as_a_whole,
    metric="right",
    goal=0.99,
    chance=chance,
    chance_loss=chance_loss,
    oracle=_reber.oracle,
    recipe=TrainConfig(batch=16, rate=0.02, steps=3000, evaluate=20, frame=10),
    tokens=_reber.TOKENS,
    labels=_reber.SYMBOLS,
    exam=Exam(_reber.draw, _reber.right, but_the_last),
)
