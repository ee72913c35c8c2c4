"""Jobs: the line, fairness, cancelling and pausing; and what workers that die cost."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from time import monotonic
from typing import Any

import pytest

from app.jobs import Job, Jobs, Refused
from app.workers import LocalWorker, Work
from tests.app import work


class Waiter:
    """A listener that can be waited for."""

    def __init__(self) -> None:
        self.changed = threading.Condition()

    def __call__(self) -> None:
        with self.changed:
            self.changed.notify_all()

    def until(self, true: Callable[[], object]) -> None:
        with self.changed:
            assert self.changed.wait_for(true, 20)


@pytest.fixture(scope="module")
def local() -> Iterator[Jobs]:
    """Two real processes, shared: starting them takes a while."""
    jobs = Jobs([LocalWorker("lstm_core"), LocalWorker("lstm_core")])
    jobs.warm_up()
    yield jobs
    jobs.close()


def ended(jobs: Jobs, of: Work, state: Any = None, owner: str = "ann") -> Job:
    """Run a job to its end."""
    heard = Waiter()
    job = jobs.submit(owner, of, state, heard)
    heard.until(lambda: job.over)
    return job


def events(jobs: Jobs, job: Job, after: int = 0) -> list[Any]:
    return [event for _, event in jobs.events(job, after)]


# Real processes.


def test_slices_follow_each_other_to_the_end(local):
    job = ended(local, work.count, {"n": 0, "to": 5})
    assert (job.status, events(local, job)) == ("done", [1, 2, 3, 4, 5])
    assert events(local, job, after=3) == [4, 5]


def test_a_worker_loads_nothing_that_it_does_not_need_and_is_modest(local):
    (told,) = events(local, ended(local, work.surroundings))
    assert told["loaded"] == []
    assert told["nice"] >= 10 and told["threads"] == "1"
    assert not told["main"], "a page must not be run by a worker"


def test_a_killed_worker_costs_one_job_its_slice_and_nobody_else_anything(local):
    heard = Waiter()
    other = local.submit("ben", work.count, {"n": 0, "to": 10_000}, heard)
    heard.until(lambda: other.count > 2)
    assert ended(local, work.die).status == "lost"
    assert ended(local, work.die_while_telling).status == "lost"
    assert ended(local, work.count, {"n": 0, "to": 2}).status == "done"
    before = other.count
    heard.until(lambda: other.count > before)
    local.cancel(other)
    assert other.status == "cancelled"


def test_a_worker_that_is_killed_while_it_waits_is_replaced():
    worker = LocalWorker("lstm_core")
    jobs = Jobs([worker])
    try:
        first = ended(jobs, work.surroundings)
        worker.kill()
        worker_pid = events(jobs, first)[0]["pid"]
        again = [ended(jobs, work.surroundings) for _ in range(2)][-1]
        assert again.status == "done" and events(jobs, again)[0]["pid"] != worker_pid
    finally:
        jobs.close()


@pytest.mark.parametrize("bad", [work.fail, work.unsendable, lambda state: (None, None)])
def test_work_that_cannot_be_done_fails_and_the_next_one_is_done(local, bad, caplog):
    assert ended(local, bad).status == "failed"
    assert "The work of a job failed" in caplog.text
    assert ended(local, work.count, {"n": 0, "to": 1}).status == "done"


def test_cancelling_frees_the_worker_even_in_a_slice_that_does_not_end(local):
    heard = Waiter()
    jobs = [local.submit(owner, work.hang, 600.0, heard) for owner in ("ann", "ben")]
    heard.until(lambda: local.running() == 2)
    begin = monotonic()
    for job in jobs:
        local.cancel(job)
        assert job.status == "cancelled"
    heard.until(lambda: local.running() == 0)
    assert monotonic() - begin < 2  # 0.35 s of grace, and a busy machine
    assert ended(local, work.count, {"n": 0, "to": 1}).status == "done"


# A worker by hand: what happens when is the test's choice.


class HandWorker:
    """Ends a slice when the test says so."""

    def __init__(self) -> None:
        self.begun: SimpleQueue[tuple[Work, Any, Future[Any]]] = SimpleQueue()
        self.killed = False

    def submit(self, work: Work, state: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.begun.put((work, state, future))
        return future

    def step(self) -> Any:
        """Do the slice that has begun; return the state that it began with."""
        work, state, future = self.begun.get(timeout=20)
        future.set_result(work(state))
        return state

    def kill(self) -> None:
        self.killed = True

    def renew(self) -> None: ...

    def close(self) -> None: ...


@contextmanager
def by_hand(**options: Any) -> Iterator[tuple[Jobs, HandWorker]]:
    worker = HandWorker()
    jobs = Jobs([worker], **options)
    yield jobs, worker
    jobs.close()


FOREVER = {"n": 0, "to": -1}


def test_the_line_is_served_in_order_and_says_the_place():
    heard = Waiter()
    with by_hand() as (jobs, worker):
        one, two, three = (
            jobs.submit(owner, work.count, {"n": 0, "to": 1}, heard) for owner in "abc"
        )
        heard.until(lambda: one.status == "running")
        assert [jobs.place(job) for job in (one, two, three)] == [0, 1, 2]
        worker.step()
        heard.until(lambda: two.status == "running")
        assert (one.status, jobs.place(three)) == ("done", 1)
        jobs.cancel(three)
        assert (three.status, jobs.place(three)) == ("cancelled", 0)


def test_who_has_had_a_turn_goes_behind_those_who_wait():
    heard = Waiter()
    with by_hand(turn=0) as (jobs, worker):
        long = jobs.submit("a", work.count, FOREVER, heard)
        heard.until(lambda: long.status == "running")
        short = jobs.submit("b", work.count, {"n": 0, "to": 1}, heard)
        worker.step()
        heard.until(lambda: short.status == "running")
        assert (long.status, jobs.place(long)) == ("queued", 1)
        worker.step()
        heard.until(lambda: long.status == "running")
        assert worker.step()["n"] == 1, "it goes on where it was"


def test_one_job_an_owner_and_a_line_of_bounded_length():
    heard = Waiter()
    with by_hand(line_max=2) as (jobs, worker):
        first = jobs.submit("a", work.count, FOREVER, heard)
        with pytest.raises(Refused, match="owner"):
            jobs.submit("a", work.count, FOREVER)
        heard.until(lambda: first.status == "running")
        jobs.submit("b", work.count, FOREVER)
        jobs.submit("c", work.count, FOREVER)
        with pytest.raises(Refused, match="full"):
            jobs.submit("d", work.count, FOREVER)
        jobs.cancel(first)
        with pytest.raises(Refused, match="full"):
            jobs.submit("a", work.count, FOREVER)
        worker.step()
        heard.until(lambda: jobs.running() == 1 and jobs.place(first) == 0)


def test_without_a_line_an_idle_worker_still_takes_a_job():
    heard = Waiter()
    with by_hand(line_max=0) as (jobs, _):
        first = jobs.submit("a", work.count, FOREVER, heard)
        heard.until(lambda: first.status == "running")
        with pytest.raises(Refused, match="full"):
            jobs.submit("b", work.count, FOREVER)


def test_a_pause_lets_the_slice_end_and_keeps_what_it_found():
    heard = Waiter()
    with by_hand() as (jobs, worker):
        job = jobs.submit("a", work.count, FOREVER, heard)
        heard.until(lambda: job.status == "running")
        jobs.pause(job)
        worker.step()
        heard.until(lambda: job.status == "paused")
        assert events(jobs, job) == [1]
        jobs.resume(job)
        assert worker.step()["n"] == 1
        heard.until(lambda: events(jobs, job) == [1, 2])


def test_what_a_cancelled_slice_finds_is_nobodys_even_if_the_job_is_resumed():
    heard = Waiter()
    with by_hand() as (jobs, worker):
        job = jobs.submit("a", work.count, FOREVER, heard)
        heard.until(lambda: job.status == "running")
        jobs.cancel(job)
        jobs.resume(job)
        assert jobs.place(job) == 1 and jobs.running() == 1
        worker.step()
        heard.until(lambda: job.status == "running")
        assert worker.step()["n"] == 0
        heard.until(lambda: events(jobs, job) == [1])


def test_a_listener_that_fails_stops_nothing(caplog):
    def bad() -> None:
        raise RuntimeError("deaf")

    with by_hand() as (jobs, worker):
        job = jobs.submit("a", work.count, {"n": 0, "to": 2}, bad)
        worker.step()
        worker.step()
        other = Waiter()
        last = jobs.submit("b", work.count, {"n": 0, "to": 1}, other)
        worker.step()
        other.until(lambda: last.over)
        assert job.status == "done" and "A listener failed" in caplog.text


def test_when_it_is_closed_everything_ends_and_nothing_begins():
    with by_hand() as (jobs, _):
        job = jobs.submit("a", work.count, FOREVER)
        jobs.close()
        assert job.status == "cancelled"
        with pytest.raises(Refused, match="closed"):
            jobs.submit("b", work.count, FOREVER)
