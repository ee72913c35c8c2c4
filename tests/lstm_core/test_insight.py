"""What is said of a film is measured: on networks built by hand, and on those that were trained."""

import numpy as np
import pytest

import lstm_core as lc
from lstm_core.training.insight import counts, openings

ADDING, ANBN = lc.TASKS["adding"], lc.TASKS["anbn"]


def built(name: str, outputs: int) -> lc.Model:
    """Return a network that somebody built as if it had been trained."""
    layers = tuple(layer[0] for layer in lc.NETWORKS[name].layers)
    hidden_size = lc.NETWORKS[name].hidden_size
    return lc.Model("lstm", layers, np.zeros((outputs, hidden_size)), np.zeros(outputs))


def test_the_gate_that_was_built_to_open_at_markers_is_found():
    model = built("adding", 1)
    assert lc.focus(ADDING, model) == (0, "i", "opens", True)
    found = openings(ADDING, model)
    np.testing.assert_allclose([*found.at, *found.elsewhere], [1, 0], atol=1e-6)


def test_the_unit_that_was_built_to_count_is_found_and_no_other():
    model = built("anbn", 3)
    assert counts(ANBN, model).tolist() == [True, False, False]
    assert lc.focus(ANBN, model) == (0, "c", "counts", True)


@pytest.fixture(scope="module", params=["adding", "anbn"])
def solved(request) -> tuple:
    task = lc.TASKS[request.param]
    *_, last = lc.train("lstm", task)
    assert last.stopped == "solved"
    return task, last.model


def test_the_recipe_shows_what_its_film_is_made_for(solved):
    task, model = solved
    found = lc.focus(task, model)
    assert found.clear
    if task is ADDING:
        gates = openings(task, model)
        assert found.does == "opens"
        assert gates.at[found.unit] > 0.5 and gates.elsewhere[found.unit] < 0.1
    else:
        string = "a" * 10 + "b" * 10
        c = task.network(model).run(string).traces[0].steps.c[:, found.unit]
        moves = np.sign(np.diff(c))
        assert found.does == "counts"
        assert (moves[:9] == moves[0]).all() and (moves[9:] == -moves[0]).all()


@pytest.mark.parametrize("cell", lc.CELLS)
@pytest.mark.parametrize("name", lc.TASKS)
def test_a_unit_is_found_for_every_task_and_cell(name, cell):
    task = lc.TASKS[name]
    first = next(iter(lc.train(cell, name, lc.TrainConfig(hidden_size=5, layers=2, batch=2))))
    found = lc.focus(task, first.model)
    assert 0 <= found.unit < 5 and found.signal in lc.CELLS[cell].SIGNALS
