"""The controls of the pages. Their values live in the session under their keys."""

import streamlit as st

from app import i18n, session
from app.catalogue import networks
from app.i18n import Words
from app.share import SEED_MAX, SIZE_MAX


def pick_network(words: Words) -> str:
    """Choose one of the networks."""
    chosen = st.segmented_control(
        words("widgets.network"),
        networks(),
        format_func=lambda name: words(f"networks.{name}.title"),
        key="net",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    return chosen or networks()[0]


def type_sequence(words: Words, net: str) -> None:
    """Type the sequence that a network reads. No `max_chars`: what is too long is cut and said."""
    st.text_input(
        words("widgets.sequence"),
        key=session.text_key(net),
        label_visibility="collapsed",
        placeholder=words("notices.empty"),
        autocomplete="off",
        persist_state="session",
    )


def pick_example(words: Words, net: str) -> None:
    """Take a ready sequence, or open a file with one that is too long for a link."""
    with (
        # Its state is tracked only so that a choice can close it: it covers the picture.
        st.popover(
            words("widgets.examples"),
            help=words("widgets.examples_help"),
            key=session.EXAMPLES,
            on_change="rerun",
        ),
        st.container(gap=None),
    ):
        opening = words(f"networks.{net}.opening")
        for number, text in enumerate((opening, *words.list(f"networks.{net}.examples"))):
            st.button(
                text.replace(" ", "\u00a0") or "␣",
                key=f"example_{net}_{number}",
                on_click=session.choose_text,
                args=(net, text),
                type="tertiary",
            )
        st.file_uploader(
            words("widgets.file"),
            type=["json"],
            key="file",
            help=words("widgets.file_help"),
            on_change=session.open_file,
            args=("file",),
            max_upload_size=1,
        )


def pick_random(words: Words) -> None:
    """Choose size and seed of the random network."""
    with st.popover(words("widgets.random"), help=words("widgets.random_help")):
        st.number_input(
            words("widgets.size"), 1, SIZE_MAX, key="size", step=1, persist_state="session"
        )
        st.number_input(
            words("widgets.seed"), 0, SEED_MAX, key="seed", step=1, persist_state="session"
        )


def pick_language(words: Words) -> None:
    """Choose the language; each one is called by its own name."""
    names = i18n.languages()
    st.segmented_control(
        words("widgets.language"),
        list(names),
        format_func=lambda code: names[code],
        key="lang",
        required=True,
        label_visibility="collapsed",
        on_change=session.language_changed,
        persist_state="session",
    )
