"""A film that grows keeps its first frame, its last one and every evaluation, in bounded room."""

from dataclasses import replace
from functools import cache

import numpy as np

import lstm_core as lc
from app.growing import FRAMES_MIN, GrowingFilm
from app.settings import SETTINGS


@cache
def first(text: str) -> lc.Checkpoint:
    return next(iter(lc.follow(lc.read_recipe(text))))


def film(steps: list[int], size: int = 4, evaluations: tuple[int, ...] = ()) -> lc.Film:
    text = f"anbn~hidden_size-{size}"
    shots = [replace(first(text), step=step, evaluation=None) for step in steps]
    made = lc.film_of(shots, text)
    rows = {"eval.steps": np.array(evaluations, np.int32)}
    rows |= dict.fromkeys(("eval.loss", "eval.metric"), np.zeros(len(evaluations), np.float32))
    return replace(made, arrays={**made.arrays, **rows})


def test_a_film_grows_in_bounded_room_and_begins_and_ends_as_it_did():
    growing = GrowingFilm()
    for step in range(0, 3000, 10):
        growing.add(film([step, step + 5], evaluations=(step,)))
    growing.finish()
    whole = growing.film
    assert whole and SETTINGS.frames // 2 <= len(whole) <= SETTINGS.frames + 1
    assert (whole.steps[0], whole.steps[-1]) == (0, 2995)
    gaps = np.diff(whole.steps)
    assert gaps.min() > 0 and gaps[:-1].max() <= 3 * gaps[:-1].min()
    assert len(whole.arrays["eval.steps"]) == 300, "every evaluation stays"


def test_large_networks_have_shorter_films():
    growing = GrowingFilm()
    for step in range(200):
        growing.add(film([step], size=64))
    assert growing.film and FRAMES_MIN <= len(growing.film) <= 60
    assert sum(a.nbytes for a in growing.film.arrays.values()) < 4_500_000


def test_a_reader_gets_every_frame_once_and_every_evaluation_with_it():
    growing, next_one = GrowingFilm(), 0
    got: list[lc.Film] = []
    for step in range(0, 1000, 5):
        growing.add(film([step], evaluations=(step,)))
        if step % 20 == 0:
            piece, next_one = growing.since(next_one)
            got += [piece] if piece else []
    growing.finish()
    piece, next_one = growing.since(next_one)
    got += [piece] if piece else []
    steps = np.concatenate([one.steps for one in got])
    evaluated = np.concatenate([one.arrays["eval.steps"] for one in got])
    assert (np.diff(steps) > 0).all() and steps[-1] == 995
    assert evaluated.tolist() == list(range(0, 1000, 5))
    again, _ = growing.since(0)
    assert again and growing.film and len(again) == len(growing.film)
    assert growing.since(next_one) == (None, next_one)
