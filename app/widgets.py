"""The controls of the pages. Their values live in the session under their keys."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import streamlit as st

from app import i18n, layout, session
from app.catalogue import CELLS, TASK, every_network, networks
from app.i18n import Words
from app.keyboard import keys
from app.problems import Problem
from app.reading import network
from app.session import film as films
from app.settings import SETTINGS
from app.share import SEED_MAX, SIZE_MAX
from app.share_train import named
from lstm_core.training.recipe import read_recipe

ROOT = Path(__file__).resolve().parents[1]
DOORS = {"minute": "inside", "explore": "networks", "teach": "teachers"}


def plain(text: str) -> str:
    """Keep Markdown from reading a label: "-" would be a list and "$" a formula."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def plain_sentence(text: str) -> str:
    """Keep Markdown out of a sentence that begins with a word; other signs stay bare.

    Streamlit gives a checkbox its label as it stands for a name, backslashes and all.
    """
    return re.sub(r"([\\`*_\[\]<>$~|&]|:(?=\S))", r"\\\1", text)


def go_to(page: str) -> None:
    """Turn to another page without loading anything anew."""
    st.switch_page(ROOT / "pages" / f"{page}.py")


def go_on(page: str) -> None:
    """Turn to the page that something was taken to; "" is nowhere."""
    if page:
        go_to(page)


def pick_door(words: Words) -> None:
    """Offer the three ways in; the first one starts the guided minutes."""
    with st.container(key="doors", horizontal=True, gap="medium"):
        for door, page in DOORS.items():
            title, text = (words(f"page.home.doors.{door}.{part}") for part in ("title", "text"))
            pressed = st.button(
                f"**{title}** {text}",
                key=f"door_{door}",
                width="stretch",
                on_click=session.begin_tour if door == "minute" else None,
            )
            if pressed:
                go_to(page)


def choose_reading(words: Words) -> None:
    """Choose a network and what it reads: the controls above every picture of a run."""
    with layout.controls():
        net = pick_network(words)
        type_sequence(words, net)
        pick_example(words, net)
        surprise_me(words, net)
        if net == "random":
            pick_random(words)
    tap_tokens(words, net)


def pick_network(words: Words) -> str:
    """Choose one of the networks: the learner's own trained one, if there is one, comes first."""
    chosen = st.selectbox(
        words("widgets.network"),
        (*session.trained_here(), *every_network()),
        format_func=lambda choice: _title(choice, words),
        key="net",
        label_visibility="collapsed",
        width=200,
        persist_state="session",
    )
    return named(chosen)[0] if chosen else networks()[0]


def _title(choice: str, words: Words) -> str:
    """Call a network by its title, a trained one by its task and the step at which it stands."""
    net, train = named(choice)
    title = words(f"networks.{net}.title")
    if train:
        step = read_recipe(train).to
        return words("widgets.trained_here", title=title, step="…" if step is None else f"{step:,}")
    return words("widgets.trained", title=title) if net.startswith(TASK) else title


def notices(problems: Sequence[Problem], words: Words) -> None:
    """Say what could not be done; a network that is gone can be trained again."""
    layout.notices(problems, words)
    for problem in problems:
        if problem.train and st.button(
            words("notices.again"), key="again", on_click=films.train_again, args=(problem.train,)
        ):
            go_to("film")


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
        # It covers the picture, so a choice closes it: the next one has another key, and is shut.
        st.popover(
            words("widgets.examples"),
            help=words("widgets.examples_help"),
            key=session.examples_key(),
        ),
        st.container(gap=None),
    ):
        opening = words(f"networks.{net}.opening")
        for number, text in enumerate((opening, *words.list(f"networks.{net}.examples"))):
            st.button(
                plain(text.replace(" ", "\u00a0")) or "␣",
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


def surprise_me(words: Words, net: str) -> None:
    """Draw another sequence for this network."""
    st.button(
        words("widgets.surprise"),
        key="surprise",
        help=words("widgets.surprise_help"),
        on_click=session.surprise_me,
        args=(net,),
    )


@cache
def _keys(net: str, words: Words) -> tuple[str, ...]:
    return keys(network(net, 0, 1), words)


def tap_tokens(words: Words, net: str) -> None:
    """Build a sequence by taps: a phone's own keyboard hides half of the picture."""
    tokens = _keys(net, words)
    if not tokens:
        return
    with st.container(key="chips", horizontal=True, gap="xsmall", wrap=False):
        for number, token in enumerate(tokens):
            st.button(plain(token), key=f"tap_{number}", on_click=session.tap, args=(net, token))
        st.button(
            f"⌫ *{words('widgets.remove')}*", key="tap_remove", on_click=session.tap, args=(net, "")
        )


def pick_random(words: Words) -> None:
    """Choose cell, size and seed of the random network."""
    with st.popover(words("widgets.random"), help=words("widgets.random_help")):
        st.segmented_control(
            words("widgets.cell"),
            CELLS,
            format_func=lambda cell: words(f"cells.names.{cell}"),
            key="cell",
            required=True,
            persist_state="session",
        )
        most = SETTINGS.hidden_size
        st.number_input(
            words("widgets.size"),
            1,
            most,
            key="size",
            step=1,
            help=words("widgets.size_server", limit=most) if most < SIZE_MAX else None,
            persist_state="session",
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
