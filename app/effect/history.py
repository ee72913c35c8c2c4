"""What was done, one chip an edit, and the way back."""

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app import edit_words, session
from app.effect.form import change_something
from app.experiment import Experiment
from app.experiments import EXPERIMENTS, link
from app.i18n import Words
from app.widgets import plain, plain_sentence


def history(words: Words, now: Experiment) -> DeltaGenerator:
    """Show the row of what can be done, and what was; return the place of the results bar."""
    st.html(Path(__file__).with_name("row.css"))
    with st.container(key="effect", horizontal=True, vertical_alignment="center", gap="xsmall"):
        change_something(words, now)
        _stories(words)
        if now.link.net == "random":
            st.button(
                words("effect.new_seed"),
                key="new_seed",
                help=words("effect.new_seed_help"),
                on_click=session.new_seed,
            )
        with st.container(key="edits", horizontal=True, gap="xsmall", wrap=False):
            _chips(words, now)
        _go("undo", _signed("↶", words("effect.undo")), bool(now.history.past))
        _go("redo", _signed("↷", words("effect.redo")), bool(now.history.future))
        _go("reset", words("effect.reset"), bool(now.history.present), words("effect.reset_help"))
        place = st.container(key="job")
    _story(words, now)
    return place


def _stories(words: Words) -> None:
    """Offer the ready experiments; a click makes one the present state."""
    popover = st.popover(words("effect.stories"), key=session.STORIES, on_change="rerun")
    if not popover.open:
        return
    with popover, st.container(gap=None):
        for name in EXPERIMENTS:
            st.button(
                plain(words(f"effect.experiments.{name}.title")),
                key=f"story_{name}",
                on_click=session.open_experiment,
                args=(name,),
                type="tertiary",
            )


def _story(words: Words, now: Experiment) -> None:
    """Ask what will happen, where this is a ready experiment; the answer is one tap away."""
    shown = (now.link.net, now.link.seq, now.link.edits)
    for name in EXPERIMENTS:
        ask, happens = (
            plain_sentence(words(f"effect.experiments.{name}.{part}"))
            for part in ("ask", "happens")
        )
        story = link(name, words.lang)
        if shown == (story.net, story.seq, story.edits):
            with st.container(key="story", horizontal=True, vertical_alignment="center"):
                st.markdown(ask, width="content")
                with st.popover(words("effect.happens"), type="tertiary"):
                    st.markdown(happens)
            return


def _chips(words: Words, now: Experiment) -> None:
    if not now.history.present:
        st.caption(words("effect.invitation"))
    for n, entry in reversed(list(enumerate(now.history.present))):  # the newest is in sight
        sentence = plain_sentence(edit_words.sentence(entry.edit, now.network, words))
        with st.container(key=f"chip_{n}", horizontal=True, gap=None, wrap=False, width="content"):
            st.checkbox(
                sentence,
                key=f"{session.ENTRY}{n}",
                on_change=session.change,
                args=("switch", n),
            )
            st.button(
                _signed("✕", words("effect.remove", sentence=sentence)),
                key=f"remove_{n}",
                on_click=session.change,
                args=("remove", n),
                type="tertiary",
            )


def _go(
    what: Literal["undo", "redo", "reset"], label: str, can: bool, help: str | None = None
) -> None:
    st.button(label, key=what, help=help, disabled=not can, on_click=session.change, args=(what,))


def _signed(sign: str, name: str) -> str:
    """Label a button by a sign; its name, in italics, is for a screen reader only (row.css)."""
    return f"{sign} *{name}*"
