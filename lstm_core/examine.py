"""Let a network sit the exam of its task, whole or with edits: what do they do to the job?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from random import Random
from typing import Any, NamedTuple

import numpy as np

from .alphabet import Alphabet, Token
from .arrays import Array
from .edits import Edit, ReplaceToken, listed
from .errors import NumberError, ShapeError, UnknownName
from .exam import Exam, Read
from .network import Network
from .numbers import Numbers
from .readout import Answer, Readout

SHOWN = 3  # wrong cases that Marks keep


class Failure(NamedTuple):
    """A case that was answered wrong.

    `text`      what was read; of a stream only the part that belongs to this case
    `step`      the first wrong answer came after this token of the text, 0-based
    `expected`  the right answer
    `got`       what was said; None is silence
    """

    text: str
    step: int
    expected: Answer
    got: Answer


@dataclass(frozen=True)
class Marks:
    """How an exam went.

    `cases`    how many were judged
    `right`    how many were answered right; a number is when its error is at most the read-out's
               tolerance
    `chance`   what one answer would reach at best if it were given whenever one is due
    `error`    mean absolute error of an answer that is a number, None for other answers
    `failures` the first few wrong cases
    """

    cases: int
    right: int
    chance: float
    error: float | None = None
    failures: tuple[Failure, ...] = ()

    @property
    def accuracy(self) -> float:
        """The share of cases that were answered right."""
        return self.right / self.cases


class _Case(NamedTuple):
    text: str
    before: int  # steps of the sequence that belong to earlier cases
    answers: slice  # where its judged answers lie in Paper.steps
    expected: tuple[Answer, ...]


class _Paper(NamedTuple):
    """All cases of an exam, side by side: what is read, and where the answers are looked up."""

    x: Array  # (T, B, D), zeros after the end of a sequence
    steps: Any  # (N,) whole: at which step each judged answer is given
    sequences: Any  # (N,) whole: in which of the B sequences
    cases: tuple[_Case, ...]
    chance: float


def examine(network: Network, edits: Iterable[Edit] = (), cases: int = 500, seed: int = 0) -> Marks:
    """Examine a network on seeded cases of its own task against an exact oracle.

    Same seed, same cases, with whatever edits. Those by step act at the same steps of every case;
    ReplaceToken means one text, not the cases, and is left out. A clamp at "mean" or "frozen" must
    be settled on a run beforehand (`settled`).

    Raises UnknownName for a network without an exam (its input is not random), NumberError,
    ShapeError for an unsettled clamp, and for a network that also reads from the right: cases of
    unlike length lie side by side, and what fills up the short ones would be read first.

    >>> import lstm_core as lc
    >>> held = lc.Clamp("f", value=1.0)
    >>> [lc.examine(lc.NETWORKS["latch"], edits).accuracy for edits in ([], [held])]
    [1.0, 0.496]
    """
    if network.exam is None or network.readout is None or network.tokens is None:
        raise UnknownName(f"network {network.name!r} has no exam: it has no random input to answer")
    if any(len(layer) > 1 for layer in network.layers):
        raise ShapeError("an exam needs a network that reads from the left only, got 2 directions")
    if cases < 1:
        raise NumberError(f"cases must be >= 1, got {cases} in examine")
    paper = _paper(network.exam, network.tokens, cases, seed)
    said = _answers(network, network.readout, paper, edits)
    return _marks(network.readout, paper, said)


@lru_cache(maxsize=32)
def _paper(exam: Exam, tokens: Alphabet | Numbers, cases: int, seed: int) -> _Paper:
    """Draw, read and lay out an exam once; it serves the run before an edit and all after it."""
    rng = Random(seed)
    rows, drawn, places = list[Array](), list[_Case](), list[tuple[int, int]]()
    while len(drawn) < cases:
        text = exam.draw(rng)
        read = tokens.read(text)
        sequence, before = _sequence(tokens, read), 0
        right, groups = exam.right(sequence), exam.judged(sequence)
        for group in groups[: cases - len(drawn)]:
            end = group[-1] + 1
            own = text if len(groups) == 1 else "".join(t.text for t in read[before:end])
            answers = slice(len(places), len(places) + len(group))
            drawn.append(_Case(own, before, answers, tuple(right[step] for step in group)))
            places += [(step, len(rows)) for step in group]
            before = end
        rows.append(tokens.encode(read))
    steps, sequences = np.array(places).T
    return _Paper(_side_by_side(rows), steps, sequences, tuple(drawn), _chance(drawn))


def _chance(cases: Sequence[_Case]) -> float:
    """Return the largest share of cases in which one answer alone is right wherever one is due."""
    alone = Counter[Answer]()
    for case in cases:
        due = {answer for answer in case.expected if answer is not None} or {None}
        if len(due) == 1:
            alone.update(due)
    return max(alone.values(), default=0) / len(cases)


def _sequence(tokens: Alphabet | Numbers, read: Sequence[Token]) -> Read:
    """Return what the oracle reads: keys of symbols, or rows of numbers."""
    if isinstance(tokens, Numbers):
        return [token.values for token in read]
    return [tokens.symbols[token.symbol] for token in read if token.symbol is not None]


def _side_by_side(rows: Sequence[Array]) -> Array:
    x = np.zeros((max(map(len, rows)), len(rows), rows[0].shape[1]))
    for k, one in enumerate(rows):
        x[: len(one), k] = one
    x.flags.writeable = False
    return x


def _answers(
    network: Network, readout: Readout, paper: _Paper, edits: Iterable[Edit]
) -> list[Answer]:
    """Run all cases as one batch and read the answers at the judged steps."""
    lasting = [edit for edit in listed(edits) if not isinstance(edit, ReplaceToken)]
    steps = network.run(paper.x, edits=lasting).traces[-1].steps
    h, c = steps.h, getattr(steps, "c", None)
    value = h if readout.source == "h" or c is None else c
    judged = value[paper.steps, paper.sequences]
    return [readout.decode(row, row) for row in judged.tolist()]


def _marks(readout: Readout, paper: _Paper, said: Sequence[Answer]) -> Marks:
    failures, right, off = list[Failure](), 0, list[float]()
    for text, before, answers, expected in paper.cases:
        got = said[answers]
        errors = [_error(*pair) for pair in zip(got, expected, strict=True)]
        off += errors
        wrong = next((k for k, one in enumerate(errors) if not one <= readout.tolerance), None)
        if wrong is None:
            right += 1
        elif len(failures) < SHOWN:
            step = int(paper.steps[answers][wrong]) - before
            failures.append(Failure(text, step, expected[wrong], got[wrong]))
    mean = sum(off) / len(off) if readout.kind == "number" else None
    return Marks(len(paper.cases), right, paper.chance, mean, tuple(failures))


def _error(got: Answer, expected: Answer) -> float:
    """Return how far a number is off; of other answers, 0 if they are the same and else inf."""
    if isinstance(got, float) and isinstance(expected, float):
        return abs(got - expected)
    return 0.0 if got == expected else inf
