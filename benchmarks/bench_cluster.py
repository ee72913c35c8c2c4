"""What a Dask cluster costs a training, against bounds: python benchmarks/bench_cluster.py

Starts a scheduler and a worker on loopback and sends the same slices there and to a process of this
machine, one after the other. Processor times are of whole processes; of waiting times it is
the quartile that others on the machine disturb least. Exits with 1 when a figure is past its bound.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
import lstm_core as lc  # noqa: E402
from app.cluster import Cluster, ClusterWorker  # noqa: E402
from app.slices import Span, train_slice  # noqa: E402
from app.workers import LocalWorker, Worker  # noqa: E402
from benchmarks.bench_app import Row, report  # noqa: E402

NETWORKS = {
    "8 units": "adding~hidden_size-8~steps-90000~stop-off",
    "64 units, 3 layers": "adding~hidden_size-64~layers-3~steps-9000~stop-off",
}
SLICES = 30
OPTIONS = ("--no-dashboard", "--dashboard-address=127.0.0.1:0")


class Cost(NamedTuple):
    """What a slice costs, in milliseconds.

    `server` and `scheduler` are processor times, `way` the waiting time that is no training.
    """

    server: float
    scheduler: float
    way: float


@contextmanager
def machines(folder: str) -> Iterator[tuple[str, int]]:
    """Run a scheduler and a worker; yield its address, and the scheduler's process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    kinds = {
        "scheduler": ("--host=127.0.0.1", f"--port={address.rpartition(':')[2]}"),
        "worker": (f"tcp://{address}", "--nthreads=1", "--no-nanny", "--memory-limit=0"),
    }
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_TEMPORARY_DIRECTORY": folder}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "dask", kind, *arguments, *OPTIONS, "--preload=app.cluster"],
            cwd=folder, env=environment, stderr=subprocess.DEVNULL,
        )
        for kind, arguments in kinds.items()
    ]  # fmt: skip
    try:
        yield f"tcp://{address}", running[0].pid
    finally:
        for process in running:
            process.terminate()
            process.wait(20)


def processor(pid: int) -> float:
    """Return the milliseconds of processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def begun(recipe: str) -> Span:
    """Return a training that is under way."""
    span = Span(lc.read_recipe(recipe), 9000)
    for _ in range(3):
        after, _ = train_slice(span)
        span = after or span
    return span


def cost(worker: Worker, span: Span, scheduler: Callable[[], float] = lambda: 0.0) -> Cost:
    """Send slices one after the other."""
    worker.submit(train_slice, span).result(60)
    ways: list[float] = []
    server, other = time.process_time(), scheduler()
    for _ in range(SLICES):
        began = time.perf_counter()
        _, piece = worker.submit(train_slice, span).result(60)
        steps = piece.checkpoint.step - (span.checkpoint.step if span.checkpoint else 0)
        ways.append(1000 * (time.perf_counter() - began - steps * piece.seconds))
    server = 1000 * (time.process_time() - server)
    return Cost(server / SLICES, (scheduler() - other) / SLICES, statistics.quantiles(ways, n=4)[0])


def measure() -> Iterator[Row]:
    """Measure both kinds of worker on the smallest and the largest network."""
    here = LocalWorker(train_slice.__module__)
    with tempfile.TemporaryDirectory() as folder, machines(folder) as (address, scheduler):
        there = ClusterWorker(Cluster(address))
        for name, recipe in NETWORKS.items():
            span = begun(recipe)
            sizes = [len(ForkingPickler.dumps(one)) / 1000 for one in (span, train_slice(span))]
            local, far = cost(here, span), cost(there, span, lambda: processor(scheduler))
            yield Row(f"{name}: state sent", sizes[0], 2000, "KB")
            yield Row(f"{name}: result", sizes[1], 4000, "KB")
            yield Row(f"{name}: server, local worker", local.server, 10, "ms CPU")
            yield Row(f"{name}: server, cluster", far.server, 15, "ms CPU")
            yield Row(f"{name}: scheduler", far.scheduler, 20, "ms CPU")
            yield Row(f"{name}: on its way, local worker", local.way, 60, "ms")
            yield Row(f"{name}: on its way, cluster", far.way, 100, "ms")
        there.close()
    here.close()


if __name__ == "__main__":
    sys.exit(report(measure()))
