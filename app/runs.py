"""What is computed once for all learners: the only st.cache_*. Nobody's state is here: session/.

Keys are small and plain, and so are the links that they are taken from. What is kept is read-only,
and has a bound: in number, and where it can be large in bytes (bounded.py).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import streamlit as st

import lstm_core as lc
from app import experiment as changes
from app import i18n
from app.bounded import remembered
from app.problems import Problem
from app.reading import TEXT_MAX, Reading, cut, network
from app.settings import SETTINGS
from app.share import Link, opening
from lstm_core.history import Entries, History, entries_text, read_entries

RUN: Final = 1_500_000  # bytes that a run may have for its share: 500 steps of 30 units


@remembered(SETTINGS.runs, RUN)
def _run(net: str, seed: int, size: int, cell: str, train: str, seq: str) -> lc.Run:
    """Run a network over a sequence. The key is small and plain; the result is read-only."""
    ready = network(net, seed, size, cell, train)
    return ready.run(cut(ready, seq) or seq)


def run(link: Link) -> lc.Run:
    """Run the network of a link over its sequence, nothing edited."""
    return _run(*link.network, link.seq)


@remembered(SETTINGS.runs, RUN)
def _run_edited(
    net: str, seed: int, size: int, cell: str, train: str, seq: str, edits: str
) -> lc.Run | None:
    """Run an edited network, the edits given as text; None when the numbers exceed all bounds."""
    ready = network(net, seed, size, cell, train)
    on = History(present=read_entries(edits)).edits
    return changes.run_edited(ready, cut(ready, seq) or seq, on)


def edited(link: Link, entries: Entries) -> lc.Run | Problem:
    """Run a link's network with these edits, or say why it cannot be."""
    ready = network(*link.network)
    if edit := changes.misfit(entries, ready):
        return changes.about_misfit(edit, ready)
    link = replace(link, seq=link.seq[:TEXT_MAX])
    on = tuple(entry for entry in entries if entry.on)
    done = _run_edited(*link.network, link.seq, entries_text(on)) if on else run(link)
    return done or changes.too_large()


def fitted(link: Link, history: History) -> tuple[lc.Run, History, tuple[Problem, ...]]:
    """Run a link with a history, its held gates before it; what cannot be run is said and rests."""
    history, said = changes.with_held(history, link.hold)
    done = edited(link, history.present)
    if isinstance(done, Problem):  # edits of a link, or of another sequence
        history, problem = changes.without(history, done)
        return run(link), history, (*said, problem)
    return done, history, said


@st.cache_resource(max_entries=64, show_spinner=False)
def _marks(net: str, train: str, edits: str) -> lc.Marks | None:
    on = History(present=read_entries(edits, most=10_000)).edits
    try:
        return lc.examine(network(net, train=train), on)
    except lc.NumberError:
        return None


def marks(link: Link, edits: Iterable[lc.Edit]) -> lc.Marks | None:
    """Let a link's network sit its exam with these edits; None: its numbers exceed bounds."""
    lasting = (lc.Entry(edit) for edit in edits if not isinstance(edit, lc.ReplaceToken))
    return _marks(link.net, link.train, entries_text(tuple(lasting)))


def encore(link: Link) -> lc.Run | None:
    """Run the second sentence of the guided minutes, where the network has one."""
    text = i18n.words(link.lang).get(f"networks.{link.net}.encore")
    return run(replace(link, seq=text)) if text else None


def showcase(lang: str) -> Reading:
    """Read the opening of the first network, whatever the present state is."""
    link = Link(lang=lang, seq=opening(Link.net, lang))
    done = run(link)
    return Reading(link, done.network, done, None, False, "showcase", ())
