"""Where a film is: its content for Python, its address for the browser. No Streamlit."""

from dataclasses import asdict, replace
from hashlib import blake2b
from typing import Any, NamedTuple

import lstm_core as lc
from app import films
from app.catalogue import TASK
from app.i18n import Words
from app.takes.desk import Desk, Shot
from app.trained import shipped
from app.training import Studio
from lstm_core.training.clinic import PATIENTS

NAMED_MAX = 4  # settings that the name of a film tells
CLINIC = "clinic_"
COURSE = ("steps", "evaluate", "frame", "stop")  # how long and how closely: no part of a name


class Reel(NamedTuple):
    """A film that lies on the page.

    `id`      the same as long as it is the same film: what the browser has of it stays
    `source`  where its bytes are, below the server's root; of a live one the number of the first
              frame that is missing is put behind it
    `run`     counts the streams of a live film: another number is opened anew
    `steps`   the last step, as far as it is known
    `at`      the training step on show at first; -1: it plays
    `changes` where settings were changed on the way, and to what
    """

    id: str
    source: str
    cell: str
    name: str
    net: str
    live: bool = False
    run: int = 0
    steps: int = 0
    at: int = -1
    changes: tuple[tuple[int, str], ...] = ()


def content(shot: Shot, studio: Studio | None) -> lc.Film | None:
    """Return the film of a shot as far as it is there."""
    if shot.kind == "shipped":
        return shipped(shot.name)
    found = studio.find(shot.name) if studio else None
    return found.film if found else None


def network(film: lc.Film, step: int) -> tuple[str, int, lc.Network]:
    """Return the network of a film at a step: its recipe, the step at which it stands, itself."""
    frame = film.frame_at(step)
    at = int(film.steps[frame])
    recipe = lc.recipe_text(film.read.until(at))
    return recipe, at, lc.TASKS[film.read.task].network(film.model(frame))


def filed(film: lc.Film, recipe: str) -> str:
    """Return the recipe of a frame with the name of the content that it was read from.

    What a file says of itself need not be true: under the bare recipe others look for its network.
    """
    content = blake2b(lc.film_bytes(film), digest_size=8).hexdigest()
    return lc.recipe_text(replace(lc.read_recipe(recipe), file=content))


def patients() -> tuple[str, ...]:
    """Name the patients of the clinic whose films ship, sick and cured."""
    there = films.shipped()
    both = [[f"{CLINIC}{name}_{state}" for state in ("sick", "cured")] for name in PATIENTS]
    return tuple(n for n, pair in zip(PATIENTS, both, strict=True) if set(pair) <= there.keys())


def patient(name: str, state: str) -> Shot:
    """Return the film of a patient, "sick" or "cured"."""
    file = f"{CLINIC}{name}_{state}"
    film = shipped(file)
    return Shot("shipped", file, film.recipe if film else "")


def reel(shot: Shot, desk: Desk, words: Words) -> Reel:
    """Describe a shot for the browser."""
    recipe = lc.read_recipe(shot.recipe)
    return Reel(
        id=shot.id,
        source=_source(shot),
        cell=recipe.cell,
        name=_name(shot, desk, words),
        net=TASK + recipe.task,
        live=shot.kind == "job",
        run=shot.run,
        steps=recipe.config.steps if shot.kind == "job" else 0,
        at=desk.at if shot is desk.shot else -1,
        changes=_changes(recipe, words),
    )


def _name(shot: Shot, desk: Desk, words: Words) -> str:
    """Call a film by its settings, and sick or cured where it is that, not trained otherwise."""
    other = desk.pinned if shot is desk.shot else desk.shot
    told = title(shot, words, other) or words("film_form.own")
    if not desk.patient:
        return told
    recipe, patient = lc.read_recipe(shot.recipe), PATIENTS[desk.patient]
    for state, text in (("sick", patient.sick), ("cured", patient.cured)):
        if recipe == lc.read_recipe(text):
            return words(f"film_form.{state}", settings=told)
    return told


def _changes(recipe: lc.Recipe, words: Words) -> tuple[tuple[int, str], ...]:
    """Tell what was changed while the training stood still."""
    told: list[tuple[int, str]] = []
    before = asdict(recipe.config)
    for at, config in recipe.changes:
        now = asdict(config)
        new = [_told(name, value, words) for name, value in now.items() if value != before[name]]
        told.append((at, words("film_form.comma").join(new)))
        before = now
    return tuple(told)


def _source(shot: Shot) -> str:
    if shot.kind == "job":
        return films.live_path(shot.name)
    return films.shipped_path(shot.name) if shot.name in films.shipped() else ""


def title(shot: Shot, words: Words, other: Shot | None = None) -> str:
    """Name a film by what differs from its task's own recipe, or from the film beside it."""
    recipe = lc.read_recipe(shot.recipe)
    beside = lc.read_recipe(other.recipe if other else recipe.task)
    told = [
        _told(name, value, words)
        for name, value in _settings(recipe).items()
        if value != _settings(beside)[name]
    ]
    more = " …" if len(told) > NAMED_MAX else ""
    return words("film_form.comma").join(told[:NAMED_MAX]) + more


def _settings(recipe: lc.Recipe) -> dict[str, Any]:
    every = {"cell": recipe.cell, **asdict(recipe.config)}
    return {name: value for name, value in every.items() if name not in COURSE}


def _told(name: str, value: Any, words: Words) -> str:
    if isinstance(value, float):
        value = f"{value:g}"
    said = words.get(f"film_form.values.{value}") or value
    return f"{words(f'film_form.settings.{name}')} {said}"
