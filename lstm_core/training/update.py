"""One update in slow motion: forward, loss, backward, update, each with its real numbers."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..arrays import Array
from ..bptt import Gradients, bptt
from ..tasks import TASKS
from ..tasks._task import Batch, Task
from ..trace import Trace, trace
from .checkpoint import Checkpoint, Evaluation, Memory, Norms, Stopped
from .clip import length
from .config import TrainConfig
from .loop import SEQUENCES, Training
from .losses import loss_and_gradient
from .model import Model
from .optimisers import OPTIMISERS
from .recipe import Recipe


@dataclass(frozen=True, eq=False)
class Update:
    """What happens in one update of a training, taken apart.

    The weights move by the gradient of a whole batch. `batch` is all of it; traces, losses and
    gradients are those of its first sequence alone, read from beginning to end.

    `exact`      True: this is the very update that the training makes after this checkpoint. False:
                 of the checkpoint only the weights are known, so the optimiser begins anew here and
                 the batch is another draw
    `before`     the Model, `after` the one that it becomes
    `batch`      the batch that is learnt from, (T, B, …)
    `traces`     the forward pass, one Trace per layer, x (T, D)
    `output`     (T, K) what the linear layer says
    `losses`     (T,) the share of each step in the loss of this sequence; they sum up to it
    `gradients`  the backward pass, one Gradients per layer
    `norm`       of the whole batch's gradient before it is shortened
    `shortened`  the factor by which clipping shortened it; 1: not at all
    `rate`       the learning rate
    `stopped`    why the update is not made ("nan", "explosion"): loss or gradient are beyond all
                 bounds; "" if it is
    `truncate`   the steps after which the training cuts the gradient off; here it flows through all
    """

    exact: bool
    before: Model
    after: Model
    batch: Batch
    traces: tuple[Trace, ...]
    output: Array
    losses: Array
    gradients: tuple[Gradients, ...]
    norm: float
    shortened: float
    rate: float
    stopped: Stopped
    truncate: int


def one_update(recipe: Recipe, step: int, model: Model, memory: Memory | None = None) -> Update:
    """Take the update apart that follows `step` updates of a training.

    `memory` is that of the checkpoint, `None` where only its weights are known: see `Update.exact`.
    Raises ShapeError for a model that is not of the recipe, UnknownName.
    """
    task, config = TASKS[recipe.task], replace(recipe.at(step), truncate=0)
    truncate = recipe.at(step).truncate
    exact = memory is not None and not truncate
    checkpoint = _checkpoint(step, model, memory or _fresh_memory(step, model, config))
    training = Training(recipe.cell, task, config, checkpoint, model.weight.dtype)
    batch = training.draw()
    stopped = training.learn(batch)
    shown = in_float64(model)
    traces, output = _forward(shown, batch.x[:, 0].astype(np.float64))
    losses, d_output = _losses(task, output, batch)
    return Update(
        exact=exact,
        before=model,
        after=training.flat.copy(),
        batch=batch,
        traces=traces,
        output=output,
        losses=losses,
        gradients=_backward(shown, traces, d_output),
        norm=training.since.norm,
        shortened=1.0 if stopped else _shortened(training),
        rate=training.since.rate,
        stopped=stopped,
        truncate=truncate,
    )


def _shortened(training: Training) -> float:
    return length(training.gradient.vector) / (training.since.norm or 1.0)


def in_float64(model: Model) -> Model:
    """Return a model in the numbers that are shown: training may use shorter ones."""
    layers = tuple(
        type(params)(*(np.asarray(a, np.float64) for a in params)) for params in model.layers
    )
    return Model(model.cell, layers, model.weight.astype(float), model.bias.astype(float))


def _fresh_memory(step: int, model: Model, config: TrainConfig) -> Memory:
    """Begin anew at a step: nothing is remembered, and the sequences are others."""
    size = sum(a.size for params in model.layers for a in params)
    size += model.weight.size + model.bias.size
    state: Any = np.random.default_rng([config.seed, SEQUENCES, step]).bit_generator.state
    return Memory(OPTIMISERS[config.optimiser].start(size, model.weight.dtype), state, state)


def _checkpoint(step: int, model: Model, memory: Memory) -> Checkpoint:
    nothing = Evaluation(0.0, 0.0), Norms(0.0, {}, {})
    return Checkpoint(step, model, 0.0, 0.0, *nothing, 0.0, "", memory)


def _forward(model: Model, x: Array) -> tuple[tuple[Trace, ...], Array]:
    """Read one sequence with every intermediate value, layer by layer."""
    traces: list[Trace] = []
    for params in model.layers:
        traces.append(trace(model.cell, params, traces[-1].steps.h if traces else x))
    return tuple(traces), traces[-1].steps.h @ model.weight.T + model.bias


def _losses(task: Task, output: Array, batch: Batch) -> tuple[Array, Array]:
    """Return the share of each step in the loss of the first sequence, and ∂loss/∂output."""
    y, mask = batch.y[:, :1], batch.mask[:, :1]
    total = float(mask.sum()) or 1.0
    losses = np.zeros(len(output))
    for t in np.flatnonzero(mask[:, 0]):
        part = slice(t, t + 1)
        losses[t], _ = loss_and_gradient(task.loss, output[part, None], y[part], mask[part], total)
    _, d_output = loss_and_gradient(task.loss, output[:, None], y, mask, total)
    return losses, d_output[:, 0]


def _backward(model: Model, traces: tuple[Trace, ...], d_output: Array) -> tuple[Gradients, ...]:
    """Carry the gradient from the answers back to the first step, top layer first."""
    d_h = d_output @ model.weight
    found: list[Gradients] = []
    for one in reversed(traces):
        found.insert(0, bptt(one, d_h))
        d_h = found[0].x
    return tuple(found)
