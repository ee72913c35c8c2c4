"""What is said of a film is measured: on networks built by hand, and on those that were trained."""

import numpy as np
import pytest

import lstm_core as lc
from lstm_core.films import open_film
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


def test_a_memory_that_leaks_is_no_counter():
    """It goes up at every a and down at every b too, but less and less."""
    params = lc.NETWORKS["anbn"].layers[0][0]
    bias = params.bias.copy()
    bias[3:6] = 1.0  # keeps 0.73 of what is there
    model = built("anbn", 3)._replace(layers=(params._replace(bias=bias),))
    moves = np.diff(ANBN.network(model).run("a" * 10 + "b" * 10).traces[0].steps.c[:, 0])
    assert (moves[:9] > 0).all() and (moves[9:] < 0).all()
    assert not counts(ANBN, model)[0]


def test_the_film_of_adding_shows_a_gate_that_learns_to_open_at_the_markers_only():
    film = open_film("adding")
    unit, signal, does, clear = lc.focus(ADDING, film.model())
    assert (signal, does, clear) == ("i", "opens", True)
    first, last = (openings(ADDING, film.model(frame)) for frame in (0, -1))
    assert last.at[unit] > 0.5 and last.elsewhere[unit] < 0.1
    assert abs(first.contrast).max() < 0.05


def test_the_film_of_anbn_shows_a_counter_being_born():
    film = open_film("anbn")
    unit, signal, does, clear = lc.focus(ANBN, film.model())
    assert (signal, does, clear) == ("c", "counts", True)
    for n in range(2, 11):
        c = ANBN.network(film.model()).run("a" * n + "b" * n).traces[0].steps.c[:, unit]
        moves = np.sign(np.diff(c))
        assert (moves[: n - 1] == moves[0]).all() and (moves[n - 1 :] == -moves[0]).all()
    found = [bool(counts(ANBN, film.model(frame)).any()) for frame in range(len(film))]
    born = found.index(True)
    assert 0 < film.steps[born] < film.steps[-1] / 2 and all(found[born:])


@pytest.mark.parametrize("cell", lc.CELLS)
@pytest.mark.parametrize("name", lc.TASKS)
def test_a_unit_is_found_for_every_task_and_cell(name, cell):
    task = lc.TASKS[name]
    first = next(iter(lc.train(cell, name, lc.TrainConfig(hidden_size=5, layers=2, batch=2))))
    found = lc.focus(task, first.model)
    assert 0 <= found.unit < 5 and found.signal in lc.CELLS[cell].SIGNALS
