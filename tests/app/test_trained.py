"""Trained networks on the server: found by name and recipe, the oldest make room."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import numpy as np
import pytest

import lstm_core as lc
from app import trained
from app.bounded import Bounded
from app.reading import here, network
from app.share import Link

NET = replace(lc.random_network(2, 1), name="task_latch")


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(trained, "_kept", trained.memory())


@pytest.fixture(scope="module")
def film():
    recipe = lc.read_recipe("latch~hidden_size-2~steps-20~frame-5~evaluate-5")
    shots = lc.train(recipe.cell, recipe.task, recipe.config)
    return lc.film_of(shots, lc.recipe_text(recipe))


@pytest.fixture
def shipping(film, monkeypatch):
    """A server whose film of `latch` is a short one."""
    monkeypatch.setattr(trained, "shipped", {"latch": film}.get)
    trained._moment.cache_clear()
    yield film
    trained._moment.cache_clear()


def test_a_network_is_found_by_its_name_and_its_recipe():
    trained.put("latch~seed-3~to-300", NET)
    assert trained.find("task_latch", "latch~seed-3~to-300") is NET
    assert trained.find("task_adding", "latch~seed-3~to-300") is None
    assert trained.find("task_latch", "latch~seed-4~to-300") is None


def test_those_that_nobody_asked_for_longest_make_room(monkeypatch):
    monkeypatch.setattr(trained, "_kept", Bounded(3, 200_000))
    for step in (1, 2, 3):
        trained.put(f"latch~seed-3~to-{step}", NET)
    assert trained.find("task_latch", "latch~seed-3~to-1")
    trained.put("latch~seed-3~to-4", NET)
    kept = [step for step in (1, 2, 3, 4) if trained.find("task_latch", f"latch~seed-3~to-{step}")]
    assert kept == [1, 3, 4]


def test_many_threads_keep_and_find_at_once():
    def work(step):
        trained.put(f"latch~seed-3~to-{step}", NET)
        return trained.find("task_latch", f"latch~seed-3~to-{step}") is NET

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))


def test_a_film_that_ships_gives_its_last_network_and_every_frame(shipping):
    last = trained.find("task_latch")
    assert last and last.name == "task_latch"
    for step in shipping.steps.tolist():
        found = trained.find("task_latch", f"{shipping.recipe}~to-{step}")
        model = shipping.model(shipping.frame_at(step))
        assert found
        np.testing.assert_array_equal(found.layers[0][0].bias, model.layers[0].bias)
    assert trained.find("task_latch", f"{shipping.recipe}~to-7") is None
    assert trained.find("task_adding", f"{shipping.recipe}~to-5") is None


def test_a_link_to_a_network_that_is_gone_shows_the_one_that_ships_and_says_so(shipping):
    link = Link(net="task_latch", seq="x", train="latch~seed-9~to-300", at=300)
    shown, (said,) = here(link)
    assert shown == replace(link, train="", at=-1)
    assert (said.key, said.train) == ("notices.train.gone", link.train)
    trained.put(link.train, NET)
    assert here(link) == (link, ())
    assert network(*link.network) is NET


def test_what_a_film_keeps_as_float32_is_edited_to_the_last_digit(shipping):
    latch = trained.find("task_latch")
    assert latch
    edit = lc.SetWeight("weight_ih", 0, 0, 0.1)
    run = latch.run(latch.sample(Random(0)) if latch.sample else "", edits=[edit])
    assert run.traces[0].params.weight_ih[0, 0] == 0.1
