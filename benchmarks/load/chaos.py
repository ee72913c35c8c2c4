"""What breaks, and what a learner has of it: python benchmarks/load/chaos.py [FAULT …]

Starts real replicas behind the real proxy, opens pages in a real browser, trains a network, breaks
something, and looks: which sentences are seen, how long it takes until all pages work again,
whether sequence, edits and settings are there, and whether one press trains the same network again,
to the bit. Exits with 1 when anything of that is lost, or a page or a log shows an error.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from playwright.sync_api import Browser

from benchmarks.load.learner import Found, Learner, chromium
from benchmarks.load.replicas import ROOT, Fleet, free_ports, replicas

NICER: Final = 10  # trainings run in processes that are so much nicer than the server
SMALL: Final = 4  # MB of a temporary folder that is to be filled

Fault = Callable[[Learner], None]


def children(pid: int) -> list[int]:
    """List the processes below one."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    listed = [int(child) for thread in threads for child in thread.read_text().split()]
    return [one for child in listed for one in (child, *children(child))]


def workers(fleet: Fleet) -> list[int]:
    """List the processes in which a fleet trains: the modest ones below its web processes."""
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    below = [child for pid in fleet.pids for child in children(pid)]
    return [pid for pid in below if os.getpriority(os.PRIO_PROCESS, pid) > usual]


def home(fleet: Fleet) -> int:
    """Return the replica to which the proxy has sent the last page that was asked for."""
    return int(re.findall(r" /(?:inside|effect|film) to=web(\d)", fleet.log("proxy"))[-1])


# The faults. Each begins with everything well and ends with everything running again.


def worker(browser: Browser) -> Iterator[Found]:
    """A training worker is killed in the middle of a training."""
    with replicas(2) as fleet, learning(browser, fleet) as learner:

        def fault(learner: Learner) -> None:
            learner.begin(anew=True)
            for pid in workers(fleet):
                os.kill(pid, signal.SIGKILL)
            learner.hear("lost", "away")

        yield learner.after(fault)


def replica(browser: Browser) -> Iterator[Found]:
    """The replica of the learner is lost, with a training in it."""
    with replicas(2) as fleet, learning(browser, fleet) as learner:

        def fault(learner: Learner) -> None:
            learner.begin(anew=True)
            fleet.kill(home(fleet))

        yield learner.after(fault)


def folder(browser: Browser) -> Iterator[Found]:
    """The temporary folder is full; sequences, edits, trainings and an upload go on."""
    with small_folder() as path, replicas(1, environment={"TMPDIR": str(path)}) as fleet:
        with learning(browser, fleet) as learner:

            def fault(learner: Learner) -> None:
                with suppress(OSError), (path / "filler").open("wb", buffering=0) as filler:
                    while True:
                        filler.write(bytes(4096))
                for pid in workers(fleet):  # a new one has to start without a folder
                    os.kill(pid, signal.SIGKILL)
                learner.upload(2_000_000)

            yield learner.after(fault)


def scheduler(browser: Browser) -> Iterator[Found]:
    """The cluster's scheduler stops answering in the middle of a training, dies, and comes back."""
    (port,) = free_ports(1)
    address = f"tcp://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as name, dask(port, name) as start:
        first = start("scheduler", "--host=127.0.0.1", f"--port={port}")
        start("worker", address, "--nthreads=1", "--no-nanny")
        told = {"GATESCOPE_SCHEDULER": address}
        with replicas(2, environment=told) as fleet, learning(browser, fleet) as learner:

            def fault(learner: Learner) -> None:
                learner.begin(anew=True)
                first.send_signal(signal.SIGSTOP)
                learner.hear("away", "lost")
                first.kill()
                first.wait(20)
                start("scheduler", "--host=127.0.0.1", f"--port={port}")
                start("worker", address, "--nthreads=1", "--no-nanny")
                time.sleep(3)

            yield learner.after(fault)


def restart(browser: Browser) -> Iterator[Found]:
    """A single server without a proxy is stopped and started again."""
    with replicas(1, proxy=False) as fleet, learning(browser, fleet) as learner:

        def fault(learner: Learner) -> None:
            fleet.stop(0)
            for _ in range(30):
                learner.look()
                time.sleep(0.1)
            fleet.start(0)

        yield learner.after(fault)


def update(browser: Browser) -> Iterator[Found]:
    """A rolling update: replica after replica is stopped and started again."""
    with replicas(2) as fleet, learning(browser, fleet) as learner:

        def fault(learner: Learner) -> None:
            for number in (0, 1):
                fleet.stop(number)
                learner.look()
                fleet.start(number)
                fleet.wait(fleet.url, fleet.web[number], f"web{number}")
                time.sleep(4)  # the proxy looks every three seconds
                learner.look()

        yield learner.after(fault)


FAULTS: Final = {one.__name__: one for one in (worker, replica, folder, scheduler, restart, update)}


@contextmanager
def learning(browser: Browser, fleet: Fleet) -> Iterator[Learner]:
    """Open a learner's pages; complain about tracebacks in the logs at the end."""
    context = browser.new_context(locale="en-US")
    try:
        yield Learner(context, fleet.url)
    finally:
        context.close()
    for number in range(len(fleet.web)):
        if "Traceback" in (log := fleet.log(f"web{number}")):
            raise RuntimeError(log[log.index("Traceback") :][:3000])


@contextmanager
def small_folder() -> Iterator[Path]:
    """Make a folder that is soon full; that takes the right to mount."""
    with tempfile.TemporaryDirectory() as name:
        what = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}m", "tmpfs", name]
        if subprocess.run(what, check=False, capture_output=True).returncode:
            sys.exit("a small temporary folder takes the right to mount: run this fault as root")
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=False)


@contextmanager
def dask(port: int, folder: str) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Hand out what starts parts of a cluster; end them all."""
    running: list[subprocess.Popen[bytes]] = []

    def start(what: str, *options: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "dask", what, *options, "--no-dashboard"]
        folders = dict.fromkeys(("DASK_CONFIG", "DASK_TEMPORARY_DIRECTORY"), folder)
        told = {**os.environ, **folders, "PYTHONPATH": str(ROOT)}
        with (Path(folder) / "log").open("ab") as out:
            process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, env=told)
        running.append(process)
        return process

    try:
        yield start
    finally:
        for process in running:
            process.kill()
            process.wait(20)


def main() -> int:
    """Let every fault happen that is named, or all; return 1 when something was lost."""
    failed = False
    with chromium() as browser:
        for name in sys.argv[1:] or FAULTS:
            print(f"\n{name}: {FAULTS[name].__doc__}", flush=True)
            try:
                (found,) = FAULTS[name](browser)
            except Exception as error:
                failed = True
                print(f"  BROKEN: {type(error).__name__}: {error}", flush=True)
                continue
            wrong = bool(found.lost) or not found.same
            failed |= wrong
            print(f"  seen: {' / '.join(found.said) or 'nothing'}")
            print(f"  usable again after {found.seconds:.1f} s")
            print(f"  lost: {', '.join(found.lost) or 'nothing'}")
            print(f"  trained again: {'the same' if found.same else 'ANOTHER'} network", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
