"""The present state of a learner: the link that it amounts to, and how one is adopted.

The address is read here once a session, before any widget; from then on the component writes it
(docs/decisions/0002), and on a page without one the choice of a language. Widgets are seeded
through their keys, so that a link, a file and an example button all take the same road.
"""

from dataclasses import replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from app import i18n
from app.catalogue import every_network
from app.problems import Problem
from app.reading import here, limits, within
from app.share import Link, opening, read_link
from app.share_train import named
from lstm_core.history import History


def text_key(net: str) -> str:
    """Name the text field of a network: each one keeps its own sequence."""
    return f"seq_{net}"


def start() -> None:
    """Read the address once and seed every widget from it."""
    state = st.session_state
    if "start" not in state:
        query = {name: st.query_params.get_all(name) for name in st.query_params}
        link, problems = read_link(query, _browser_language())
        state.lang_before = link.lang
        adopt(link, problems)
        state.choices = 0  # of the examples
        state.tour = set(query) <= {"lang"}  # a link in a language is still a first visit
        state.brought = {} if state.tour else query
    elif "lang" not in state:
        state.lang = state.start.lang


def brought() -> dict[str, list[str]]:
    """Return once the query that the session began with, if it was a link to a state."""
    return st.session_state.pop("brought", {})


def _browser_language() -> str:
    return i18n.words((st.context.locale or "").split("-")[0].lower()).lang


def adopt(link: Link, problems: tuple[Problem, ...]) -> None:
    """Make a link the present state: all widgets, and the start values of the component."""
    state = st.session_state
    state.start, state.problems = link, problems
    state.history = History(present=link.edits)
    state.lang = link.lang
    for net in every_network():
        state.setdefault(text_key(net), opening(net, link.lang))
    _fill(link)


def _fill(link: Link) -> None:
    """Put a link into the widgets."""
    state = st.session_state
    state.net, state.size, state.seed, state.cell = choice(link), link.size, link.seed, link.cell
    if link.train:
        state.trained = link.train
    state[text_key(link.net)] = link.seq


def choice(link: Link) -> str:
    """Name a link's network among those that are offered: a trained one by its recipe."""
    return link.train or link.net


def trained_here() -> tuple[str, ...]:
    """Return the recipe of the learner's own trained network, () if there is none."""
    return (st.session_state.trained,) if "trained" in st.session_state else ()


def turn_to(page: str) -> None:
    """Carry the state over to another page: widgets of the same key are others there."""
    state = st.session_state
    if state.get("page") != page:
        _fill(state.start)
    state.page = page


def words() -> i18n.Words:
    """Return the words of the language that is chosen now."""
    return i18n.words(st.session_state.lang)


def forget_unreadable() -> i18n.Words:
    """Forget what widgets hold, but for typed texts; return the words to say sorry in.

    A hostile browser sends a list where a widget expects a text. Streamlit keeps it, and fails at
    it in every run from then on; there is no public way to take one value out again.
    """
    if context := get_script_run_ctx():
        state = context.session_state._state
        keys = state._key_id_mapper.id_key_mapping
        for kept in (state._new_widget_state, state._old_state):
            for name in list(kept):
                if name.startswith("$$") and not _typed(keys.get(name, "")):  # the id of a widget
                    del kept[name]
        st.session_state.page = ""  # `turn_to` fills the others
    return i18n.words(st.session_state.get("lang", _browser_language()))


def _typed(key: str) -> bool:
    """Tell whether a widget holds a text that somebody typed, or the language that was chosen."""
    try:
        value = st.session_state[key]
    except Exception:
        return False  # it cannot be read
    if not isinstance(value, str):
        return False
    return key.startswith("seq_") or (key == "lang" and i18n.words(value).lang == value)


def current() -> Link:
    """Return the present state as a link, every value within its limits.

    A browser can send what no widget offers. Step, unit and holds of the address end with its
    network and sequence.
    """
    state = st.session_state
    chosen = {name: state.get(name, getattr(state.start, name)) for name in limits()}
    net, train = named(str(chosen["net"]))
    if train not in (state.start.train, *trained_here()):
        train = ""
    at = state.start.at if train == state.start.train else -1
    chosen |= {"net": net, "train": train, "at": at}
    now = within(replace(state.start, lang=words().lang, **chosen))
    typed = state.get(text_key(now.net)) or ""
    now = replace(now, seq=typed if isinstance(typed, str) else now.seq)
    if now.network != state.start.network:  # another one starts with a history of its own
        state.history = History()
    now = replace(now, edits=state.history.present)
    if replace(now, lang=state.start.lang, edits=state.start.edits) != state.start:
        now = replace(now, t=0, u=-1, hold=())
        state.problems = ()
        first = state.start.net, opening(now.net, now.lang)
        state.tour = state.tour and (now.net, now.seq) == first
    state.start = now
    return now


def shown() -> tuple[Link, tuple[Problem, ...]]:
    """Return the present state with a network that is on this server, and what stands in for what.

    The state keeps the recipe of one that is not: it can be trained again.
    """
    return here(current())
