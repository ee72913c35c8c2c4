"""What lies on the film page of a learner: one film, perhaps a second, and settings. Values only.

Every function takes a desk and returns another one; nothing here knows Streamlit or trains.
"""

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import lstm_core as lc
from lstm_core.training.recipe import FIXED

FIRST: Final = "adding"


@dataclass(frozen=True)
class Shot:
    """A film: one that ships, or one of a training of this visitor (an opened one is such too).

    `name` is that of the file or of the training; `recipe` the text that it follows; `run` counts
    how often it was set going.
    """

    kind: Literal["shipped", "job"]
    name: str
    recipe: str
    run: int = 0

    @property
    def id(self) -> str:
        """Name the film as long as it is the same."""
        return f"{self.kind}-{self.name}"


@dataclass(frozen=True)
class Desk:
    """`recipe` is what "Train" trains, `shot` what is on show, `pinned` what stands beside it.

    `patient` is one of the clinic, "" if none; `at` the training step on show at first, -1 = it
    plays; `forms` counts what sets all settings anew; `slow` the step whose update is on show.
    """

    recipe: str
    shot: Shot
    pinned: Shot | None = None
    patient: str = ""
    at: int = -1
    forms: int = 0
    slow: int = -1

    @property
    def read(self) -> lc.Recipe:
        """The settings, read."""
        return lc.read_recipe(self.recipe)

    @property
    def task(self) -> str:
        """The task's name."""
        return self.read.task


def first(task: str = FIRST, at: int = -1) -> Desk:
    """Lay the film of a task that ships on the desk."""
    return Desk(task, Shot("shipped", task, task), at=at)


def choose_task(desk: Desk, task: str) -> Desk:
    """Take another task; what is pinned of another task goes."""
    return replace(first(task), forms=desk.forms + 1)


def choose_patient(desk: Desk, patient: str, sick: Shot, cured: Shot) -> Desk:
    """Lay both films of a patient side by side; the settings are those of the sick one."""
    return Desk(sick.recipe, cured, pinned=sick, patient=patient, forms=desk.forms + 1)


def load(desk: Desk, recipe: str) -> Desk:
    """Take the settings of a recipe; what is on show stays."""
    return replace(desk, recipe=recipe, forms=desk.forms + 1)


def open_film(desk: Desk, name: str, recipe: str) -> Desk:
    """Lay a film on the desk that was opened, or begun anew, with its settings."""
    task = lc.read_recipe(recipe).task
    pinned = desk.pinned if desk.task == task else None
    return Desk(recipe, Shot("job", name, recipe), pinned, forms=desk.forms + 1)


def set_cell(desk: Desk, cell: str) -> Desk:
    """Take another cell: that is another network, so nothing goes on."""
    return replace(desk, recipe=lc.recipe_text(replace(desk.read, cell=cell)))


def set_setting(desk: Desk, name: str, value: Any, at: int = 0) -> Desk:
    """Change a setting: from step `at` on of a training that stands still, or from the start."""
    recipe = desk.read
    if name in FIXED or desk.shot.kind != "job":
        at = 0
    config = replace(recipe.at(at) if at else recipe.config, **{name: value})
    changed = recipe.changed(at, config) if at else replace(recipe, config=config, changes=())
    return replace(desk, recipe=lc.recipe_text(changed))


def can_have(task: str, name: str, value: Any) -> bool:
    """Tell whether a setting of a task can have a value."""
    try:
        lc.read_recipe(f"{task}~{name}-{value}")
    except lc.LstmCoreError:
        return False
    return True


def running(desk: Desk, job: str, recipe: str, at: int = -1) -> Desk:
    """Show a training that was set going by a recipe."""
    run = desk.shot.run + 1 if desk.shot.name == job else 1
    return replace(desk, recipe=recipe, shot=Shot("job", job, recipe, run), at=at, slow=-1)


def pin(desk: Desk) -> Desk:
    """Keep the film on show beside whatever comes; or let go of the pinned one."""
    return replace(desk, pinned=None if desk.pinned else desk.shot, patient="", slow=-1)


def slowly(desk: Desk, step: int) -> Desk:
    """Show the update that follows a step."""
    return replace(desk, slow=step)


def another_seed(desk: Desk, seed: int) -> Desk:
    """Take another seed for everything that is drawn."""
    recipe = desk.read
    config = replace(recipe.config, seed=seed)
    text = lc.recipe_text(replace(recipe, config=config, changes=()))
    return replace(desk, recipe=text, forms=desk.forms + 1)
