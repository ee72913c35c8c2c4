"""One update in slow motion, for the browser: the numbers of `lstm_core.training.update`."""

from typing import Any

import numpy as np

import lstm_core as lc
from app.film.probe import spelled
from lstm_core.arrays import Array
from lstm_core.tasks import Task
from lstm_core.training.model import Model
from lstm_core.training.update import Update


def describe(update: Update, task: Task, step: int) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return what the film's message says of an update and its arrays, of the first layer."""
    trace, back = update.traces[0], update.gradients[0]
    memory = "c" if "c" in lc.CELLS[trace.cell].SIGNALS else "h"
    about = {
        "id": f"{task.name}-{step}-{update.norm:.9g}",
        "step": step,
        "exact": update.exact,
        "T": len(trace),
        "H": trace.hidden_size,
        "tokens": spelled(task, trace.x),
        "memory": memory,
        "stopped": update.stopped,
        "truncate": update.truncate,
        "norm": 0.0 if update.stopped else float(update.norm),
        "shortened": float(update.shortened),
        "rate": float(update.rate),
        "most": _most(update),
    }
    arrays = {
        "memory": getattr(trace.steps, memory),
        "d_memory": getattr(back.steps, memory),
        "losses": update.losses,
    }
    for when, model in (("before", update.before), ("after", update.after)):
        params = model.layers[0]._asdict()
        arrays |= {f"{when}.{name}": np.asarray(value, float) for name, value in params.items()}
    return about, {f"update.{name}": np.asarray(array, float) for name, array in arrays.items()}


def _most(update: Update) -> float:
    """Return how far the weight moves that moves farthest, those of the answers included."""

    def weights(model: Model) -> list[Array]:
        layers = [array for params in model.layers for array in params]
        return [np.asarray(array, float) for array in (*layers, model.weight, model.bias)]

    pairs = zip(weights(update.before), weights(update.after), strict=True)
    return max(float(abs(after - before).max()) for before, after in pairs)
