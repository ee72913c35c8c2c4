"""A film that grows in bounded room. No Streamlit here.

When it is full, every other frame goes, and from then on frames come half as often. Frames are
numbered as they come; a reader asks for those from a number on, whatever went before.
"""

from dataclasses import replace
from typing import Any, Final

import numpy as np

import lstm_core as lc
from app.settings import SETTINGS

FRAMES_MIN: Final = 12  # that a film has, however large its network
ROOM: Final = 4_000_000  # bytes of a film
EVALUATIONS_MAX: Final = 2000


class GrowingFilm:
    """`film` is what there is of it: None before the first frame."""

    def __init__(self, film: lc.Film | None = None) -> None:
        self.film = film
        self._steps: list[int] = film.steps.tolist() if film else []  # of all frames, by number
        self._numbers = list(range(len(self._steps)))  # of those that are left
        self._spacing = 0.0  # steps from one frame to the next, at least
        self._held: lc.Film | None = None  # the newest frame, if it came too soon

    def add(self, more: lc.Film) -> None:
        """Add what a training has found since; all evaluations, and frames that are due."""
        last = self._steps[-1] if self._steps else -1
        due: list[int] = []
        for frame, step in enumerate(more.steps.tolist()):
            if last < 0 or step >= last + max(1, self._spacing):
                due.append(frame)
                last = step
        self._append(more.picked(due))
        newest = len(more) - 1
        self._held = None if newest in due else _without_evaluations(more.picked([newest]))

    def finish(self) -> None:
        """End with the newest frame, due or not: a film shows where its training stands."""
        if self._held:
            self._append(self._held)
        self._held = None

    def since(self, number: int) -> tuple[lc.Film | None, int]:
        """Return the frames from a number on, and the number that the next one will have.

        An evaluation comes with the first frame that is not before it.
        """
        film, after = self.film, len(self._steps)
        if film is None or number >= after:
            return None, after
        frames = [k for k, one in enumerate(self._numbers) if one >= number]
        before = self._steps[number - 1] if number > 0 else -1
        steps = film.arrays["eval.steps"]
        new = (steps > before) & (steps <= film.steps[-1])
        return _with_evaluations(film.picked(frames), film, new), after

    def _append(self, more: lc.Film) -> None:
        self._numbers += range(len(self._steps), len(self._steps) + len(more))
        self._steps += more.steps.tolist()
        film = more if self.film is None else self.film.joined(more)
        while len(film) > _room(film):
            frames = [*range(0, len(film) - 1, 2), len(film) - 1]
            film = film.picked(frames)
            self._numbers = [self._numbers[k] for k in frames]
            self._spacing = float(film.steps[-1] - film.steps[0]) / (len(film) - 1)
        count = len(film.arrays["eval.steps"])
        if count > EVALUATIONS_MAX:
            film = _with_evaluations(film, film, np.arange(count) % 2 == 1)
        self.film = film


def _room(film: lc.Film) -> int:
    """Say how many frames of this size a film may have."""
    size = sum(a[0].nbytes for name, a in film.arrays.items() if not name.startswith("eval."))
    return min(SETTINGS.frames, max(FRAMES_MIN, ROOM // size))


def _with_evaluations(film: lc.Film, of: lc.Film, some: Any) -> lc.Film:
    """Return a film with some of the evaluations of another one as its own."""
    chosen = {name: a[some] for name, a in of.arrays.items() if name.startswith("eval.")}
    return replace(film, arrays={**film.arrays, **chosen})


def _without_evaluations(film: lc.Film) -> lc.Film:
    return _with_evaluations(film, film, slice(0))
