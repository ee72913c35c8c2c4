"""What a network is asked, and what it must answer: the exam that belongs to its task."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from .readout import Answer

Read = list[Any]
"""What was read: the keys of symbols, or rows of numbers where a network reads numbers."""

Judged = Callable[[Read], list[list[int]]]


def last_step(read: Read) -> list[list[int]]:
    """Judge a sequence by its last answer alone."""
    return [[len(read) - 1]]


def every_step(read: Read) -> list[list[int]]:
    """Judge a sequence as a whole: one wrong answer, or a word where silence is right, fails it."""
    return [list(range(len(read)))]


@dataclass(frozen=True)
class Exam:
    """How cases of a network's own task are drawn, and what is right: an exact oracle.

    `draw`    draws the text of a sequence, such that no one answer is right nearly always
    `right`   what the network must say after every step, in plain Python: no weight, no tanh
    `judged`  which steps count: groups of steps; a group is one case, right when all of its
              answers are
    """

    draw: Callable[[Random], str]
    right: Callable[[Read], Sequence[Answer]]
    judged: Judged = last_step
