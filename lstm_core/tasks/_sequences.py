"""What the generators of several tasks share. Everything is (T, B, …), drawn at once."""

from collections.abc import Callable, Mapping
from math import log

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array
from ._task import Batch, Target

SURE = 20.0  # what an oracle says for yes; a softmax or sigmoid makes 1 of it, to nine digits

Whole = NDArray[np.integer]


def one_hot(symbols: Whole, kinds: int) -> Array:
    """Return (T, B) whole numbers as (T, B, kinds) rows of 0 and one 1."""
    return np.eye(kinds)[symbols]


def asked_at_the_end(x: Array, answer: Target) -> Batch:
    """Ask for `answer` (B,) or (B, K) after the last step alone."""
    mask = np.zeros(x.shape[:2])
    mask[-1] = 1.0
    return Batch(x, np.broadcast_to(answer, (len(x), *answer.shape)), mask)


def first(steps: int) -> Callable[[Array], NDArray[np.bool_]]:
    """Return what finds the first few steps of x (T, B, D): (T, B)."""
    return lambda x: np.broadcast_to((np.arange(len(x)) < steps)[:, None], x.shape[:2])


def said_throughout(answer: Target, length: int) -> Array:
    """Return an oracle's output (T, B, K) that is `answer` (B, K) from the first step on."""
    return np.broadcast_to(answer, (length, *answer.shape))


def squared_error(output: Array, batch: Batch) -> Array:
    """Mark each sequence with its mean squared error over the steps that count."""
    error = ((output - batch.y) ** 2).mean(-1)
    return (error * batch.mask).sum(0) / batch.mask.sum(0)


def right_as_a_whole(output: Array, batch: Batch) -> Array:
    """Mark each sequence 1 when the most likely class is right wherever it counts, otherwise 0."""
    wrong = (output.argmax(-1) != batch.y) & (batch.mask > 0)
    return 1.0 - wrong.any(0)


def guess(classes: int) -> Mapping[str, float]:
    """Return how often one of so many equally likely classes is guessed."""
    return {"guess": 1 / classes}


def guess_loss(classes: int) -> Mapping[str, float]:
    """Return the cross-entropy of saying that all classes are equally likely."""
    return {"guess": log(classes)}
