"""What a learner's session remembers: the only st.session_state. What is computed: runs.py.

The address is read here once a session, before any widget; from then on the component alone writes
it (docs/decisions/0002). Widgets are seeded through their keys, so that a link, a file and an
example button all take the same road.
"""

from dataclasses import replace
from random import Random
from typing import Literal

import streamlit as st

import lstm_core as lc
from app import experiment as changes
from app import experiments, i18n, runs
from app.catalogue import networks
from app.files import read_file
from app.keyboard import typed, without_last
from app.letters import unheard
from app.problems import Problem, Unusable
from app.reading import (
    LIMITS,
    TEXT_MAX,
    Mode,
    Reading,
    about,
    drawable,
    holdable,
    network,
    within,
)
from app.share import SEED_MAX, Link, clip, opening, read_link
from app.surprise import surprise
from lstm_core.history import History

EXAMPLES, CHANGE, STORIES = "examples", "change", "stories"  # popovers that a choice closes
ENTRY = "entry_"  # before the number of a line of the history: the key of its switch


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
        _adopt(link, problems)
        state.tour = set(query) <= {"lang"}  # a link in a language is still a first visit
        state.brought = {} if state.tour else query


def brought() -> dict[str, list[str]]:
    """Return once the query that the session began with, if it was a link to a state."""
    return st.session_state.pop("brought", {})


def _browser_language() -> str:
    return i18n.words((st.context.locale or "").split("-")[0].lower()).lang


def _adopt(link: Link, problems: tuple[Problem, ...]) -> None:
    """Make a link the present state: all widgets, and the start values of the component."""
    state = st.session_state
    state.start, state.problems = link, problems
    state.history = History(present=link.edits)
    state.lang = link.lang
    for net in networks():
        state.setdefault(text_key(net), opening(net, link.lang))
    _fill(link)


def _fill(link: Link) -> None:
    """Put a link into the widgets."""
    state = st.session_state
    state.net, state.size, state.seed, state.cell = link.net, link.size, link.seed, link.cell
    state[text_key(link.net)] = link.seq


def turn_to(page: str) -> None:
    """Carry the state over to another page: widgets of the same key are others there."""
    state = st.session_state
    if state.get("page") != page:
        _fill(state.start)
    state.page = page


def words() -> i18n.Words:
    """Return the words of the language that is chosen now."""
    return i18n.words(st.session_state.lang)


# What widgets call when they change.


def language_changed() -> None:
    """Let a text that is still the old language's opening follow into the new language."""
    state = st.session_state
    for net in networks():
        if state.get(text_key(net)) == opening(net, state.lang_before):
            state[text_key(net)] = opening(net, state.lang)
    state.lang_before = state.lang
    # Assigned anew, or the list goes on showing the name that it had in the other language.
    state.net = state.net


def choose_text(net: str, text: str) -> None:
    """Put an example into the text field of a network."""
    st.session_state.update({text_key(net): text, EXAMPLES: False})


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
    if state.net in networks() and drawable(state.net, state[key].draw):
        state[text_key(state.net)] = state[key].draw


def open_network(key: str) -> None:
    """Make the opening of the network that the gallery names the present state."""
    state = st.session_state
    if (net := state[key].open) in networks():
        _adopt(Link(lang=state.lang, net=net, seq=opening(net, state.lang)), ())
        state.tour = False


def open_experiment(name: str) -> None:
    """Make a ready experiment the present state."""
    state = st.session_state
    _adopt(experiments.link(name, state.lang), ())
    state.tour = state[STORIES] = False


def begin_tour() -> None:
    """Make the opening of the first network the present state, and ask for its guided minutes."""
    state = st.session_state
    _adopt(Link(lang=state.lang, seq=opening(Link.net, state.lang)), ())
    state.tour = state.tour_asked = True


def open_file(key: str) -> None:
    """Take the state out of an uploaded file; whatever is wrong with it becomes a sentence."""
    state = st.session_state
    if upload := state.get(key):
        link, problems = read_file(upload.getvalue(), state.lang)
        refused = runs.edited(link, link.edits) if link else None
        if isinstance(refused, Problem):
            state.problems = (replace(refused, source="file"),)
        elif link is None:
            state.problems = problems
        else:
            _adopt(link, problems)
            state.lang_before, state.tour = link.lang, False
        state[EXAMPLES] = False


