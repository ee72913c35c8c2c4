"""Trainings on a real Dask cluster: the same film, and what it costs when a part of it dies."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import yaml

import lstm_core as lc
from app import cluster
from app.cluster import Cluster, ClusterWorker, Order, dask_setup, do, version
from app.jobs import Job, Jobs
from app.slices import Span, train_slice
from app.workers import Work
from tests.app import work

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds, on a machine that has other things to do
SERVICES = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
RECIPE = "anbn~hidden_size-3~batch-4~steps-60~evaluate-20~frame-5"


class Machines:
    """A scheduler and workers on loopback, each a process that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, what: str) -> subprocess.Popen[bytes]:
        """Run what compose.yaml runs, with this folder and this port in place of its own."""
        places = {"scheduler:8786": self.address, "0.0.0.0": "127.0.0.1", "/tmp": str(self.folder)}
        command = "\n".join(SERVICES[what]["command"][1:])
        for theirs, ours in {**places, "8786": str(self.port)}.items():
            command = command.replace(theirs, ours)
        folders = dict.fromkeys(("DASK_CONFIG", "DASK_TEMPORARY_DIRECTORY"), str(self.folder))
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command.split("\n")],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(ROOT), **folders},
                stdout=log,
                stderr=log,
            )
        self.running.append(process)
        return process

    def close(self) -> None:
        for process in self.running:
            process.kill()
            process.wait(20)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A cluster of two workers."""
    machines = Machines(tmp_path_factory.mktemp("dask"))
    for what in ("scheduler", "worker", "worker"):
        machines.start(what)
    yield machines
    machines.close()


@pytest.fixture
def jobs(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jobs]:
    """The jobs of one server; when they are closed, nothing of it is left."""
    for name in ("CONNECT", "ANSWER"):  # the first test waits until all have started
        monkeypatch.setattr(cluster, name, PATIENCE)
    before = set(threading.enumerate())
    shared = Cluster(f"tcp://{machines.address}")
    jobs = Jobs([ClusterWorker(shared), ClusterWorker(shared)])
    yield jobs
    jobs.close()
    after = [thread.name for thread in threading.enumerate() if thread not in before]
    assert not {"cluster", "jobs"}.intersection(after)


class Heard:
    """A job that can be waited for."""

    def __init__(self, jobs: Jobs, work: Work, state: Any, owner: str = "ann") -> None:
        self.changed = threading.Condition()
        self.jobs = jobs
        self.events: list[Any] = []
        self.job: Job = jobs.submit(owner, work, state, self)

    def __call__(self) -> None:
        with self.changed:
            self.changed.notify_all()

    def until(self, true: Callable[[], object]) -> "Heard":
        with self.changed:
            assert self.changed.wait_for(true, PATIENCE), self.job.status
        return self

    def ended(self) -> str:
        return self.until(lambda: self.job.over).job.status

    def moved(self) -> "Heard":
        count = self.job.count
        return self.until(lambda: self.job.count > count + 2)


def arrays(checkpoint: lc.Checkpoint) -> list[np.ndarray[Any, Any]]:
    """All numbers that a training goes on from."""
    found: list[np.ndarray[Any, Any]] = []

    def look(value: Any) -> None:
        if isinstance(value, np.ndarray):
            found.append(value)
        elif isinstance(value, tuple | list):
            for one in value:
                look(one)
        elif isinstance(value, dict):
            look(list(value.values()))
        elif hasattr(value, "__dataclass_fields__"):
            look([getattr(value, name) for name in value.__dataclass_fields__])

    look((checkpoint.model, checkpoint.memory))
    return found


def test_a_training_is_the_same_to_the_bit_on_whatever_machine(jobs):
    recipe = lc.read_recipe(RECIPE)
    there = Heard(jobs, train_slice, Span(recipe, 60))
    assert there.ended() == "done"
    here = list(lc.follow(recipe))[-1]
    piece = jobs.events(there.job)[-1][1]
    assert piece.checkpoint.step == here.step
    pairs = list(zip(arrays(piece.checkpoint), arrays(here), strict=True))
    assert len(pairs) > 5 and all((one == other).all() for one, other in pairs)


def test_an_error_of_the_work_is_no_error_of_the_cluster(jobs, caplog):
    assert Heard(jobs, work.fail, None).ended() == "failed"
    assert "not my day" in caplog.text


def test_another_version_of_the_program_is_told_and_not_computed_with(jobs, caplog, monkeypatch):
    monkeypatch.setattr(cluster, "version", lambda: "another")
    assert Heard(jobs, work.count, {"n": 0, "to": 1}).ended() == "away"
    assert f"a worker has version {version()} of Gatescope, this server another" in caplog.text
    assert do(Order(work.count, {"n": 0, "to": 1}, "another")).found == (None, 1)


def test_a_scheduler_does_not_remember_every_slice():
    from distributed import scheduler, worker

    for extensions, keeps in (
        (worker.DEFAULT_EXTENSIONS, True),
        (scheduler.DEFAULT_EXTENSIONS, False),
    ):
        server = SimpleNamespace(extensions={"spans": extensions["spans"](SimpleNamespace())})
        spans = server.extensions["spans"]
        dask_setup(server)
        assert (server.extensions["spans"] is spans) == keeps
    assert server.extensions["spans"].observe_tasks(["a"], code=(), span_metadata={}) == {}


def test_a_slice_of_a_worker_that_is_killed_is_done_by_another_one(jobs, tmp_path):
    other = Heard(jobs, work.count, {"n": 0, "to": 100_000}, "ben").moved()
    heard = Heard(jobs, work.die_once, str(tmp_path / "died"))
    assert heard.ended() == "done"
    jobs.cancel(other.moved().job)
    assert other.job.status == "cancelled"


def test_a_slice_that_does_not_end_is_left_alone(jobs):
    heard = Heard(jobs, work.hang, 0.6)
    heard.until(lambda: heard.job.status == "running")
    jobs.cancel(heard.job)
    assert heard.job.status == "cancelled"
    assert Heard(jobs, work.count, {"n": 0, "to": 2}).ended() == "done"


def test_no_scheduler_costs_a_slice_and_a_new_one_goes_on(jobs, machines, monkeypatch, caplog):
    heard = Heard(jobs, work.count, {"n": 0, "to": 100_000}).moved()
    monkeypatch.setattr(cluster, "CONNECT", 0.2)
    machines.close()
    assert heard.ended() == "lost"
    state = heard.job.state
    jobs.resume(heard.job)
    assert heard.ended() == "away" and heard.job.state == state
    assert f"The scheduler tcp://{machines.address} does not answer" in caplog.text
    machines.start("scheduler")
    machines.start("worker")
    monkeypatch.setattr(cluster, "CONNECT", PATIENCE)
    jobs.resume(heard.job)
    numbers = [event for _, event in jobs.events(heard.moved().job)]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    jobs.cancel(heard.job)


def test_a_server_ends_at_once_while_it_looks_for_its_scheduler(monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", PATIENCE)
    jobs = Jobs([ClusterWorker(Cluster("tcp://127.0.0.1:1"))])
    heard = Heard(jobs, work.count, {"n": 0, "to": 1})
    heard.until(lambda: heard.job.status == "running")
    begun = monotonic()
    jobs.close()
    assert heard.job.status == "cancelled" and monotonic() - begun < PATIENCE / 4
