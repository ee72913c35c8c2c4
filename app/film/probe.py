"""The probe: one sequence that every frame of a film reads again, with what is right."""

from typing import Any, NamedTuple

import numpy as np

import lstm_core as lc
from lstm_core.arrays import Array
from lstm_core.tasks import Task


class Probe(NamedTuple):
    """A sequence with T steps of D numbers and the right output, (T, K), where it is asked."""

    tokens: tuple[str, ...]
    x: Array
    right: Array
    asked: Array


def probe(task: Task, run: lc.Run) -> Probe:
    """Take the sequence that a run has read, and what the task's own solver says to it."""
    tokens = tuple(token.text for token in run.tokens if token.symbol is not None)
    x = np.asarray(run.x, float)
    right = task.oracle(x[:, None, :])[:, 0] if len(x) else np.zeros((0, task.output_size))
    asked = np.ones(len(x))
    if not task.reads_all:
        asked[:-1] = 0.0
    return Probe(tokens, x, np.asarray(right, float), asked)


def spelled(task: Task, x: Array) -> list[str]:
    """Spell the rows of x (T, D) as a learner reads them: a token each."""
    if isinstance(task.tokens, lc.Numbers) or task.tokens is None:
        if task.tokens and task.tokens.form == "marked":
            return [f"{value:.2f}" + "*" * int(mark > 0) for value, mark in x]
        return ["".join(f"{value:.2f}" for value in row) for row in x]
    symbols = task.tokens.symbols
    return [symbols[int(row.argmax())] if row.any() else "" for row in x]


def events(task: Task, seen: Probe) -> list[int]:
    """Name the steps at which there is something to remember; [] where a task has no such thing."""
    if task.events is None or not len(seen.x):
        return []
    return [int(t) for t in np.flatnonzero(task.events(seen.x[:, None])[:, 0])]


def turns(task: Task, seen: Probe) -> dict[str, Any]:
    """Name the steps at which a counter goes up and those at which it comes down."""
    found: dict[str, Any] = {"up": [], "down": [], "upName": "", "downName": ""}
    if task.counted and isinstance(task.tokens, lc.Alphabet):
        for way, symbol in zip(("up", "down"), task.counted, strict=True):
            found[way] = [int(t) for t in np.flatnonzero(seen.x[:, symbol])]
            found[f"{way}Name"] = task.tokens.symbols[symbol]
    return found
