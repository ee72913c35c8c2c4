"""What the tasks share that ask: which symbols may come next? A string is right as a whole.

Gers & Schmidhuber (2001) ask so: every output is a question of its own, and 0 or 1 is right. More
than one symbol may be legal, so a set is asked for and no string is a surprise.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import product

import numpy as np

from ..arrays import Array
from ._task import Batch, Target

SURE = 20.0  # what an oracle says for yes, and its negative for no
CHANCE_SEED, CHANCE_CASES = 0, 10_000  # strings from which the levels of chance are counted

Sample = Callable[[np.random.Generator, int, int], Batch]


def right_as_a_whole(output: Array, batch: Batch) -> Array:
    """Mark each sequence 1 when exactly the legal symbols are above 0 wherever it counts, else 0.

    The papers ask for less of Reber strings: the legal symbols must be the most active outputs.
    """
    return right(output > 0, batch)


def right(legal: Target, batch: Batch) -> Array:
    """Mark each sequence 1 when its sets (T, B, K) are right wherever it counts, otherwise 0."""
    wrong = (legal != (batch.y > 0.5)).any(-1) & (batch.mask > 0)
    return 1.0 - wrong.any(0)


def sure(legal: Target) -> Array:
    """Return an oracle's output for sets of 0 and 1."""
    return np.where(legal, SURE, -SURE)


def strings(sample: Sample, length: int) -> Batch:
    """Draw the strings from which the levels of chance are counted: always the same ones."""
    return sample(np.random.default_rng(CHANCE_SEED), CHANCE_CASES, length)


def memoryless(sample: Sample) -> Callable[[int], Mapping[str, float]]:
    """Return `chance`: the share that the best rule gets right that knows the last symbol alone."""

    @cache
    def chance(length: int) -> dict[str, float]:
        batch = strings(sample, length)
        symbols, count = batch.x.argmax(-1), batch.x.shape[-1]
        known = [_sets(batch, symbols == symbol) for symbol in range(count)]
        rules = (np.array(rule, bool)[symbols] for rule in product(*known))
        return {"memoryless": max(float(right(rule, batch).mean()) for rule in rules)}

    return chance


def memoryless_loss(sample: Sample) -> Callable[[int], Mapping[str, float]]:
    """Return `chance_loss`: the cross-entropy of who says how often each symbol follows another."""

    @cache
    def chance_loss(length: int) -> dict[str, float]:
        batch = strings(sample, length)
        counts = batch.x * batch.mask[..., None]
        follows = np.einsum("tbd,tbk->dk", counts, batch.y)
        p = follows / np.maximum(counts.sum((0, 1)), 1.0)[:, None]
        said = p[batch.x.argmax(-1)]
        return {
            "memoryless": float((_entropy(said).mean(-1) * batch.mask).sum() / batch.mask.sum())
        }

    return chance_loss


def _entropy(p: Array) -> Array:
    safe = np.clip(p, 1e-12, 1 - 1e-12)
    return -(safe * np.log(safe) + (1 - safe) * np.log(1 - safe))


def _sets(batch: Batch, after: Target) -> Sequence[Target]:
    """List the sets that are legal somewhere after a symbol; nothing, if it never counts."""
    seen = batch.y[after & (batch.mask > 0)]
    return list(np.unique(seen, axis=0)) if len(seen) else [batch.y[0, 0] * 0]
