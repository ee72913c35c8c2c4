"""The trainings of a visitor: they run as jobs, and their films grow here. No Streamlit here.

studio = Studio(jobs())                       one for every visitor
training = studio.run("adding~seed-3")        from the start; or on from where one stands:
training = studio.run("adding~seed-3", training.name, "step")
training.pause(); training.film               the film up to now
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from time import monotonic
from typing import Any, Final, Literal
from weakref import WeakValueDictionary

import lstm_core as lc
from app import trained
from app.bounded import nbytes
from app.cluster import Cluster, ClusterWorker
from app.growing import ROOM, GrowingFilm
from app.jobs import Job, Jobs
from app.settings import SETTINGS
from app.slices import Span, train_slice
from app.workers import LocalWorker

ALONE_AT_FIRST: Final = 20.0  # seconds until somebody must watch
ALONE: Final = 1.0  # seconds that a training goes on after nobody watches any more
KEPT_MAX: Final = 3  # trainings of a visitor, the pinned one not counted

Far = Literal["start", "step", "epoch", "end"]

_all: WeakValueDictionary[str, "Training"] = WeakValueDictionary()


@cache
def jobs() -> Jobs:
    """Return the jobs of this server: done by a cluster if it has one, else by this machine."""
    if SETTINGS.scheduler:
        cluster = Cluster(SETTINGS.scheduler)
        workers = [ClusterWorker(cluster) for _ in range(SETTINGS.trainings)]
    else:
        workers = [LocalWorker(train_slice.__module__) for _ in range(SETTINGS.trainings)]
    return Jobs(workers, SETTINGS.queue)


def find(name: str) -> "Training | None":
    """Return a training by its name, which nobody guesses; None when nobody keeps it any more."""
    return _all.get(name)


class Training:
    """A training: the recipe that it follows, its film so far, and where it stands.

    With a `film` it is one that was made elsewhere: it can be looked at, and not go on.
    """

    def __init__(
        self, jobs: Jobs, owner: str, recipe: lc.Recipe, film: lc.Film | None = None
    ) -> None:
        self.name = secrets.token_urlsafe(12)
        self.recipe = replace(recipe, to=None)
        self.checkpoint: lc.Checkpoint | None = None
        self._growing = GrowingFilm(film)
        self._jobs, self._owner = jobs, owner
        self._job: Job | None = None
        self._heard, self._seconds, self._to = 0, 0.0, 0
        self._lock = threading.RLock()
        self._readers: set[Callable[[], None]] = set()
        self._alone_after = 0.0
        _all[self.name] = self

    @property
    def film(self) -> lc.Film | None:
        """The film so far; None before its first frame."""
        return self._growing.film

    @property
    def opened(self) -> bool:
        """Tell whether it was made elsewhere, if it was made as it says."""
        return self.film is not None and self.checkpoint is None

    @property
    def step(self) -> int:
        """The number of updates that were made."""
        if self.checkpoint:
            return self.checkpoint.step
        return int(self.film.steps[-1]) if self.film else 0

    @property
    def stopped(self) -> str:
        """Why it ended by itself; "" if it did not."""
        return self.film.stopped if self.film else ""

    @property
    def over(self) -> bool:
        """Tell whether it stands still."""
        return self._job is None or self._job.over

    # What a visitor asks for.

    def run(self, recipe: lc.Recipe, far: Far = "end") -> None:
        """Go on by a recipe that it can go on by. Raises Refused."""
        recipe = replace(recipe, to=None)
        to = _end(recipe.at(self.step), self.step, far)
        if not self.over:
            if self._job and (recipe, to) == (self.recipe, self._to):
                self._jobs.resume(self._job)  # it may be about to pause
                return
            self.cancel()
        with self._lock:
            self.recipe, self._to = recipe, to
            if self.stopped or (self.checkpoint and self.step >= to):
                return
            span = Span(self.recipe, self._to, self.checkpoint, self._seconds)
            self._alone_after = monotonic() + ALONE_AT_FIRST
            self._job = self._jobs.submit(self._owner, train_slice, span, self._changed)
            self._heard = 0

    def pause(self) -> None:
        """Stand still as soon as the slice that is being done has ended."""
        if self._job:
            self._jobs.pause(self._job)

    def cancel(self) -> None:
        """Stand still now."""
        if self._job:
            self._jobs.cancel(self._job)

    def goes_on_by(self, recipe: lc.Recipe) -> bool:
        """Tell whether what was trained here is the beginning of a recipe."""
        begun = self.checkpoint is not None or not self.over
        same = recipe.until(self.step) == self.recipe.until(self.step)
        return begun and same and not self.stopped

    def going_on(self, recipe: lc.Recipe) -> lc.Recipe:
        """Return a recipe with what was changed while this went on as changed where it stands."""
        mine = self.recipe
        started_alike = replace(recipe, changes=(), to=None) == replace(mine, changes=(), to=None)
        if self.checkpoint is None or self.goes_on_by(recipe) or not started_alike:
            return recipe
        return mine.changed(self.step, recipe.at(self.step))

    # What a reader of the film asks for.

    def watch(self, reader: Callable[[], None]) -> None:
        """Tell a reader, from another thread, whenever there is something new."""
        with self._lock:
            self._readers.add(reader)

    def leave(self, reader: Callable[[], None]) -> None:
        """Tell it no more."""
        with self._lock:
            self._readers.discard(reader)
            self._alone_after = monotonic() + ALONE

    def cancel_if_alone(self) -> None:
        """Stand still if nobody has watched for a while: that is how a closed tab ends it."""
        with self._lock:
            alone = not self._readers and monotonic() >= self._alone_after
        if alone and not self.over:
            self.cancel()

    def since(self, number: int) -> tuple[lc.Film | None, int]:
        """Return the film from a frame's number on, and the number that comes after it."""
        with self._lock:
            return self._growing.since(number)

    def status(self) -> dict[str, Any]:
        """Say how it stands, in plain values.

        `status` is that of its job, "done" without one; `place` in line, `step` and `to`, and where
        they are known steps `per_second` and seconds `left`, if nothing stops it before.
        """
        job, seconds = self._job, self._seconds
        found: dict[str, Any] = {"status": job.status if job else "done"}
        found |= {"step": self.step, "to": self._to}
        if job and job.status == "queued":
            found["place"] = max(1, self._jobs.place(job))
        if seconds:
            found |= {"per_second": 1 / seconds, "left": max(0, self._to - self.step) * seconds}
        return found

    # What the jobs report.

    def _changed(self) -> None:
        with self._lock:
            job = self._job
            if job is None:
                return
            over = job.over
            for number, piece in self._jobs.events(job, self._heard):
                self._heard = number
                self.checkpoint, self._seconds = piece.checkpoint, piece.seconds
                self._growing.add(piece.film)
            while job.kept and job.kept[0][0] <= self._heard:
                job.kept.popleft()  # a large film stands in the memory once
            if over:
                self._growing.finish()
            readers = list(self._readers)
        for reader in readers:
            reader()
        if over:
            self._put_where_links_find_it()
        self.cancel_if_alone()

    def _put_where_links_find_it(self) -> None:
        if film := self.film:
            recipe = film.read.until(int(film.steps[-1]))
            trained.put(lc.recipe_text(recipe), lc.TASKS[recipe.task].network(film.model()))


