"""From what a training found to a network that reads text, can be opened, edited and examined."""

from random import Random
from typing import Any

import numpy as np

from ..network import Network
from ..numbers import Numbers
from ..readout import Readout
from ..training.model import Model
from ._task import Task

DECIMALS = 2  # of the numbers in a text that is drawn


def network_of(task: Task, model: Model) -> Network:
    """Lay a model out as a network with the tokens, the read-out and the exam of its task."""
    hidden_size = int(model.weight.shape[1])
    return Network(
        name=f"task_{task.name}",
        cell=model.cell,
        layers=tuple((params,) for params in model.layers),
        tokens=task.tokens,
        readout=_readout(task, model),
        unit_names=tuple(str(unit + 1) for unit in range(hidden_size)),
        sample=task.exam.draw if task.exam else lambda rng: drawn(task, rng),
        exam=task.exam,
    )


def drawn(task: Task, rng: Random) -> str:
    """Draw a sequence of the task as text; the longest that it is trained with."""
    if task.tokens is None:
        return ""
    x = task.sample(np.random.default_rng(rng.getrandbits(32)), 1, task.length).x[:, 0]
    return written(task, x)


def written(task: Task, x: np.ndarray[Any, Any]) -> str:
    """Spell rows (T, D) in the tokens of a task; rows of zeros behind a string are left out."""
    if isinstance(task.tokens, Numbers):
        return task.tokens.write(np.round(x, DECIMALS))
    assert task.tokens is not None
    spellings = [names[0] for names in task.tokens.spellings]
    return "".join(spellings[int(row.argmax())] for row in x if row.any())


def _readout(task: Task, model: Model) -> Readout:
    rows = tuple(tuple(row) for row in np.asarray(model.weight, float).tolist())
    bias = tuple(np.asarray(model.bias, float).tolist())
    units = tuple(range(len(rows[0])))
    if task.loss == "squared":
        # Right is what is off by no more than twice the error that counts as solved.
        tolerance = 2 * task.goal**0.5
        return Readout("number", "h", units, weights=rows, bias=bias, tolerance=tolerance)
    kind = "vote" if task.loss == "softmax" else "several"
    return Readout(kind, "h", units, tuple(task.labels), weights=rows, bias=bias)
