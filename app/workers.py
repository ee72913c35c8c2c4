"""Where slices of work are done: processes of this machine. No Streamlit here.

A worker takes one slice at a time and can be killed without harm to the others. Whatever offers
`submit`, `kill`, `renew` and `close` can stand in its place, the executor of a cluster too.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process, spawn
from pathlib import Path
from typing import Any, Final, Protocol

Work = Callable[[Any], tuple[Any, Any]]  # state -> (state to go on from, or None at the end; event)

_ROOT: Final = Path(__file__).resolve().parents[1]
_NICE: Final = 10  # pages come first
# One thread each: matrices here are small, and threads that wait for each other are slower.
_ENVIRONMENT: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Unreachable(BrokenExecutor):
    """No worker can be had: nothing of a slice has been done, and another time it may be."""


class Worker(Protocol):
    """Does slices of work, one at a time."""

    def submit(self, work: Work, state: Any) -> Future[tuple[Any, Any]]:
        """Begin a slice; the future raises BrokenExecutor when the worker dies of it."""
        ...

    def kill(self) -> None:
        """End the slice that is being done, whatever it takes."""
        ...

    def renew(self) -> None:
        """Make ready for the next slice, after a death too."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


class LocalWorker:
    """A process of its own, forked from a server that has loaded the library and nothing else.

    `preload` names the modules that the server loads, once for all workers.
    """

    def __init__(self, *preload: str) -> None:
        self.preload = preload
        self._executor: ProcessPoolExecutor | None = None
        self._pid: Future[int] | None = None

    def submit(self, work: Work, state: Any) -> Future[tuple[Any, Any]]:
        """Begin a slice."""
        try:
            return self._ready().submit(work, state)
        except BrokenExecutor:  # it was killed while it had nothing to do
            self.renew()
            return self._ready().submit(work, state)

    def kill(self) -> None:
        """Kill the process."""
        if (pid := self.pid()) is not None:
            os.kill(pid, signal.SIGKILL)

    def renew(self) -> None:
        """Start a process, in place of the one that there may be."""
        self.close()
        self._ready()

    def close(self) -> None:
        """End the process."""
        if self._executor:
            self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = self._pid = None

    def pid(self) -> int | None:
        """Return the number of the process; None while there is none."""
        try:
            return self._pid.result(5) if self._pid else None
        except BrokenExecutor:
            return None

    def _ready(self) -> ProcessPoolExecutor:
        if self._executor is None:
            context = get_context("forkserver")
            context.set_forkserver_preload(list(self.preload))
            self._executor = ProcessPoolExecutor(1, context, _settle)
            with _a_quiet_start():
                self._pid = self._executor.submit(os.getpid)
            # Only the worker writes its results. Were this end open too, one that is killed in the
            # middle of a result would be waited for for ever, instead of being found dead.
            self._executor._result_queue._writer.close()  # pyright: ignore
        return self._executor


@contextmanager
def _a_quiet_start() -> Iterator[None]:
    """Start processes in an environment of their own, and tell them nothing of `__main__`.

    Streamlit puts the page that runs in the place of `__main__`, and a new process would run it.
    """
    whole, before = spawn.get_preparation_data, dict(os.environ)
    paths = [str(_ROOT), *filter(None, [before.get("PYTHONPATH")])]
    os.environ.update(_ENVIRONMENT, PYTHONPATH=os.pathsep.join(paths))
    spawn.get_preparation_data = lambda name: {
        key: value for key, value in whole(name).items() if not key.startswith("init_main")
    }
    try:
        yield
    finally:
        spawn.get_preparation_data = whole
        for name in (*_ENVIRONMENT, "PYTHONPATH"):
            os.environ.pop(name, None)
            if name in before:
                os.environ[name] = before[name]


def _settle() -> None:
    """Begin a worker's life: modest, deaf to Ctrl-C, and no longer than the server's."""
    os.nice(_NICE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_server, daemon=True).start()


def _end_with_the_server() -> None:
    if server := parent_process():
        server.join()
        os._exit(0)
