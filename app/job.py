"""A job: long work, slice after slice, as whoever asked for it keeps it (jobs.py does it)."""

import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from app.workers import Work

Status = Literal["queued", "running", "paused", "done", "cancelled", "lost", "away", "failed"]
"""`lost`: the worker was killed; `away`: none could be had; `failed`: the work raised an error."""
OVER: Final = frozenset[Status]({"paused", "done", "cancelled", "lost", "away", "failed"})

EVENTS_MAX: Final = 8  # events of a job that are kept: a listener hears of each in time


class Refused(Exception):
    """A job is not taken; `reason` is "full", "owner" (who has one already) or "closed"."""

    def __init__(self, reason: Literal["full", "owner", "closed"]) -> None:
        super().__init__(reason)
        self.reason: Final = reason


@dataclass(eq=False)
class Job:
    """A job, as whoever submitted it keeps it; what is over is remembered by nobody else.

    `state` is the one to go on from: it survives the end, the worker's death too.
    """

    owner: str
    work: Work
    state: Any
    listener: Callable[[], None] = lambda: None
    status: Status = "queued"
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    since: float = 0.0  # when its turn began
    pausing: bool = False
    count: int = 0
    kept: deque[tuple[int, Any]] = field(default_factory=lambda: deque(maxlen=EVENTS_MAX))

    @property
    def over(self) -> bool:
        """Tell whether nothing more will happen, unless it is resumed."""
        return self.status in OVER
