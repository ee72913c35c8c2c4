"""The film page's part of the session: what lies on its desk, and what a learner does to it."""

from dataclasses import replace
from random import Random
from typing import Any

import streamlit as st

import lstm_core as lc
from app import trained
from app.allowed import too_much
from app.catalogue import TASK, tasks
from app.films import read_upload
from app.i18n import Words
from app.jobs import Refused
from app.problems import Problem
from app.session.present import adopt, text_key
from app.session.present import words as present_words
from app.session.uploads import opened
from app.settings import SETTINGS
from app.share import SEED_MAX, Link
from app.takes import carried, reels
from app.takes import desk as desks
from app.takes.desk import Desk, can_have
from app.training import Far, Studio, Training, jobs
from lstm_core.training.recipe import LIMITS

DESK, NOTE, GO, STUDIO = "film_desk", "film_note", "film_go", "film_studio"


def desk() -> Desk:
    """Return what lies on the desk; at first what a link names, or the film of the first task."""
    state = st.session_state
    if DESK not in state:
        jobs().warm_up()  # who looks at films will soon train
        state[NOTE] = list(state.problems)
        _lay(state.start)
    return state[DESK]


def _lay(link: Link) -> None:
    """Lay on the desk what a link names: a film that ships, or the first weights of a recipe."""
    task = link.net.removeprefix(TASK)
    if not link.net.startswith(TASK) or task not in tasks():
        return put(desks.first())
    put(begun := carried.lay(link))
    if not carried.ships(link):
        say("film_form.notes.link")
        recipe = carried.unended(link.train)
        if found := _run(recipe, "", "start"):
            begun = desks.load(desks.open_film(begun, found.name, recipe), begun.recipe)
        put(begun)


def put(new: Desk) -> None:
    """Lay something else on the desk."""
    st.session_state[DESK] = new
    if there := studio():
        there.pinned = new.pinned.name if new.pinned else ""


def choose_task(key: str) -> None:
    """Take the task that a widget names."""
    if (task := st.session_state[key]) in tasks():
        put(desks.choose_task(desk(), task))


def choose_cell(key: str) -> None:
    """Take the cell that a widget names."""
    if (cell := st.session_state[key]) in lc.CELLS:
        put(desks.set_cell(desk(), cell))


def choose_setting(name: str, key: str) -> None:
    """Take the value of one setting: from here on, where a training stands still."""
    value: Any = st.session_state[key]
    if not can_have(desk().task, name, value):
        return _refuse(name)
    if found := too_much(name, value):
        say(f"film_form.notes.server.{name}", limit=f"{found.most:,}", got=f"{found.got:,}")
        return put(desks.load(desk(), desk().recipe))
    put(desks.set_setting(desk(), name, value, step()))


def _refuse(name: str) -> None:
    """Keep a setting as it was: a browser sends anything, and not every task has every length."""
    if name == "length":
        low, high = lc.TASKS[desk().task].lengths
        most = min(high, int(LIMITS["length"][1]))
        say("film_form.notes.length", low=f"{low}", high=f"{most}")
    put(desks.load(desk(), desk().recipe))


def reset_settings() -> None:
    """Take the task's own settings again."""
    put(desks.load(desk(), desk().task))


# Trainings.


def studio() -> Studio | None:
    """Return this visitor's trainings; None before the first one."""
    return st.session_state.get(STUDIO)


def _studio() -> Studio:
    state = st.session_state
    if STUDIO not in state:
        state[STUDIO] = Studio(jobs())
    return state[STUDIO]


def training() -> Training | None:
    """Return the training on show; None where a film that ships is on show."""
    there = studio()
    return there.find(desk().shot.name) if there else None


def step() -> int:
    """Return the step after which the training on show stands; 0 without one."""
    found = training()
    return found.step if found else 0


