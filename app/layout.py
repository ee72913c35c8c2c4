"""Arrangement only: where things stand on a page, and how plain sentences are shown."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from app.i18n import Words
from app.problems import Problem

NOTICES_MAX = 4


def style() -> None:
    """Bring the one style sheet of the pages; the components bring their own."""
    st.html(Path(__file__).with_name("layout.css"))


def phone_menu(pages: Mapping[str, StreamlitPage], words: Words) -> None:
    """Repeat the menu as one row for phones, where Streamlit's own is a drawer that stays open.

    A title that is long for a phone has a short form.
    """
    with st.container(key="menu", horizontal=True, gap=None, wrap=False):
        for name, page in pages.items():
            st.page_link(page, label=words.get(f"page.{name}.short") or page.title, width="content")


def lead(sentence: str) -> None:
    """Open a page with the one sentence that says what it is."""
    with st.container(key="lead"):
        st.title(sentence, anchor=False)


def controls() -> DeltaGenerator:
    """Make the one row of controls; it wraps on a phone, where its style keeps it low."""
    return st.container(
        key="controls", horizontal=True, vertical_alignment="center", gap="xsmall", wrap=True
    )


def notices(problems: Sequence[Problem], words: Words) -> None:
    """Say under the controls what could not be done, one sentence each; mostly there is nothing.

    `st.text`, because a sentence may repeat what somebody typed: in Markdown a dollar sign would
    become a formula and a colon an icon.
    """
    if not problems:
        return
    with st.container(key="notices", gap=None):
        for problem in problems[:NOTICES_MAX]:
            st.text(problem.sentence(words))
        if len(problems) > NOTICES_MAX:
            st.text(words("notices.more", count=len(problems) - NOTICES_MAX))


def error(sentence: str, reason: object = "") -> None:
    """Show one translated sentence and a reason, which is code to Markdown and so stays text."""
    st.error(f"{sentence} `{str(reason).replace('`', 'ˋ')}`" if reason else sentence)
