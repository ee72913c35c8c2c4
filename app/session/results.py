"""The present state, run: what the pages draw."""

from dataclasses import replace

import streamlit as st

import lstm_core as lc
from app import experiment as changes
from app import runs
from app.catalogue import networks
from app.problems import Problem
from app.reading import TEXT_MAX, Mode, Reading, about, here, holdable
from app.session.present import current, words
from app.share import Link, clip

CHANGE = "change"  # the popover of the form: an edit closes it
ENTRY = "entry_"  # before the number of a line of the history: the key of its switch


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
    link, gone = here(typed)
    link = replace(link, seq=link.seq[:TEXT_MAX])
    done = runs.run(link)
    ready = done.network
    link, misfits = clip(link, steps=len(done.x), units=ready.hidden_size, signals=holdable(ready))
    state.problems += misfits
    state.start = replace(typed, t=link.t, u=link.u, hold=link.hold)
    said = about(typed.seq if link.net == typed.net else link.seq, ready, done, words())
    return link, done, (*gone, *said, *state.problems)


def experiment() -> changes.Experiment:
    """Run the present state with its edits; gates that a link holds are edits here."""
    state = st.session_state
    link, baseline, said = _present()
    done, state.history, more = runs.fitted(link, state.history)
    state.start = replace(state.start, hold=())
    state.problems, said = (*state.problems, *more), (*said, *more)
    state[CHANGE] = not state.pop("close", False) and state.get(CHANGE) is True
    for n, entry in enumerate(state.history.present):
        state[f"{ENTRY}{n}"] = entry.on
    link = replace(link, hold=(), edits=state.history.present)
    return changes.Experiment(link, baseline.network, done, baseline, state.history, said)