def act(key: str) -> None:
    """Do what the film asks for: "train@120"."""
    what, _, at = str(st.session_state[key].do or "").partition("@")
    place = int(at) if at.isdecimal() and len(at) <= 6 else 0
    match what:
        case "train" | "step" | "epoch":
            _train("end" if what == "train" else what)
        case "pause":
            if found := training():
                found.pause()
        case "reset":
            _begin_anew(desk())
        case "seed":
            _begin_anew(desks.another_seed(desk(), Random().randrange(SEED_MAX + 1)))
        case "pin":
            put(desks.pin(desk()))
        case "slow":
            put(desks.slowly(desk(), place))
        case "inside" | "effect":
            _carry(place, what)
        case _:
            pass


def _train(far: Far) -> None:
    """Train by the settings, on from where the training on show stands if that is possible."""
    now = desk()
    if found := _run(now.recipe, now.shot.name, far):
        put(desks.running(now, found.name, lc.recipe_text(found.recipe)))


def _begin_anew(now: Desk) -> None:
    """Show the first weights that the settings give: nothing has been learnt yet."""
    recipe = lc.recipe_text(replace(now.read, changes=(), to=None))
    if found := _run(recipe, "", "start"):
        put(desks.open_film(now, found.name, recipe))


def _run(recipe: str, name: str, far: Far) -> Training | None:
    """Set a training going; None when it cannot be, which is said."""
    try:
        return _studio().run(recipe, name, far)
    except Refused as refused:
        bounds = {"trainings": f"{SETTINGS.trainings}", "queue": f"{SETTINGS.queue}"}
        say(f"notices.training.{refused.reason}", **bounds)
    except lc.LstmCoreError as error:
        say("film_form.notes.impossible", reason=str(error))
    return None


def _carry(place: int, page: str) -> None:
    """Take the network of the frame on show to another page."""
    film = reels.content(desk().shot, studio())
    if film is None:
        return
    recipe, at, network = reels.network(film, place)
    net = TASK + film.read.task
    if not trained.is_the(network, recipe) and (found := training()) and found.opened:
        recipe = reels.filed(film, recipe)
    trained.put(recipe, network)
    seq = st.session_state.get(text_key(net), "")
    adopt(Link(lang=present_words().lang, net=net, seq=seq, train=recipe, at=at), ())
    st.session_state[GO] = page


def going() -> str:
    """Return once the page to which a network is taken."""
    return str(st.session_state.pop(GO, ""))


def choose_patient(name: str) -> None:
    """Lay the two films of a patient side by side."""
    if name in reels.patients():
        sick, cured = (reels.patient(name, state) for state in ("sick", "cured"))
        put(desks.choose_patient(desk(), name, sick, cured))


def train_patient(state: str) -> None:
    """Train the patient on show here, sick or cured; the film of the other one stands beside."""
    now = desk()
    if now.patient in reels.patients():
        other = "cured" if state == "sick" else "sick"
        pinned = reels.patient(now.patient, other)
        recipe = reels.patient(now.patient, state).recipe
        put(replace(desks.load(now, recipe), pinned=pinned))
        _train("end")


def train_again(recipe: str) -> None:
    """Lay a recipe on the desk whose network is not on this server any more."""
    _lay(Link(net=TASK + lc.read_recipe(recipe).task, train=recipe))


def open_file(key: str) -> None:
    """Lay a film on the desk that somebody saved; what is wrong with a file becomes a sentence."""
    if (content := opened(key)) is None:
        return
    film = read_upload(content)
    if isinstance(film, Problem):
        st.session_state[NOTE] = [*st.session_state.get(NOTE, []), film]
    else:
        put(desks.open_film(desk(), _studio().open(film).name, film.recipe))


def say(key: str, **values: str) -> None:
    """Keep a sentence to be said under the controls, once."""
    st.session_state[NOTE] = [*st.session_state.get(NOTE, []), Problem(key, values)]


def said() -> list[Problem]:
    """Return once what has to be said."""
    return st.session_state.pop(NOTE, [])


def text(net: str, words: Words, otherwise: str) -> str:
    """Return the sequence that the films of a task read, the learner's own if there is one."""
    state = st.session_state
    key = text_key(net)
    return state.setdefault(key, words.get(f"networks.{net}.opening") or otherwise)
