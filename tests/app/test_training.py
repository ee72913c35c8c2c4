"""A visitor's training: what runs, what is kept of it, and what comes out."""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import lstm_core as lc
from app import slices, trained, training
from app.jobs import Jobs
from app.slices import Span, train_slice
from app.training import Far, Studio
from app.workers import Work
from lstm_core.training.loop import first_model

SMALL = "anbn~hidden_size-3~batch-4~steps-60~evaluate-20~frame-5"


def followed(text: str) -> lc.Film:
    """The film of a recipe, made in one go."""
    recipe = lc.read_recipe(text)
    return lc.film_of(lc.follow(recipe), text)


def same_network(one: lc.Model, other: lc.Model) -> bool:
    flat = [np.concatenate([a.ravel() for a in (*m.layers[0], m.weight)]) for m in (one, other)]
    return bool((flat[0].astype(np.float32) == flat[1].astype(np.float32)).all())


class InThread:
    """A worker that does a slice when it is told to, in the thread of the test."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Work, Any, Future[Any]]] = []

    def submit(self, work: Work, state: Any) -> Future[Any]:
        self.waiting.append((work, state, Future[Any]()))
        return self.waiting[-1][2]

    def kill(self) -> None: ...

    def renew(self) -> None: ...

    def close(self) -> None: ...


class DirectJobs(Jobs):
    """Jobs without a thread: everything happens at once, slices when the test says so."""

    def __init__(self, worker: InThread) -> None:
        self.worker = worker
        super().__init__([worker])

    def _tell(self, message: Callable[[], None]) -> None:
        message()
        while not self._inbox.empty():
            if later := self._inbox.get():
                later()

    def warm_up(self) -> None: ...

    def slices(self, count: int = 1000) -> None:
        while self.worker.waiting and count:
            work, state, future = self.worker.waiting.pop(0)
            future.set_result(work(state))
            self._tell(lambda: None)
            count -= 1


@pytest.fixture
def jobs() -> Iterator[DirectJobs]:
    jobs = DirectJobs(InThread())
    yield jobs
    jobs.close()


@pytest.fixture(autouse=True)
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine must not cancel what no reader watches."""
    monkeypatch.setattr(training, "ALONE_AT_FIRST", 1e9)


def test_slices_make_the_training_that_the_library_makes(monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 0.01)
    recipe = lc.read_recipe(SMALL)
    span, found = Span(recipe, 60), []
    while span:
        span, piece = train_slice(span)
        found.append(piece)
    assert len(found) > 2, "it came in slices"
    last = list(lc.follow(recipe))[-1]
    assert found[-1].checkpoint.step == last.step
    assert same_network(found[-1].checkpoint.model, last.model)
    assert found[0].film.steps[0] == 0 and found[-1].film.stopped == last.stopped


def test_a_training_runs_to_its_end_and_its_network_is_found_by_links(jobs):
    made = Studio(jobs).run(SMALL)
    jobs.slices()
    assert made.over and made.status()["status"] == "done" and made.film
    whole = followed(SMALL)
    assert made.film.steps[-1] == whole.steps[-1]
    assert same_network(made.film.model(), whole.model())
    evaluations = "eval.steps", "eval.metric"
    assert all((made.film.arrays[e] == whole.arrays[e]).all() for e in evaluations)
    text = f"{SMALL}~to-{whole.steps[-1]}"
    assert trained.find("task_anbn", lc.recipe_text(lc.read_recipe(text)))


def test_one_step_one_epoch_and_on_to_the_end_are_one_training(jobs):
    studio = Studio(jobs)
    made = studio.run(SMALL, far="step")
    jobs.slices()
    assert made.step == 1
    ways: list[tuple[Far, int]] = [("step", 2), ("epoch", 20), ("epoch", 40)]
    for far, step in ways:
        assert studio.run(SMALL, made.name, far) is made
        jobs.slices()
        assert made.step == step and made.film and made.film.steps[-1] == step
    studio.run(SMALL, made.name)
    jobs.slices()
    assert made.film and same_network(made.film.model(), followed(SMALL).model())


def test_a_training_begins_with_its_first_weights_and_goes_on_from_there(jobs):
    studio = Studio(jobs)
    made = studio.run(SMALL, far="start")
    jobs.slices()
    assert made.over and made.film and made.film.steps.tolist() == [0]
    recipe = made.recipe
    blank = first_model(recipe.cell, lc.TASKS[recipe.task], recipe.config)
    assert same_network(made.film.model(), blank)
    assert studio.run(SMALL, made.name) is made
    jobs.slices()
    assert made.film.steps[-1] == 60 and made.film.steps.tolist().count(0) == 1


