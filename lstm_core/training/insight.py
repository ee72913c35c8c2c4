"""What a film teaches, measured: which unit to look at, and whether it does what is said of it."""

from random import Random
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array
from ..cells import CELLS
from ..measure import who_does_it
from ..tasks._task import Task
from ..trace import trace
from .model import Model

Does = Literal["opens", "counts", "follows"]

WRITE: Final = "i"
OPEN, SHUT = 0.5, 0.1  # a gate that opens at events only is above, elsewhere below, on average
SEEN: Final = 0.1  # a gate that opens less far than this beyond elsewhere is nothing to look at
FOLLOWS: Final = 0.9  # |r| beyond which a unit follows what it is compared with
CASES, SEED = 200, 7  # sequences that a gate is measured on; not those of any training
EVEN: Final = 1 / 3  # the shortest step of a counter, beside its longest
HEIGHT: Final = 10  # how far a counter is asked to count


class Openings(NamedTuple):
    """How far the input gate of each unit is open on average, (H,): at events, and elsewhere."""

    at: Array
    elsewhere: Array

    @property
    def contrast(self) -> Array:
        """How much further it is open at events, (H,)."""
        return self.at - self.elsewhere


class Focus(NamedTuple):
    """The unit to look at.

    `unit`    of the first layer
    `signal`  where it is seen best: "i", "c" or "h"
    `does`    "opens":   its input gate is open further at what matters than elsewhere
              "counts":  its memory moves one way on what counts up, back on what counts down
              "follows": its memory goes with something that is known of the sequence
    `clear`   whether it does so beyond doubt: the gate is above 0.5 there and below 0.1 elsewhere,
              on average; the counter moves the right way at every step; |r| is above 0.9
    """

    unit: int
    signal: str
    does: Does
    clear: bool


def focus(task: Task, model: Model) -> Focus:
    """Find the unit of the first layer that shows best how a model solves its task.

    A counter where the task is one of counting; otherwise the input gate with the largest contrast
    between the events of the task and all other steps; otherwise, or where no input gate opens for
    them, the unit that `who_does_it` finds on one sequence.

    >>> import lstm_core as lc
    >>> task = lc.TASKS["anbn"]
    >>> *_, last = lc.train("lstm", "anbn")
    >>> focus(task, last.model)[1:]
    ('c', 'counts', True)
    """
    if task.counted:
        counters = counts(task, model)
        if counters.any():
            return Focus(_reach(task, model, counters), _memory(model), "counts", True)
    if task.events and WRITE in CELLS[model.cell].GATES:
        found = openings(task, model)
        unit = int(found.contrast.argmax())
        clear = found.at[unit] > OPEN and found.elsewhere[unit] < SHUT
        if found.contrast[unit] > SEEN:
            return Focus(unit, WRITE, "opens", bool(clear))
    return _follower(task, model)


def openings(task: Task, model: Model) -> Openings:
    """Measure how far the input gates are open at the events of a task, and elsewhere.

    Over 200 sequences of the task; steps behind the end of a sequence do not count.
    """
    assert task.events
    x = task.sample(np.random.default_rng(SEED), CASES, task.length).x
    gate = trace(model.cell, model.layers[0], x).steps.i
    event = task.events(x)
    return Openings(gate[event].mean(0), gate[~event & x.any(-1)].mean(0))


def counts(task: Task, model: Model) -> NDArray[np.bool_]:
    """Say of each unit whether its memory is a counter, (H,).

    It reads ten symbols that count up and then ten that count down, such as aaaaaaaaaabbbbbbbbbb.
    The memory must move strictly one way at each of the first (from 0 on) and strictly back at
    each of the others, so that it turns at the very step at which the symbols change. And it must
    move evenly: no step shorter than a third of the longest in the same direction. A memory that
    leaks, as in a network that has learnt nothing, moves less and less.
    """
    memory = _there_and_back(task, model)
    steps = np.diff(memory, axis=0) * np.sign(memory[HEIGHT])
    return np.logical_and(_even(steps[:HEIGHT]), _even(-steps[HEIGHT:]))


def _even(steps: Array) -> NDArray[np.bool_]:
    """Say of each unit whether its steps (T, H) all go forward, and about equally far."""
    return np.greater(steps.min(0), np.maximum(steps.max(0), 0) * EVEN)


def _there_and_back(task: Task, model: Model) -> Array:
    """Return the memory of every unit before and after each step, (1 + T, H)."""
    assert task.counted
    symbols = np.repeat(task.counted, HEIGHT)
    memory = getattr(
        trace(model.cell, model.layers[0], np.eye(task.input_size)[symbols]).steps, _memory(model)
    )
    return np.concatenate([np.zeros_like(memory[:1]), memory])


def _reach(task: Task, model: Model, counters: NDArray[np.bool_]) -> int:
    """Return the counter whose way is longest up and down: one that turns near 0 is another's."""
    memory = _there_and_back(task, model)
    top, end = memory[HEIGHT], memory[-1]
    way = np.minimum(abs(top), abs(top - end))
    return int(np.where(counters, way, -1.0).argmax())


def _memory(model: Model) -> str:
    return CELLS[model.cell].State._fields[-1]


def _follower(task: Task, model: Model) -> Focus:
    network = task.network(model)
    sample = network.sample
    matches = who_does_it(network.run(sample(Random(SEED)))) if sample else ()
    if not matches:
        return Focus(0, _memory(model), "follows", False)
    best = matches[0]
    return Focus(best.unit, best.signal, "follows", abs(best.correlation) > FOLLOWS)
