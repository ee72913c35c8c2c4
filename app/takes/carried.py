"""What a link carries of a film page: its film, its settings, what stands beside. No Streamlit.

Films that ship are there again at once. What was trained is trained again by its recipe.
"""

from dataclasses import replace

import lstm_core as lc
from app.catalogue import TASK
from app.share import Link
from app.takes import desk as desks
from app.takes import reels
from app.takes.desk import Desk, Shot
from lstm_core.training.clinic import PATIENTS


def link(desk: Desk) -> Link:
    """Return the link of a desk; of what stands beside only a film that ships."""
    shot, pinned = desk.shot, desk.pinned
    own = shot.kind == "shipped" and shot.name == desk.task
    return Link(
        net=TASK + desk.task,
        train="" if own else shot.recipe,
        settings=desk.recipe if desk.recipe != shot.recipe else "",
        beside=pinned.recipe if pinned and pinned.kind == "shipped" else "",
    )


def lay(link: Link) -> Desk:
    """Lay what a link to a task names, as far as it ships: else the film of its task."""
    task = link.net.removeprefix(TASK)
    film, beside = unended(link.train), unended(link.beside)
    shot, pinned = _ready(film, task, beside), _ready(beside, task, film)
    desk = desks.first(task, at=link.at)
    desk = replace(desk, shot=shot or desk.shot, pinned=pinned)
    recipe = shot.recipe if shot else film or task
    settings = unended(link.settings)
    if settings and lc.read_recipe(settings).task == task:
        recipe = settings
    return replace(desk, recipe=recipe, patient=_patient(desk))


def ships(link: Link) -> bool:
    """Tell whether the film that a link names ships."""
    return not link.train or _ready(unended(link.train), link.net.removeprefix(TASK)) is not None


def unended(recipe: str) -> str:
    """Leave out where a training was stopped: it goes on to its end, whatever a file said of it."""
    return recipe.partition("~to-")[0].partition("~file-")[0]


def _ready(recipe: str, task: str, other: str = "") -> Shot | None:
    """Return the film that ships and was made by a recipe of a task; None if there is none.

    Patients can have the same cure: the one is meant whose other film was made by `other`.
    """
    if recipe == task:
        return desks.first(task).shot
    if not recipe or lc.read_recipe(recipe).task != task:
        return None
    found = [
        (lc.read_recipe(ill) == lc.read_recipe(other or task), reels.patient(name, state))
        for name in reels.patients()
        for state, ill in (("sick", PATIENTS[name].cured), ("cured", PATIENTS[name].sick))
        if lc.read_recipe(getattr(PATIENTS[name], state)) == lc.read_recipe(recipe)
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def _patient(desk: Desk) -> str:
    """Name the patient whose two films lie there; "" where others do."""
    there = {desk.shot.name, desk.pinned.name if desk.pinned else ""}
    for name in reels.patients():
        if there == {reels.patient(name, state).name for state in ("sick", "cured")}:
            return name
    return ""