# The present state.


def current() -> Link:
    """Return the present state as a link, every value within its limits.

    A browser can send what no widget offers. Step, unit and holds of the address end with its
    network and sequence.
    """
    state = st.session_state
    chosen = {name: state.get(name, getattr(state.start, name)) for name in LIMITS}
    now = within(replace(state.start, lang=words().lang, **chosen))
    now = replace(now, seq=state.get(text_key(now.net)) or "")
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


# Computing.


def reading() -> Reading:
    """Read the present sequence with the present network; edits wait for their own page."""
    link, done, said = _present()
    view = link.view if link.view != "weights" else "machine"
    link = replace(link, edits=(), view=view)
    state = st.session_state
    tour = state.tour and link.net == networks()[0]  # still a bare first visit
    # Said once: somebody asked for the guided minutes, in a browser that has seen them too.
    mode: Mode = "tour" if state.pop("tour_asked", False) else ""
    return Reading(link, done.network, done, runs.encore(link), tour, mode, said)


def _present() -> tuple[Link, lc.Run, tuple[Problem, ...]]:
    """Run the present state without its edits; what does not fit it is said."""
    state = st.session_state
    typed = current()
    link = replace(typed, seq=typed.seq[:TEXT_MAX])
    done = runs.run(link)
    ready = done.network
    link, misfits = clip(link, steps=len(done.x), units=ready.hidden_size, signals=holdable(ready))
    state.problems += misfits
    state.start = replace(link, seq=typed.seq)
    return link, done, (*about(typed.seq, ready, done, words()), *state.problems)


def experiment() -> changes.Experiment:
    """Run the present state with its edits; gates that a link holds are edits here."""
    state = st.session_state
    link, baseline, said = _present()
    done, state.history, more = runs.fitted(link, state.history)
    state.start = replace(state.start, hold=())
    state.problems, said = (*state.problems, *more), (*said, *more)
    state[CHANGE] = not state.pop("close", False) and state.get(CHANGE, False)
    for n, entry in enumerate(state.history.present):
        state[f"{ENTRY}{n}"] = entry.on
    link = replace(link, hold=(), edits=state.history.present)
    return changes.Experiment(link, baseline.network, done, baseline, state.history, said)


def asked(key: str) -> object:
    """Return what a component was last asked to show; None before anything was."""
    return getattr(st.session_state.get(key), "look", None)


def take_edit(key: str) -> None:
    """Do what a component asks for: one edit as text, or those that the belt has sent."""
    asked = st.session_state[key].edit
    if isinstance(asked, str):
        edit(asked)
    for number, text in unheard(asked, heard(), current().network):
        st.session_state.heard = number
        if text:
            edit(text)


def heard() -> int:
    """Return the number of the last edit of the belt that was done, or refused."""
    return st.session_state.get("heard", 0)


def edit(text: str) -> None:
    """Do one edit, given as text, or let go of what is held; a bad one is said and not done."""
    st.session_state.close = True  # the form covers the picture; the next run closes it
    ready = network(*current().network)
    try:
        _take(changes.changed(st.session_state.history, text, ready))
    except Unusable as bad:
        st.session_state.problems = (changes.about(bad),)


def new_seed() -> None:
    """Take another network of the same size, drawn at random."""
    seed = st.session_state.seed + Random().randrange(1, SEED_MAX + 1)
    st.session_state.seed = seed % (SEED_MAX + 1)


def change(what: Literal["undo", "redo", "reset", "switch", "remove"], *place: int) -> None:
    """Go back or forward in the history, or change one of its lines."""
    current()  # another network begins with another history
    _take(getattr(st.session_state.history, what)(*place))


def _take(history: History) -> None:
    """Make a history the present one, if the network can really be run with it."""
    state = st.session_state
    done = runs.edited(current(), history.present)
    if isinstance(done, Problem):
        state.problems = (replace(done, source="edit"),)
    else:
        state.history, state.problems = history, ()
