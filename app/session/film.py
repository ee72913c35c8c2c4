"""The film page's part of the session: what lies on its desk, and what a learner does to it."""

from random import Random
from typing import Any

import streamlit as st

import lstm_core as lc
from app import trained
from app.catalogue import TASK, tasks
from app.i18n import Words
from app.problems import Problem
from app.session.present import adopt, text_key
from app.session.present import words as present_words
from app.share import SEED_MAX, Link
from app.takes import desk as desks
from app.takes import opened, reels
from app.takes.desk import Desk

DESK, NOTE, GO = "film_desk", "film_note", "film_go"


def desk() -> Desk:
    """Return what lies on the desk; at first what a link names, or the film of the first task."""
    state = st.session_state
    if DESK not in state:
        state[DESK] = _of_link(state.start)
    return state[DESK]


def _of_link(link: Link) -> Desk:
    task = link.net.removeprefix(TASK)
    if not link.net.startswith(TASK) or task not in tasks():
        return desks.first()
    begun = desks.first(task, at=link.at)
    return desks.load(begun, _unended(link.train)) if link.train else begun


def _unended(recipe: str) -> str:
    """Leave out where a training was stopped: it goes on to its end."""
    return recipe.partition("~to-")[0]


def put(new: Desk) -> None:
    """Lay something else on the desk."""
    st.session_state[DESK] = new


def choose_task(key: str) -> None:
    """Take the task that a widget names."""
    if (task := st.session_state[key]) in tasks():
        put(desks.choose_task(desk(), task))


def choose_cell(key: str) -> None:
    """Take the cell that a widget names."""
    if (cell := st.session_state[key]) in lc.CELLS:
        put(desks.set_cell(desk(), cell))


def choose_setting(name: str, key: str) -> None:
    """Take the value of one setting."""
    value: Any = st.session_state[key]
    try:
        put(desks.set_setting(desk(), name, value))
    except lc.LstmCoreError:
        pass  # a browser sends anything; a widget offers only what can be


def reset_settings() -> None:
    """Take the task's own settings again."""
    put(desks.load(desk(), desk().task))


def act(key: str) -> None:
    """Do what the film asks for: "train@120"."""
    what, _, at = str(st.session_state[key].do or "").partition("@")
    step = int(at) if at.isdecimal() and len(at) <= 6 else 0
    match what:
        case "pin":
            put(desks.pin(desk()))
        case "seed":
            put(desks.another_seed(desk(), Random().randrange(SEED_MAX + 1)))
        case "slow":
            put(desks.slowly(desk(), step))
        case "inside" | "effect":
            _carry(step, what)
        case _:
            pass


def _carry(step: int, page: str) -> None:
    """Take the network of the frame on show to another page."""
    film = reels.content(desk().shot)
    if film is None:
        return
    recipe, at, network = reels.network(film, step)
    trained.put(recipe, network)
    net = TASK + film.read.task
    seq = st.session_state.get(text_key(net), "")
    link = Link(lang=present_words().lang, net=net, seq=seq, train=recipe, at=at)
    adopt(link, ())
    st.session_state[GO] = page


def going() -> str:
    """Return once the page to which a network is taken."""
    return str(st.session_state.pop(GO, ""))


def choose_patient(name: str) -> None:
    """Lay the two films of a patient side by side."""
    if name in reels.patients():
        sick, cured = (reels.patient(name, state) for state in ("sick", "cured"))
        put(desks.choose_patient(desk(), name, sick, cured))


def load_patient(state: str) -> None:
    """Take the settings of the patient on show, sick or cured, to train them here."""
    if desk().patient in reels.patients():
        put(desks.load(desk(), reels.patient(desk().patient, state).recipe))


def train_again(recipe: str) -> None:
    """Lay a recipe on the desk whose network is not on this server any more."""
    task = lc.read_recipe(recipe).task
    put(desks.load(desks.first(task), _unended(recipe)))


def open_file(key: str) -> None:
    """Lay a film on the desk that somebody saved; what is wrong with a file becomes a sentence."""
    if not (upload := st.session_state.get(key)):
        return
    try:
        name, film = opened.put(upload.getvalue())
    except lc.LstmCoreError as error:
        say("refused", reason=str(error))
    else:
        put(desks.open_film(desk(), name, film.recipe))


def say(key: str, **values: str) -> None:
    """Keep a sentence to be said under the controls, once."""
    st.session_state[NOTE] = [*st.session_state.get(NOTE, []), (key, values)]


def said() -> list[Problem]:
    """Return once what has to be said."""
    return [Problem(f"film_form.notes.{k}", v) for k, v in st.session_state.pop(NOTE, [])]


def text(net: str, words: Words, otherwise: str) -> str:
    """Return the sequence that the films of a task read, the learner's own if there is one."""
    state = st.session_state
    key = text_key(net)
    return state.setdefault(key, words.get(f"networks.{net}.opening") or otherwise)
