"""The contract of a task: what a file in this folder defines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ..alphabet import Alphabet
from ..arrays import Array
from ..exam import Exam
from ..network import Network
from ..numbers import Numbers
from ..training.config import TrainConfig
from ..training.model import Model

Loss = Literal["squared", "softmax", "sigmoid"]
Target = NDArray[Any]


class Batch(NamedTuple):
    """Sequences side by side, with what is right and where it is judged."""

    x: Array  # (T, B, D)
    y: Target  # squared, sigmoid: (T, B, K); softmax: (T, B) whole numbers
    mask: Array  # (T, B)  how much a step counts in the loss; 0: nothing is asked there


class Sampler(Protocol):
    """Draws `batch` sequences of up to `length` steps; the same ones from the same `rng`."""

    def __call__(self, rng: np.random.Generator, batch: int, length: int) -> Batch:
        """Return the sequences with what is right."""
        ...


@dataclass(frozen=True, eq=False)
class Task:
    """A toy task: sequences without end, what is right, and when it counts as solved.

    `name`        the file's name
    `paper`       where it comes from, and what is different here
    `input_size`  D
    `output_size` K
    `loss`        "squared": mean of (output - y)²; "softmax": cross-entropy of classes, y is the
                  number of the right one; "sigmoid": K yes-or-no questions, y 0 or 1
    `sample`      (rng, batch, length) -> Batch. `length` is the longest T
    `held_out`    the same, drawn from what training never sees; None: `sample` with another seed.
                  Of a series of real data it is the part behind the training part
    `length`      T, unless a recipe says another one
    `lengths`     shortest and longest `length` that makes sense
    `judge`       (output (T, B, K), batch) -> (B,): the mark of each sequence; `output` is what the
                  linear layer says, before any softmax or sigmoid
    `metric`      what a mark is: "error" (mean squared error, less is better) or "right" (share of
                  sequences that are right as a whole, more is better)
    `goal`        solved when the mean mark is at most (error) or at least (right) this, twice
                  running
    `chance`      length -> name -> metric of those who cannot know better: "constant",
                  "memoryless", "guess", "persistence" (the last value again) …; at least one
    `chance_loss` the same for the loss
    `oracle`      x (T, B, D) -> output (T, B, K) of a perfect solver, by hand from the rules
    `recipe`      the settings that solve it
    `tokens`      how a text is read by a network that has learnt it; None: it reads no text
    `labels`      keys of words, one per output; () where the output is a number
    `reads_all`   the answer is read at every step; otherwise at the last one alone
    `exam`        draws cases as text and knows the right answers
    `tolerance`   how far a number may be off in the exam
    `events`      x (T, B, D) -> (T, B): the steps that bring what has to be remembered
    `counted`     where it takes counting: the symbol that counts up, and the one that counts down
    """

    name: str
    paper: str
    input_size: int
    output_size: int
    loss: Loss
    sample: Sampler
    length: int
    lengths: tuple[int, int]
    judge: Callable[[Array, Batch], Array]
    metric: Literal["error", "right"]
    goal: float
    chance: Callable[[int], Mapping[str, float]]
    chance_loss: Callable[[int], Mapping[str, float]]
    oracle: Callable[[Array], Array]
    recipe: TrainConfig
    tokens: Alphabet | Numbers | None = None
    labels: Sequence[str] = field(default=())
    reads_all: bool = True
    exam: Exam | None = None
    held_out: Sampler | None = None
    tolerance: float = 0.0
    events: Callable[[Array], NDArray[np.bool_]] | None = None
    counted: tuple[int, int] | None = None

    def solved(self, mark: float) -> bool:
        """Tell whether a mean mark meets the goal."""
        return mark <= self.goal if self.metric == "error" else mark >= self.goal

    def network(self, model: Model) -> Network:
        """Return what a training found as a network that reads the task's texts.

        Its name is `task_<name>`; the linear layer is its read-out.

        >>> import lstm_core as lc
        >>> *_, last = lc.train("lstm", "anbn", lc.TrainConfig(steps=5, hidden_size=4))
        >>> lc.TASKS["anbn"].network(last.model).run("aabb").output.shape
        (4, 4)
        """
        from ._network import network_of  # it is made of tasks

        return network_of(self, model)
