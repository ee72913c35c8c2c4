"""Long work off the web process: slice after slice, one job an owner, the others in line.

A job is a function and a state. A worker (workers.py) calls `work(state)`, which returns in 0.25 s
or less the state to go on from, None at the end, and an event that tells what happened. Between two
slices a job can be paused or cancelled and others can have their turn; a worker that is killed
costs one slice. No Streamlit here.

    jobs = Jobs([LocalWorker(), LocalWorker()])
    job = jobs.submit("ann", work, state)
    for number, event in jobs.events(job, after=0): …
    jobs.cancel(job)
"""

import logging
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, Final

from app.job import Job, Refused, Status
from app.workers import Unreachable, Work, Worker

TURN: Final = 10.0  # seconds after which a job goes behind those that wait
GRACE: Final = 0.35  # seconds that the slice of a cancelled job may still take

_LOG = logging.getLogger(__name__)


@dataclass(eq=False)
class _Slot:
    worker: Worker
    job: Job | None = None
    overdue: float | None = None  # when the worker is killed
    killed: bool = False


class Jobs:
    """All jobs of a server. Every method but `close` returns at once, in whatever thread.

    What is done with workers is done in one thread of its own, in the order in which it came.
    """

    def __init__(self, workers: Sequence[Worker], line_max: int = 60, turn: float = TURN):
        self._slots = [_Slot(worker) for worker in workers]
        self._line: deque[Job] = deque()
        self._line_max, self._turn = line_max, turn
        self._lock = threading.RLock()
        self._inbox: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False
        self.ended: Counter[Status] = Counter()  # how many jobs stood still or ended, and how
        self.slices_done = 0

    # What is asked of it.

    def submit(
        self, owner: str, work: Work, state: Any, listener: Callable[[], None] = lambda: None
    ) -> Job:
        """Put a job in line. `listener` is called, in another thread, whenever it has changed.

        Raises Refused.
        """
        self._enter(job := Job(owner, work, state, listener))
        return job

    def resume(self, job: Job) -> None:
        """Put a job that is over in line again, with the state that it had. Raises Refused."""
        job.pausing = False
        if job.over:
            self._enter(job)

    def events(self, job: Job, after: int = 0) -> list[tuple[int, Any]]:
        """Return what happened after an event of that number; the first one has number 1."""
        with self._lock:
            return [one for one in job.kept if one[0] > after]

    def place(self, job: Job) -> int:
        """Return the place in line, 1 for the next one; 0 if it does not wait."""
        with self._lock:
            return self._line.index(job) + 1 if job in self._line else 0

    def pause(self, job: Job) -> None:
        """Begin no further slice; the present one is finished, and its event arrives."""
        with self._lock:
            if job.status == "running":
                job.pausing = True
                return
        self._leave(job, "paused")

    def cancel(self, job: Job) -> None:
        """End a job now; what its slice finds is thrown away."""
        self._leave(job, "cancelled")

    def running(self) -> int:
        """Return how many workers have something to do."""
        with self._lock:
            return sum(slot.job is not None for slot in self._slots)

    def waiting(self) -> int:
        """Return how many jobs wait in line."""
        return len(self._line)

    def warm_up(self) -> None:
        """Start the workers before the first job needs one."""
        with self._lock:
            if self._thread is None and not self._closed:
                self._tell(self._renew)

    def stop(self) -> None:
        """End all jobs; from now on every job is refused."""
        with self._lock:
            self._closed = True
            jobs = [*self._line, *(slot.job for slot in self._slots if slot.job)]
        for job in jobs:
            self.cancel(job)

    def close(self) -> None:
        """End all jobs, then the workers; returns when they are gone."""
        self.stop()
        if self._thread:
            self._inbox.put(None)
            self._thread.join()

    # Coming and going.

    def _enter(self, job: Job) -> None:
        with self._lock:
            if self._closed:
                raise Refused("closed")
            at_work = [*self._line, *(slot.job for slot in self._slots if slot.job)]
            if any(one.owner == job.owner and not one.over for one in at_work):
                raise Refused("owner")
            if len(self._line) >= self._line_max + sum(not slot.job for slot in self._slots):
                raise Refused("full")
            job.status, job.pausing = "queued", False
            self._line.append(job)
            self._tell(self._dispatch)

    def _leave(self, job: Job, status: Status) -> None:
        with self._lock:
            if job.over:
                return
            job.status = status
            self.ended[status] += 1
            if job in self._line:
                self._line.remove(job)
            for slot in self._slots:
                if slot.job is job:  # nobody's until its slice has ended
                    slot.job = Job("", job.work, None, status=status)
                    slot.overdue = monotonic() + GRACE
            self._tell(lambda: None)  # look at the clock
        self._notify(job)

    def _notify(self, job: Job) -> None:
        try:
            job.listener()
        except Exception:
            _LOG.exception("A listener failed")

    # The thread.

    def _tell(self, message: Callable[[], None]) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
            self._thread.start()
        self._inbox.put(message)

    def _run(self) -> None:
        while True:
            try:
                message = self._inbox.get(timeout=self._patience())
                if message is None:
                    break
                message()
            except Empty:
                self._kill_overdue()
            except Exception:
                _LOG.exception("The jobs' thread met an error")
        self._stop()

    def _patience(self) -> float | None:
        """Return the seconds until a worker is killed that does not stop by itself."""
        due = [slot.overdue for slot in self._slots if slot.overdue is not None]
        return max(0.0, min(due) - monotonic()) if due else None

    def _kill_overdue(self) -> None:
        for slot in self._slots:
            if slot.overdue is not None and slot.overdue <= monotonic():
                slot.overdue, slot.killed = None, True
                slot.worker.kill()

    def _renew(self) -> None:
        for slot in self._slots:
            slot.worker.renew()

    def _stop(self) -> None:
        for slot in self._slots:
            if slot.job:
                slot.worker.kill()
            slot.worker.close()

    def _dispatch(self) -> None:
        """Give every idle worker the next job in line."""
        for slot in self._slots:
            with self._lock:
                if slot.job or not self._line:
                    continue
                job = slot.job = self._line.popleft()
                job.status, job.since = "running", monotonic()
            self._notify(job)
            self._begin(slot, job)

    def _begin(self, slot: _Slot, job: Job) -> None:
        def ended(future: Future[tuple[Any, Any]]) -> None:
            self._inbox.put(lambda: self._end(slot, job, future))

        try:
            future = slot.worker.submit(job.work, job.state)
        except Exception as error:  # no worker can be had
            future = Future[tuple[Any, Any]]()
            future.set_exception(error)
        future.add_done_callback(ended)

    def _end(self, slot: _Slot, job: Job, future: Future[tuple[Any, Any]]) -> None:
        """Take what a slice has found, and go on with the job or with the next one."""
        again = False
        with self._lock:
            slot.overdue = None
            ours = slot.job is job  # else it was cancelled
            status = self._outcome(job, future, ours)
            if ours:
                job.status = status
                if job.over:
                    self.ended[status] += 1
                again = status == "running" and (
                    not self._line or monotonic() - job.since < self._turn
                )
            if not again:
                slot.job = None
            if ours and status == "running" and not again:
                job.status = "queued"
                self._line.append(job)
        if status == "lost" or slot.killed:
            slot.worker.renew()
            slot.killed = False
        self._notify(job)
        if again:
            self._begin(slot, job)
        self._dispatch()

    def _outcome(self, job: Job, future: Future[tuple[Any, Any]], ours: bool) -> Status:
        """Keep what a slice has found, if somebody waits for it; tell how the job stands."""
        try:
            state, event = future.result()
        except (BrokenExecutor, CancelledError) as error:
            return "away" if isinstance(error, Unreachable) else "lost"
        except Exception:
            _LOG.exception("The work of a job failed")
            return "failed"
        self.slices_done += 1
        if not ours:
            return "cancelled"
        job.count += 1
        job.kept.append((job.count, event))
        if state is None:
            return "done"
        job.state = state
        return "paused" if job.pausing else "running"