def _end(config: lc.TrainConfig, step: int, far: Far) -> int:
    """Return the step that lies so far from another one."""
    ends = {"start": 0, "step": step + 1, "end": config.steps}
    ends["epoch"] = (step // config.evaluate + 1) * config.evaluate
    return min(ends[far], config.steps)


class Studio:
    """The trainings of one visitor: one of them goes on at most, and `pinned` is the name of one.

    The last few are kept, and the pinned one whatever comes.
    """

    def __init__(self, jobs: Jobs) -> None:
        self.pinned = ""
        self._jobs, self._owner = jobs, secrets.token_urlsafe(12)
        self._trainings: OrderedDict[str, Training] = OrderedDict()
        jobs.warm_up()

    def run(self, recipe: str, name: str = "", far: Far = "end") -> Training:
        """Train by a recipe, on from where the training of that name stands if that is possible.

        Raises Refused when the line is full, and what `read_recipe` raises.
        """
        wanted = lc.read_recipe(recipe)
        training = self.find(name)
        wanted = training.going_on(wanted) if training else wanted
        if training is None or not training.goes_on_by(wanted):
            training = Training(self._jobs, self._owner, wanted)
        for other in self._trainings.values():
            if other is not training:
                other.cancel()
        training.run(wanted, far)
        return self._keep(training)

    def open(self, film: lc.Film) -> Training:
        """Show a film that was made elsewhere."""
        return self._keep(Training(self._jobs, self._owner, film.read, film))

    def find(self, name: str) -> Training | None:
        """Return a training of this visitor; None if it is not kept."""
        return self._trainings.get(name)

    def __iter__(self) -> Iterator[Training]:
        return iter(list(self._trainings.values()))

    def _keep(self, training: Training) -> Training:
        """Keep a training; those that were of use longest ago make room.

        Beside it and the pinned one, films keep together to what one film may have.
        """
        self._trainings[training.name] = training
        self._trainings.move_to_end(training.name)
        others = [one for one in self._trainings if one not in (self.pinned, training.name)]
        places, room = KEPT_MAX - (training.name != self.pinned), ROOM
        for name in reversed(others):
            places, room = places - 1, room - nbytes(self._trainings[name].film)
            if places < 0 or room < 0:
                del self._trainings[name]
        return training
