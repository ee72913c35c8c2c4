"""What was trained becomes a network: it reads texts as the task draws them, and says the same."""

from random import Random

import numpy as np
import pytest

import lstm_core as lc
from lstm_core.tasks import Task
from lstm_core.training.initial import initial

TASKS = pytest.mark.parametrize("task", list(lc.TASKS.values()), ids=list(lc.TASKS))
LAYERS = 2


def untrained(task: Task, cell: str = "lstm"):
    config = lc.TrainConfig(layers=LAYERS)
    rng = np.random.default_rng(1)
    return initial(cell, task.input_size, 5, task.output_size, config, 10, rng, np.float64)


def said(task: Task, output: np.ndarray):
    """Say in plain words what a row of outputs means."""
    if task.loss == "squared":
        return pytest.approx(output[0], abs=1e-12)
    if task.loss == "softmax":
        return task.labels[int(output.argmax())]
    return (
        "+".join(label for label, one in zip(task.labels, output, strict=True) if one > 0) or None
    )


@TASKS
def test_a_network_says_what_the_linear_layer_says(task: Task):
    model = untrained(task)
    net = task.network(model)
    assert net.name == f"task_{task.name}" and len(net.layers) == LAYERS and net.sample
    run = net.run(net.sample(Random(2)))
    assert not run.unknown and len(run.x)
    output = run.output @ model.weight.T + model.bias
    assert list(run.readouts) == [said(task, row) for row in output]


@TASKS
def test_a_text_is_read_as_the_task_draws_it(task: Task):
    x = task.sample(np.random.default_rng(3), 4, task.length).x
    for k in range(4):
        rows = x[:, k][x[:, k].any(-1)]
        tokens = task.tokens
        assert tokens
        np.testing.assert_array_equal(tokens.encode(tokens.read(written(task, rows))), rows)


def written(task: Task, rows: np.ndarray) -> str:
    """Spell rows with the first spelling of each symbol, numbers to the last digit."""
    if isinstance(task.tokens, lc.Numbers):
        return task.tokens.write(rows)
    assert task.tokens
    return "".join(task.tokens.spellings[symbol][0] for symbol in rows.argmax(-1))


def keys(tokens, read) -> list:
    """Return what an oracle reads: rows of numbers, or keys of symbols."""
    return [token.values or tokens.symbols[token.symbol] for token in read]


@TASKS
def test_the_exam_agrees_with_the_perfect_solver(task: Task):
    if task.exam is None:
        pytest.skip("nothing is asked of it as text")
    rng, tokens = Random(4), task.tokens
    assert tokens
    for _ in range(20):
        text = task.exam.draw(rng)
        read = tokens.read(text)
        assert text and all(token.symbol is not None for token in read)
        asked = keys(tokens, read)
        right = task.exam.right(asked)
        output = task.oracle(tokens.encode(read)[:, None])[:, 0]
        steps = [step for group in task.exam.judged(asked) for step in group]
        assert steps
        assert [right[step] for step in steps] == [said(task, output[step]) for step in steps]