def test_who_asks_for_more_before_the_first_is_done_gets_it(jobs):
    studio = Studio(jobs)
    made = studio.run(SMALL, far="start")
    again = studio.run(SMALL, made.name)
    jobs.slices()
    assert again.step == 60


def test_asking_twice_costs_nobody_the_place_in_line(jobs):
    Studio(jobs).run(SMALL)
    studio = Studio(jobs)
    made = studio.run(SMALL)
    Studio(jobs).run(SMALL)
    assert studio.run(SMALL, made.name) is made
    assert made.status() == {"status": "queued", "place": 1, "step": 0, "to": 60}


def test_settings_change_while_it_stands_still_and_the_recipe_says_so(jobs):
    studio = Studio(jobs)
    made = studio.run(SMALL, far="epoch")
    jobs.slices()
    recipe = lc.read_recipe(SMALL)
    other = lc.recipe_text(recipe.changed(20, replace(recipe.config, rate=0.001)))
    assert studio.run(other, made.name) is made
    jobs.slices()
    assert made.film and made.film.recipe == other and "at-20~rate-0.001" in other
    assert same_network(made.film.model(), followed(other).model())
    assert "at-20" not in lc.recipe_text(made.recipe.until(10))
    assert trained.find("task_anbn", lc.recipe_text(made.recipe.until(60)))


def test_a_setting_changed_while_it_runs_counts_from_where_it_stands_then(jobs):
    studio = Studio(jobs)
    made = studio.run(SMALL, far="epoch")
    jobs.slices()
    recipe = lc.read_recipe(SMALL)
    early = recipe.changed(7, replace(recipe.config, rate=0.001))  # said at 7, it went on to 20
    assert studio.run(lc.recipe_text(early), made.name) is made
    assert "at-20~rate-0.001" in lc.recipe_text(made.recipe)
    jobs.slices()
    assert made.film and same_network(made.film.model(), followed(made.film.recipe).model())


def test_another_seed_is_another_training_and_the_first_one_stays(jobs):
    studio = Studio(jobs)
    first = studio.run(SMALL, far="epoch")
    jobs.slices()
    second = studio.run(f"{SMALL}~seed-4", first.name)
    assert second is not first
    third = studio.run(f"{SMALL}~seed-5", first.name)
    assert second.status()["status"] == "cancelled", "one at a time"
    jobs.slices()
    assert first.step == 20 and third.step == 60
    assert studio.find(first.name) is first and training.find(first.name) is first


def test_pausing_and_thinking_better_of_it(jobs, monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 0.002)
    studio = Studio(jobs)
    made = studio.run(SMALL)
    jobs.slices(1)
    made.pause()
    studio.run(SMALL, made.name)
    jobs.slices(1)
    assert not made.over
    made.pause()
    jobs.slices(1)
    assert made.status()["status"] == "paused" and made.film
    assert made.film.steps[-1] == made.step
    made.cancel()
    assert made.status()["status"] == "paused", "what stands still is not cancelled"


def test_of_a_training_that_nobody_keeps_nothing_is_left(jobs):
    studio = Studio(jobs)
    names = [studio.run(f"{SMALL}~seed-{k}", far="step").name for k in (1, 2)]
    studio.pinned = names[1]
    names += [studio.run(f"{SMALL}~seed-{k}", far="step").name for k in range(3, 7)]
    jobs.slices()
    gc.collect()
    assert [training.find(name) is None for name in names] == [True, False, True] + [False] * 3
    assert studio.find(names[0]) is None


def test_a_training_that_nobody_watches_any_more_is_cancelled(jobs, monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 0.002)
    made = Studio(jobs).run(SMALL)
    seen: list[int] = []

    def reader() -> None:
        seen.append(made.step)

    made.watch(reader)
    jobs.slices(2)
    assert len(seen) >= 2 and not made.over
    monkeypatch.setattr(training, "ALONE", 0.0)
    made.leave(reader)
    made.cancel_if_alone()
    assert made.over and made.status()["status"] == "cancelled"


def test_a_network_that_explodes_ends_with_its_reason_and_keeps_its_film(jobs):
    made = Studio(jobs).run("adding~hidden_size-4~scale-100~rate-10~clip_norm-0~optimiser-sgd")
    jobs.slices(40)
    assert made.stopped in {"nan", "explosion"} and made.film
    assert made.status()["status"] == "done"
    assert not made.goes_on_by(made.recipe)
