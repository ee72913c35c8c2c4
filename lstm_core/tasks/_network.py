"""From what a training found to a network that reads text, can be opened, edited and examined."""

from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np

from ..network import Network
from ..readout import Readout
from ..training.model import Model
from ._task import Task
from ._texts import as_trained


def network_of(task: Task, model: Model) -> Network:
    """Lay a model out as a network with the tokens, the read-out and the exam of its task."""
    hidden_size = int(model.weight.shape[1])
    return Network(
        name=f"task_{task.name}",
        cell=model.cell,
        layers=tuple((_exact(params),) for params in model.layers),
        tokens=task.tokens,
        readout=_readout(task, model),
        unit_names=tuple(str(unit + 1) for unit in range(hidden_size)),
        sample=task.exam.draw if task.exam else _sample(task),
        exam=task.exam,
    )


def _exact(params: Any) -> Any:
    """Return Params as float64: a film keeps float32, but an edit is to be set to the digit."""
    return type(params)(*(np.asarray(array, np.float64) for array in params))


def _sample(task: Task) -> Callable[[Random], str] | None:
    return as_trained(task.sample, task.tokens, task.length) if task.tokens else None


def _readout(task: Task, model: Model) -> Readout:
    rows = tuple(tuple(row) for row in np.asarray(model.weight, float).tolist())
    bias = tuple(np.asarray(model.bias, float).tolist())
    units = tuple(range(len(rows[0])))
    if task.loss == "squared":
        return Readout("number", "h", units, weights=rows, bias=bias, tolerance=task.tolerance)
    kind = "vote" if task.loss == "softmax" else "several"
    return Readout(kind, "h", units, tuple(task.labels), weights=rows, bias=bias)
