"""Training as an iterator of checkpoints: stop it, look at it, go on with it, for ever."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from time import process_time
from typing import Any

import numpy as np

from ..arrays import Array
from ..tasks import TASKS
from ..tasks._task import Batch, Task
from .checkpoint import Checkpoint, Evaluation, Memory, Stopped
from .checks import check
from .clip import clip
from .config import TrainConfig
from .dropout import Dropout
from .flat import Flat
from .initial import initial
from .losses import loss_and_gradient
from .model import Model, Passes
from .norms import measured
from .optimisers import OPTIMISERS
from .schedule import rate_at

HELD_OUT = 256  # sequences of an evaluation
EXPLODED = 1e6  # a loss beyond this is no learning any more
GOOD_ENOUGH = 2  # evaluations running that meet the goal: one alone may be luck
WEIGHTS, SEQUENCES, DROPOUT, UNSEEN = range(4)  # each has a generator of its own


def train(
    cell: str,
    task: str | Task,
    config: TrainConfig | None = None,
    resume: Checkpoint | None = None,
    dtype: Any = np.float32,
    until: int | None = None,
) -> Iterator[Checkpoint]:
    """Train a cell on a task; yield checkpoints: the start, every `config.frame` steps, the end.

    `cell` is a key of CELLS, `task` a key of TASKS or a Task of your own, `config` the settings
    (the task's own recipe if None). Every evaluation has a checkpoint, and so has the step `until`,
    at which it pauses. Backpropagation through time, Werbos (1990), over a linear layer on every
    step's h. Trap: more than one BLAS thread (OPENBLAS_NUM_THREADS) makes it slower, not faster.

    Everything follows from `config.seed`: the same call yields the same checkpoints on the same
    type of machine, and `resume=checkpoint` goes on from there to the bit, with the same settings
    or with others. The last checkpoint says in `stopped` why it is the last: "solved" (the goal met
    twice running on held-out sequences), "steps", "patience", "nan" (a gradient is no number any
    more) or "explosion" (the loss exceeds 10⁶): the update of that step then was not made.

    Raises UnknownName, NumberError, ShapeError (`resume` is of a network of another shape).

    >>> import lstm_core as lc
    >>> film = list(lc.train("lstm", "anbn", lc.TrainConfig(steps=10, hidden_size=4)))
    >>> [checkpoint.step for checkpoint in film]
    [0, 5, 10]
    """
    job = TASKS[task] if isinstance(task, str) else task
    config = job.recipe if config is None else config
    check(cell, job, config, resume)
    return Training(cell, job, config, resume, dtype).run(config.steps if until is None else until)


def first_model(cell: str, task: Task, config: TrainConfig, dtype: Any = np.float32) -> Model:
    """Draw the model that a training begins with, without measuring how badly it does."""
    sizes = task.input_size, config.hidden_size, task.output_size
    rng = np.random.default_rng([config.seed, WEIGHTS])
    return initial(cell, *sizes, config, config.length or task.length, rng, dtype)


@dataclass
class _Since:
    """What is counted from one checkpoint to the next."""

    loss: float = 0.0
    updates: int = 0
    rate: float = 0.0
    norm: float = 0.0
    seen: tuple[Batch, list[Array]] | None = None  # the last batch, and what was said of it


class Training:
    """One training in progress: its weights, its buffers, its generators."""

    def __init__(
        self, cell: str, task: Task, config: TrainConfig, resume: Checkpoint | None, dtype: Any
    ) -> None:
        self.cell, self.task, self.config, self.dtype = cell, task, config, np.dtype(dtype)
        self.length = config.length or task.length
        model = resume.model if resume else first_model(cell, task, config, dtype)
        self.flat, self.gradient = Flat(model, dtype), Flat(model, dtype)
        self.flat.fill(model)
        self.optimiser = OPTIMISERS[config.optimiser]
        self.step, self.resumed = (resume.step if resume else 0), resume is not None
        self.sequences = self._generator(SEQUENCES)
        self.dropout = Dropout(config, self._generator(DROPOUT), self.dtype)
        self.memory = resume.memory if resume else self._first_memory()
        self.moments = deepcopy(self.memory.optimiser)
        if resume:
            self.sequences.bit_generator.state = self.memory.sequences
            self.dropout.rng.bit_generator.state = self.memory.dropout
        self.since, self.clock = _Since(), process_time()
        self.passes: dict[tuple[int, int], Passes] = {}
        self.pool = self._pool()
        draw = task.held_out or task.sample
        self.unseen = self._cast(draw(self._generator(UNSEEN), HELD_OUT, self.length))

    def _generator(self, purpose: int) -> np.random.Generator:
        return np.random.default_rng([self.config.seed, purpose])

    def _first_memory(self) -> Memory:
        return Memory(
            self.optimiser.start(self.flat.vector.size, self.dtype),
            self.sequences.bit_generator.state,
            self.dropout.rng.bit_generator.state,
        )

    def _cast(self, batch: Batch) -> Batch:
        return batch._replace(x=batch.x.astype(self.dtype, copy=False))

    def _pool(self) -> Batch | None:
        """Draw the sequences that are seen again and again, where there is a number of them."""
        count = self.config.sequences
        if not count:
            return None
        rng = np.random.default_rng([self.config.seed, SEQUENCES, count])
        return self._cast(self.task.sample(rng, count, self.length))

    # The loop.

    def run(self, until: int) -> Iterator[Checkpoint]:
        """Yield the checkpoints up to a step."""
        config = self.config
        stopped: Stopped = ""
        with np.errstate(over="ignore", invalid="ignore"):
            if not self.resumed:
                yield self._at_the_start()
            while not stopped:
                if self.step >= min(until, config.steps):
                    return
                stopped = self.learn(self.draw())
                due = not stopped and self.step % config.evaluate == 0
                found = self._evaluate() if due else None
                stopped = stopped or self._end(found)
                if found or stopped or self.step % config.frame == 0 or self.step == until:
                    yield self._checkpoint(found, stopped)

    def _at_the_start(self) -> Checkpoint:
        """Measure the first model on the batch that it will see first, which stays to be drawn."""
        state = self.sequences.bit_generator.state
        batch = self.draw()
        self.sequences.bit_generator.state = state
        output = self._passes(batch.x).forward(self.flat.model, batch.x)
        loss, d_output = loss_and_gradient(self.task.loss, output, batch.y, batch.mask)
        self.gradient.fill(self._passes(batch.x).backward(d_output))
        norm = clip(self.gradient.vector, replace(self.config, clip_norm=0.0, clip_value=0.0))
        self.since = _Since(loss, 1, rate_at(self.config, 0), norm, (batch, [output]))
        return self._checkpoint(self._evaluate(), "")

    def draw(self) -> Batch:
        """Draw the next batch."""
        if self.pool is None:
            return self._cast(self.task.sample(self.sequences, self.config.batch, self.length))
        some = self.sequences.integers(self.pool.x.shape[1], size=self.config.batch)
        return Batch(*(a[:, some] for a in self.pool))

    def _passes(self, x: Array) -> Passes:
        size = x.shape[0], x.shape[1]
        if size not in self.passes:
            self.passes[size] = Passes(self.flat.model, *size)
        return self.passes[size]

    def learn(self, batch: Batch) -> Stopped:
        """Make one update, or one a piece where the gradient is cut off; say why not."""
        pieces = cut(len(batch.x), self.config.truncate)
        states: tuple[Any, ...] | None = None
        outputs: list[Array] = []
        stopped: Stopped = ""
        loss, total = 0.0, float(batch.mask.sum())
        for piece in pieces:
            part = Batch(*(a[piece] for a in batch))
            passes = self._passes(part.x)
            output = passes.forward(self.flat.model, part.x, self.dropout.draw(part.x), states)
            outputs.append(output)
            if len(pieces) > 1:
                states = passes.last
            if not part.mask.any():
                continue
            part_loss, d_output = loss_and_gradient(
                self.task.loss, output, part.y, part.mask, total
            )
            loss += part_loss
            stopped = self._move(passes, part_loss, d_output)
            if stopped:
                break
        self.step += 1
        self.since.loss += loss
        self.since.updates += 1
        if not stopped:
            self.since.seen = batch, outputs
        return stopped

    def _move(self, passes: Passes, loss: float, d_output: Array) -> Stopped:
        """Move the weights against the gradient, if it is one."""
        if not np.isfinite(loss):
            return "nan"
        if loss > EXPLODED:
            return "explosion"
        self.gradient.fill(passes.backward(d_output))
        self.since.norm = clip(self.gradient.vector, self.config)
        if not np.isfinite(self.since.norm):
            return "nan"
        self.since.rate = rate_at(self.config, self.step)
        weights, gradient = self.flat.vector, self.gradient.vector
        before = weights.copy()
        self.optimiser.move(weights, gradient, self.moments, self.since.rate, self.config)
        if not np.isfinite(weights).all():
            weights[...] = before
            return "nan"
        return ""

    def _evaluate(self) -> Evaluation:
        """Judge the model on sequences drawn apart from those it learns from, nothing dropped."""
        x = self.unseen.x
        output = self._passes(x).forward(self.flat.model, x)
        loss, _ = loss_and_gradient(self.task.loss, output, self.unseen.y, self.unseen.mask)
        return Evaluation(loss, float(self.task.judge(output, self.unseen).mean()))

    def _end(self, found: Evaluation | None) -> Stopped:
        """Say whether this is the end, and count what leads to it."""
        memory, config = self.memory, self.config
        if found:
            good = memory.good + 1 if self.task.solved(found.metric) else 0
            better = found.loss < memory.best
            self.memory = replace(
                memory,
                good=good,
                best=min(found.loss, memory.best),
                since=0 if better else memory.since + 1,
            )
            if config.stop and good >= GOOD_ENOUGH:
                return "solved"
            if config.patience and self.memory.since >= config.patience:
                return "patience"
        return "steps" if self.step >= config.steps else ""

    def _checkpoint(self, found: Evaluation | None, stopped: Stopped) -> Checkpoint:
        now = process_time()
        self.memory = replace(
            self.memory,
            optimiser=deepcopy(self.moments),
            sequences=self.sequences.bit_generator.state,
            dropout=self.dropout.rng.bit_generator.state,
            seconds=self.memory.seconds + now - self.clock,
        )
        self.clock = now
        since, self.since = self.since, replace(self.since, loss=0.0, updates=0)
        return Checkpoint(
            step=self.step,
            model=self.flat.copy(),
            loss=since.loss / max(1, since.updates),
            metric=self._mark(since),
            evaluation=found,
            norms=measured(since.norm, self.gradient.model, self.flat.model),
            rate=since.rate,
            stopped=stopped,
            memory=self.memory,
        )

    def _mark(self, since: _Since) -> float:
        """Judge what was said of the last training batch."""
        if since.seen is None:
            return float("nan")
        batch, outputs = since.seen
        output = outputs[0] if len(outputs) == 1 else np.concatenate(outputs)
        return float(self.task.judge(output, batch).mean())


def cut(length: int, piece: int) -> list[slice]:
    """Cut a sequence into pieces through which the gradient flows; 0: a single one.

    Where it does not come out even the first piece is the short one: what is asked at the end
    reaches back through a whole piece.
    """
    ends = range(length, 0, -(piece or length))
    return [slice(max(0, end + ends.step), end) for end in reversed(ends)]
