"""Every task keeps the contract: what it draws, what is right, and what chance achieves."""

from math import isfinite
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from lstm_core.arrays import sigmoid
from lstm_core.tasks import Batch, Task

FOLDER = Path(lc.__file__).parent / "tasks"
NAMES = sorted(path.stem for path in FOLDER.glob("[!_]*.py"))
TASKS = pytest.mark.parametrize("task", [lc.TASKS[name] for name in NAMES], ids=NAMES)


def draws(task: Task) -> list:
    return [task.sample, task.held_out or task.sample]


def loss(task: Task, output: np.ndarray, batch: Batch) -> float:
    """Say the loss once more, plainly: the mean over all steps that count."""
    if task.loss == "squared":
        each = ((output - batch.y) ** 2).mean(-1)
    elif task.loss == "softmax":
        likely = output - np.logaddexp.reduce(output, -1, keepdims=True)
        each = -np.take_along_axis(likely, batch.y[..., None], -1)[..., 0]
    else:
        p = np.clip(sigmoid(output), 1e-300, 1 - 1e-16)
        each = -(batch.y * np.log(p) + (1 - batch.y) * np.log(1 - p)).mean(-1)
    return float((each * batch.mask).sum() / batch.mask.sum())


@TASKS
def test_a_task_is_complete(task: Task) -> None:
    assert task.name in NAMES and lc.TASKS[task.name] is task
    assert any(mark in task.paper for mark in "(1")
    shortest, longest = task.lengths
    assert 1 <= shortest <= task.length <= longest
    assert task.recipe.length == 0
    assert not task.labels or len(task.labels) == task.output_size
    assert task.metric == "right" or task.loss == "squared"
    for levels in (task.chance(task.length), task.chance_loss(task.length)):
        assert levels and all(isfinite(level) for level in levels.values())
    assert not any(task.solved(level) for level in task.chance(task.length).values())


def check(task: Task, batch: Batch, B: int, longest: int) -> None:
    T = len(batch.x)
    assert 1 <= T <= longest
    assert batch.x.shape == (T, B, task.input_size) and np.isfinite(batch.x).all()
    assert batch.mask.shape == (T, B) and (batch.mask >= 0).all() and batch.mask.any(0).all()
    if task.loss == "softmax":
        assert batch.y.shape == (T, B) and batch.y.dtype.kind in "iu"
        assert batch.y.min() >= 0 and batch.y.max() < task.output_size
    else:
        assert batch.y.shape == (T, B, task.output_size) and np.isfinite(batch.y).all()
    if task.loss == "sigmoid":
        assert set(np.unique(batch.y)) <= {0, 1}
    marks = task.judge(task.oracle(batch.x), batch)
    assert marks.shape == (B,)
    if task.metric == "error":
        np.testing.assert_allclose(marks, 0, atol=1e-9)
    else:
        assert (marks == 1).all()


@TASKS
@settings(max_examples=12, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_batch_of_any_length_is_drawn_and_the_oracle_knows_it(task: Task, data) -> None:
    B = data.draw(st.integers(1, 40), "batch")
    length = data.draw(st.sampled_from(task.lengths) | st.integers(*task.lengths), "length")
    seed = data.draw(st.integers(0, 2**32), "seed")
    for draw in draws(task):
        check(task, draw(np.random.default_rng(seed), batch=B, length=length), B, length)


@TASKS
def test_a_seed_fixes_the_sequences(task: Task) -> None:
    for draw in draws(task):
        one, same, other = (draw(np.random.default_rng(seed), 8, task.length) for seed in (1, 1, 2))
        for a, b in zip(one, same, strict=True):
            np.testing.assert_array_equal(a, b)
        assert one.x.shape != other.x.shape or (one.x != other.x).any()


@TASKS
def test_the_oracle_meets_the_goal_and_beats_all_who_cannot_know(task: Task) -> None:
    batch = (task.held_out or task.sample)(np.random.default_rng(3), 64, task.length)
    output = task.oracle(batch.x)
    mark = float(task.judge(output, batch).mean())
    assert task.solved(mark)
    for level in task.chance(task.length).values():
        assert mark < level if task.metric == "error" else mark > level
    assert loss(task, output, batch) < min(task.chance_loss(task.length).values())


def mean_answer(task: Task, batch: Batch) -> np.ndarray:
    """Say the mean of all right answers, always."""
    mean = (batch.y * batch.mask[..., None]).sum((0, 1)) / batch.mask.sum()
    return np.broadcast_to(mean, batch.y.shape)


def any_class(task: Task, batch: Batch) -> np.ndarray:
    """Say some class, a little: one likeliest, all nearly as likely."""
    T, B = batch.mask.shape
    return 1e-3 * np.random.default_rng(5).random((T, B, task.output_size))


CANNOT_KNOW = {"constant": mean_answer, "guess": any_class}


@TASKS
def test_chance_is_what_those_who_cannot_know_achieve(task: Task) -> None:
    batch = (task.held_out or task.sample)(np.random.default_rng(4), 4000, task.length)
    for name, guesser in CANNOT_KNOW.items():
        if name in task.chance(task.length) and (name, task.metric) != ("constant", "right"):
            marks = task.judge(guesser(task, batch), batch)
            error = 4 * float(marks.std()) / len(marks) ** 0.5 + 1 / len(marks)
            assert float(marks.mean()) == pytest.approx(task.chance(task.length)[name], abs=error)
        if name in task.chance_loss(task.length):
            expected = task.chance_loss(task.length)[name]
            assert loss(task, guesser(task, batch), batch) == pytest.approx(expected, rel=0.05)
