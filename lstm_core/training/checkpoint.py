"""One moment of a training: the weights, how well they do, and all that is needed to go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from .model import Model
from .optimisers import OptimiserState

Stopped = Literal["", "solved", "steps", "patience", "nan", "explosion"]
"""Why it ended; "" if it did not."""


class Evaluation(NamedTuple):
    """How well a model does on held-out sequences."""

    loss: float
    metric: float


class Norms(NamedTuple):
    """Lengths of the gradient, before any clipping, and of the weights."""

    gradient: float  # of everything together
    gradient_of: Mapping[str, float]  # row block (i, f, g, o …) or "out" -> its part
    weights_of: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Memory:
    """What a training remembers from step to step, beside the weights."""

    optimiser: OptimiserState
    sequences: Mapping[str, Any]  # state of the generator that draws sequences
    dropout: Mapping[str, Any]  # and of the one that draws what is switched off
    good: int = 0  # evaluations running that met the goal
    best: float = float("inf")  # least held-out loss
    since: int = 0  # evaluations since then
    seconds: float = 0.0  # CPU time so far


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A model after `step` updates.

    `loss`        mean over the updates since the checkpoint before; at step 0 before any update
    `metric`      the task's mark on the last training batch
    `evaluation`  on held-out sequences; None where none was due
    `norms`       of the last update's gradient and of the weights now
    `rate`        learning rate of the last update
    `stopped`     why it is the last one, or ""
    `memory`      what `train(resume=…)` needs to go on as if nothing had happened
    """

    step: int
    model: Model
    loss: float
    metric: float
    evaluation: Evaluation | None
    norms: Norms
    rate: float
    stopped: Stopped
    memory: Memory
