"""What widgets and components call when somebody chooses something in them."""

from dataclasses import replace
from random import Random

import streamlit as st

from app import experiments, runs
from app.catalogue import every_network, networks
from app.files import read_file
from app.keyboard import typed, without_last
from app.problems import Problem
from app.reading import drawable, here, network
from app.session.present import adopt, text_key, words
from app.session.uploads import opened
from app.share import SEED_MAX, Link, opening
from app.share_train import named
from app.surprise import surprise

WITHOUT_PICTURE = ("", "networks", "teachers")  # pages whose address nothing else is written to
STORIES = "stories"  # the popover of the ready experiments: a choice closes it


def language_changed() -> None:
    """Let a text that is still the old language's opening follow into the new language."""
    state = st.session_state
    for net in every_network():
        if state.get(text_key(net)) == opening(net, state.lang_before):
            state[text_key(net)] = opening(net, state.lang)
    state.lang_before = state.lang
    if state.page in WITHOUT_PICTURE:  # else the component writes it, with all the rest
        st.query_params.lang = state.lang
    # Assigned anew, or the list goes on showing the name that it had in the other language.
    state.net = state.net


def choose_text(net: str, text: str) -> None:
    """Put an example into the text field of a network."""
    state = st.session_state
    state[text_key(net)] = text
    state.choices += 1


def examples_key() -> str:
    """Name the popover of the examples; after a choice it is another one, which is shut."""
    return f"examples_{st.session_state.choices}"


def surprise_me(net: str) -> None:
    """Put a sequence into the text field that was not there before."""
    state = st.session_state
    ready = network(net, state.seed, state.size)
    state[text_key(net)] = surprise(ready, words(), state[text_key(net)], Random())


def tap(net: str, token: str) -> None:
    """Append a token to the text of a network; "" takes the last one away."""
    state = st.session_state
    ready, text = network(net, state.seed, state.size), state[text_key(net)]
    state[text_key(net)] = typed(ready, text, token) if token else without_last(ready, text)


def take_wish(key: str) -> None:
    """Open the network that the component asks for (the last door of the guided minutes)."""
    state = st.session_state
    if (wish := state[key].wish) in networks():
        state.net = wish


def take_drawing(key: str) -> None:
    """Put what was drawn into the text field of its network, if it could have been typed there."""
    state = st.session_state
    net, _ = named(state.net)
    if net in every_network() and drawable(net, state[key].draw):
        state[text_key(net)] = state[key].draw


def open_network(key: str) -> None:
    """Make the opening of the network that the gallery names the present state."""
    state = st.session_state
    if (net := state[key].open) in networks():
        adopt(Link(lang=state.lang, net=net, seq=opening(net, state.lang)), ())
        state.tour = False


def open_experiment(name: str) -> None:
    """Make a ready experiment the present state."""
    state = st.session_state
    adopt(experiments.link(name, words().lang), ())
    state.tour = state[STORIES] = False


def begin_tour() -> None:
    """Make the opening of the first network the present state, and ask for its guided minutes."""
    state = st.session_state
    adopt(Link(lang=state.lang, seq=opening(Link.net, state.lang)), ())
    state.tour = state.tour_asked = True


def open_file(key: str) -> None:
    """Take the state out of an uploaded file; whatever is wrong with it becomes a sentence."""
    state = st.session_state
    if (content := opened(key)) is not None:
        link, problems = read_file(content, state.lang)
        refused = runs.edited(here(link)[0], link.edits) if link else None
        if isinstance(refused, Problem):
            state.problems = (replace(refused, source="file"),)
        elif link is None:
            state.problems = problems
        else:
            adopt(link, problems)
            state.lang_before, state.tour = link.lang, False
        state.choices += 1


def new_seed() -> None:
    """Take another network of the same size, drawn at random."""
    seed = st.session_state.seed + Random().randrange(1, SEED_MAX + 1)
    st.session_state.seed = seed % (SEED_MAX + 1)
