"""Make the films that ship anew: train by recipe, look at every step, keep the telling frames.

    python -m lstm_core.films._make            all of them, in a minute
    python -m lstm_core.films._make adding     one

A film is the same again but for `seconds`; on another type of machine a last digit differs too.
"""

import sys
from dataclasses import asdict, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array
from ..errors import LstmCoreError
from ..tasks import TASKS
from ..training.clinic import PATIENTS
from ..training.film import Film, film_of
from ..training.film_file import film_bytes
from ..training.follow import follow
from ..training.model import Model, Passes
from ..training.recipe import Recipe, of_task, read_recipe, recipe_text
from . import FILMS, FOLDER, open_film

FRAMES_LEAST, FRAMES_MOST, BYTES = 40, 60, 130_000  # of the weights; a large network takes more
CASES, CASES_SEED = 2000, 2**31
MEANS: Final = ("loss",)  # what a frame tells of all the steps since the one before


def recipes() -> dict[str, Recipe]:
    """Return the recipe of every film that ships."""
    clinic = {
        f"clinic_{name}_{state}": read_recipe(text)
        for name, patient in PATIENTS.items()
        for state, text in (("sick", patient.sick), ("cured", patient.cured))
    }
    return {task: of_task(task) for task in TASKS} | clinic


def make(recipe: Recipe) -> Film:
    """Train by a recipe and keep the frames that tell most, with a mark on fresh sequences."""
    every = replace(recipe, config=replace(recipe.config, frame=1))
    every = replace(
        every, changes=tuple((at, replace(each, frame=1)) for at, each in recipe.changes)
    )
    film = film_of(follow(every), recipe_text(recipe))
    size = sum(array[0].nbytes for name, array in film.arrays.items() if _is_weight(name))
    kept = telling(film, min(FRAMES_MOST, max(FRAMES_LEAST, BYTES // size)))
    return replace(thinned(film, kept), about=_marks(recipe, film.model()))


def telling(film: Film, count: int) -> list[int]:
    """Choose up to `count` frames: half of them by how far the weights went, half by time.

    Time counts by its square root, so that they stand denser at the beginning.
    """
    moved = [
        (np.diff(array.astype(float), axis=0) ** 2).reshape(len(film) - 1, -1).sum(1)
        for name, array in film.arrays.items()
        if _is_weight(name)
    ]
    way = np.concatenate(([0.0], np.cumsum(np.sqrt(np.sum(moved, axis=0)))))
    share = way / max(way[-1], 1e-9) + np.sqrt(film.steps / film.steps[-1])
    wanted = np.linspace(0.0, float(share[-1]), count)
    found: NDArray[np.intp] = np.searchsorted(share, wanted)
    return sorted({min(int(frame), len(film) - 1) for frame in found.tolist()})


def thinned(film: Film, kept: list[int]) -> Film:
    """Keep some frames; the loss of each is the mean over all the steps since the one before."""
    some = film.picked(kept)
    starts = np.array([frame + 1 for frame in kept[:-1]])
    steps = np.diff(kept)
    means = {
        name: np.concatenate(
            (film.arrays[name][:1], np.add.reduceat(film.arrays[name], starts) / steps)
        ).astype(np.float32)
        for name in MEANS
    }
    return replace(some, arrays={**some.arrays, **means})


def _is_weight(name: str) -> bool:
    return name.startswith(("layer", "out."))


def _marks(recipe: Recipe, model: Model) -> dict[str, str]:
    """Judge the network that was found on sequences that neither training nor evaluation saw."""
    task = TASKS[recipe.task]
    draw = task.held_out or task.sample
    length = recipe.config.length or task.length
    batch = draw(np.random.default_rng(CASES_SEED), CASES, length)
    x: Array = batch.x.astype(np.float32)
    output = Passes(model, *x.shape[:2]).forward(model, x)
    mark = float(task.judge(output, batch).mean())
    return {"held_out": f"{mark:.6g}", "cases": str(CASES), "settings": settings(recipe)}


def settings(recipe: Recipe) -> str:
    """Spell every setting of a recipe: the short text says only what differs from the task's own.

    A film whose settings are not those of its recipe any more was forgotten when they changed.
    """
    every = ((0, recipe.config), *recipe.changes)
    texts = [
        f"{at}:" + " ".join(f"{name}={value}" for name, value in asdict(config).items())
        for at, config in every
    ]
    return " ".join((recipe.task, recipe.cell, *texts))


def _same(film: Film, name: str) -> bool:
    """Tell whether the film that ships is this one already, but for how long it took."""
    if name not in FILMS:
        return False
    try:
        old = open_film(name)
    except LstmCoreError:
        return False  # of another recipe
    told = (old.recipe, old.stopped, old.about) == (film.recipe, film.stopped, film.about)
    return told and all(
        np.array_equal(array, film.arrays[key], equal_nan=True)
        for key, array in old.arrays.items()
        if key != "seconds"
    )


def main(names: list[str]) -> None:
    """Write films, all of them if none is named, and tell what came out."""
    wanted = recipes()
    for name in names or wanted:
        film = make(wanted[name])
        content = film_bytes(film)
        if not _same(film, name):
            (FOLDER / f"{name}.safetensors").write_bytes(content)
        last, mark = film.steps[-1], (film.about or {})["held_out"]
        print(f"{name:29} {film.stopped:9} {last:5} steps {len(film):3} frames", end=" ")
        print(f"{len(content) / 1000:4.0f} KB  held-out {mark}")


if __name__ == "__main__":
    main(sys.argv[1:])
