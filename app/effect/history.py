"""What was done, one chip an edit, and the way back."""

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app import edit_words, session
from app.effect.form import change_something
from app.experiment import Experiment
from app.i18n import Words
from app.widgets import plain


def history(words: Words, now: Experiment) -> DeltaGenerator:
    """Show the row of what can be done, and what was; return the place of the results bar."""
    st.html(Path(__file__).with_name("effect.css"))
    with st.container(key="effect", horizontal=True, vertical_alignment="center", gap="xsmall"):
        change_something(words, now)
        if now.link.net == "random":
            st.button(
                words("effect.new_seed"),
                key="new_seed",
                help=words("effect.new_seed_help"),
                on_click=session.new_seed,
            )
        with st.container(key="edits", horizontal=True, gap="xsmall", wrap=False):
            _chips(words, now)
        _go("undo", words, bool(now.history.past))
        _go("redo", words, bool(now.history.future))
        _go("reset", words, bool(now.history.present), words("effect.reset_help"))
        return st.container(key="job")


def _chips(words: Words, now: Experiment) -> None:
    if not now.history.present:
        st.caption(words("effect.invitation"))
    for n, entry in enumerate(now.history.present):
        sentence = plain(edit_words.sentence(entry.edit, now.network, words))
        with st.container(key=f"chip_{n}", horizontal=True, gap=None, wrap=False, width="content"):
            st.checkbox(
                sentence,
                key=f"{session.ENTRY}{n}",
                on_change=session.change,
                args=("switch", n),
            )
            st.button(
                f"✕ *{words('effect.remove', sentence=sentence)}*",
                key=f"remove_{n}",
                on_click=session.change,
                args=("remove", n),
                type="tertiary",
            )


def _go(
    what: Literal["undo", "redo", "reset"], words: Words, can: bool, help: str | None = None
) -> None:
    st.button(
        words(f"effect.{what}"),
        key=what,
        help=help,
        disabled=not can,
        on_click=session.change,
        args=(what,),
    )
