"""Sequences of a task as text: what a learner can type is what the network was trained with."""

from collections.abc import Callable
from random import Random

import numpy as np

from ..alphabet import Alphabet
from ..arrays import Array
from ..numbers import Numbers
from ._task import Sampler

DECIMALS = 2  # of the numbers in a text


def as_trained(sample: Sampler, tokens: Alphabet | Numbers, length: int) -> Callable[[Random], str]:
    """Return what draws the text of one sequence just as the training draws it."""

    def draw(rng: Random) -> str:
        x = sample(np.random.default_rng(rng.getrandbits(32)), 1, length).x[:, 0]
        return written(tokens, x)

    return draw


def written(tokens: Alphabet | Numbers, x: Array) -> str:
    """Spell rows (T, D), numbers rounded; rows of zeros behind a string are left out."""
    if isinstance(tokens, Numbers):
        return tokens.write(np.round(x, DECIMALS))
    return "".join(tokens.spellings[int(row.argmax())][0] for row in x if row.any())
