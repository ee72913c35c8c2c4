"""Training by a recipe: settings that changed on the way, and an end that it names."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from .checkpoint import Checkpoint
from .loop import train
from .recipe import STEPS_MAX, Recipe


def follow(
    recipe: Recipe, resume: Checkpoint | None = None, dtype: Any = np.float32
) -> Iterator[Checkpoint]:
    """Train as a recipe says; yield the checkpoints of `train`.

    Settings change where the recipe says so, and `to` ends it with a checkpoint whose `stopped` is
    what it would have been in a longer training. Beginning anew or from any checkpoint of the same
    recipe, with whatever interval between checkpoints, the weights are the same to the bit.
    """
    last = resume
    while last is None or not last.stopped:
        step = last.step if last else 0
        config = recipe.at(step)
        stops = [at for at, _ in recipe.changes if at > step]
        until = min([*stops, config.steps, STEPS_MAX if recipe.to is None else recipe.to])
        if last and step >= until:
            return
        for checkpoint in train(recipe.cell, recipe.task, config, last, dtype, until):
            last = checkpoint
            yield checkpoint
