"""Edits of a learner: asked for, taken, undone. What they do is computed in results.py."""

from dataclasses import replace
from typing import Literal

import streamlit as st

from app import experiment as changes
from app import runs
from app.letters import unheard
from app.problems import Problem, Unusable
from app.reading import network
from app.session.present import current, shown
from lstm_core.history import History


def asked(key: str) -> object:
    """Return what a component was last asked to show; None before anything was."""
    return getattr(st.session_state.get(key), "look", None)


def take_edit(key: str) -> None:
    """Do what a component asks for: one edit as text, or those that the belt has sent."""
    asked = st.session_state[key].edit
    if isinstance(asked, str):
        edit(asked)
    for number, text in unheard(asked, heard(), shown()[0].network):
        st.session_state.heard = number
        if text:
            edit(text)


def heard() -> int:
    """Return the number of the last edit of the belt that was done, or refused."""
    return st.session_state.get("heard", 0)


def edit(text: str) -> None:
    """Do one edit, given as text, or let go of what is held; a bad one is said and not done."""
    st.session_state.close = True  # the form covers the picture; the next run closes it
    ready = network(*shown()[0].network)
    try:
        _take(changes.changed(st.session_state.history, text, ready))
    except Unusable as bad:
        st.session_state.problems = (changes.about(bad),)


def change(what: Literal["undo", "redo", "reset", "switch", "remove"], *place: int) -> None:
    """Go back or forward in the history, or change one of its lines."""
    current()  # another network begins with another history
    _take(getattr(st.session_state.history, what)(*place))


def _take(history: History) -> None:
    """Make a history the present one, if the network can really be run with it."""
    state = st.session_state
    done = runs.edited(shown()[0], history.present)
    if isinstance(done, Problem):
        state.problems = (replace(done, source="edit"),)
    else:
        state.history, state.problems = history, ()
