"""Slices done by the workers of a Dask cluster, in place of processes of this machine.

A cluster fills the same port as a LocalWorker (workers.py): a slice is sent with its state, and
what comes back is the next state and what happened. So nothing of a training lies on the cluster:
whoever dies there costs one slice. `distributed` is imported only by who has a scheduler.
docs/deployment.md tells how a cluster is run. No Streamlit here.

    cluster = Cluster("tcp://scheduler:8786")
    Jobs([ClusterWorker(cluster), ClusterWorker(cluster)])
"""

import asyncio
import logging
import threading
from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np

from app.workers import Unreachable, Work

CONNECT: Final = 4.0  # seconds until a scheduler that does not answer is given up
ANSWER: Final = 15.0  # seconds until a slice is given up; it takes 0.25, and may wait its turn
CLOSE: Final = 3.0  # seconds that the end may take
_ROOT: Final = Path(__file__).resolve().parents[1]
# What has to be alike on all machines.
_SAME: Final = ("lstm_core/**/*.py", "lstm_core/**/*.csv", "app/slices.py")

_LOG = logging.getLogger(__name__)


class OtherVersion(Unreachable):
    """A worker has another version of this program, whose numbers would be others."""


@dataclass(frozen=True)
class Order:
    """A slice on its way to another machine, with the version that it is meant for."""

    work: Work
    state: Any
    version: str


@dataclass(frozen=True)
class Answer:
    """What a slice has found; or the error, a value here so that none of the cluster's is one."""

    found: tuple[Any, Any] | None = None
    error: Exception | None = None


@cache
def version() -> str:
    """Return a name of what a training's numbers depend on: this code and NumPy's version."""
    name = blake2b(np.__version__.encode(), digest_size=6)
    for pattern in _SAME:
        for path in sorted(_ROOT.glob(pattern)):
            name.update(path.read_bytes())
    return name.hexdigest()


def do(order: Order) -> Answer:
    """Do a slice, on the machine where the cluster wants it done."""
    if order.version != version():
        differ = f"a worker has version {version()} of Gatescope, this server {order.version}"
        return Answer(error=OtherVersion(differ))
    try:
        return Answer(order.work(order.state))
    except Exception as error:
        return Answer(error=error)


def remember_little() -> None:
    """Let Dask keep the last message of a connection and not a thousand: states are in them."""
    from dask.config import set as configure

    configure({"distributed.admin.low-level-log-length": 1})


class _Forgetful:
    """Stands in a scheduler in place of Dask's spans, which remember every slice for good."""

    def observe_tasks(self, tasks: Any, **about: Any) -> dict[Any, Any]:
        """Take no note of tasks."""
        return {}

    def heartbeat(self, worker: Any, data: Any) -> None:
        """Take no note of what a worker tells."""


def dask_setup(server: Any) -> None:
    """Make a scheduler forget; Dask calls this where the module is preloaded, in workers too."""
    remember_little()
    if hasattr(server.extensions.get("spans"), "observe_tasks"):
        server.extensions["spans"] = _Forgetful()


class Cluster:
    """The one connection of this process to a scheduler; it is made, and made again, when needed.

    Everything of it happens in an event loop in a thread of its own.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end = asyncio.Event()
        self._client: asyncio.Task[Any] | None = None  # known to the loop's thread alone

    def submit(self, work: Work, state: Any) -> "Future[tuple[Any, Any]]":
        """Begin a slice."""
        return asyncio.run_coroutine_threadsafe(self._slice(work, state), self._running())

    def connect(self) -> None:
        """Begin to connect, for whoever will soon need it."""

        async def try_it() -> None:
            try:
                await self._connected()
            except Unreachable:  # has been logged, and is tried again when it is needed
                pass

        asyncio.run_coroutine_threadsafe(try_it(), self._running())

    def close(self) -> None:
        """End the connection and its thread; the next slice makes them anew."""
        with self._lock:
            thread, loop, self._thread = self._thread, self._loop, None
        if thread and loop:
            loop.call_soon_threadsafe(self._end.set)
            thread.join(CLOSE)

    # The thread.

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._thread is None or self._loop is None:
                begun: Future[asyncio.AbstractEventLoop] = Future()
                self._end, self._client = asyncio.Event(), None
                self._thread = threading.Thread(
                    target=lambda: asyncio.run(self._live(begun)), name="cluster", daemon=True
                )
                self._thread.start()
                self._loop = begun.result()
            return self._loop

    async def _live(self, begun: "Future[asyncio.AbstractEventLoop]") -> None:
        begun.set_result(asyncio.get_running_loop())
        await self._end.wait()
        await self._let_go()

    async def _connected(self) -> Any:
        """Return a client that is connected; all who wait for it wait for the same one."""
        if self._client and self._client.done():
            failed = self._client.cancelled() or self._client.exception()
            if failed or self._client.result().status != "running":
                await self._let_go()
        if self._client is None:
            self._client = asyncio.create_task(self._connect())
        return await asyncio.shield(self._client)

    async def _connect(self) -> Any:
        from distributed import Client

        remember_little()
        for name in ("distributed", "distributed.client"):  # tracebacks, where one line is enough
            logging.getLogger(name).setLevel(logging.CRITICAL)
        client = Client(
            self.address,
            asynchronous=True,
            timeout=CONNECT,
            set_as_default=False,
            direct_to_workers=False,  # workers need not be reachable from here
            name="gatescope",
        )
        try:
            return await client
        except asyncio.CancelledError:
            await self._close(client)
            raise
        except Exception as error:
            _LOG.warning("The scheduler %s does not answer: %s", self.address, error)
            await self._close(client)
            raise Unreachable("no scheduler") from None

    async def _let_go(self) -> None:
        task, self._client = self._client, None
        if task and not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=CONNECT)
        elif task and not task.cancelled() and not task.exception():
            await self._close(task.result())

    async def _close(self, client: Any) -> None:
        try:
            await asyncio.wait_for(client._close(fast=True), CONNECT)  # close() lingers for 2 s
        except Exception as error:
            _LOG.info("The connection to %s did not end well: %s", self.address, error)

    async def _slice(self, work: Work, state: Any) -> tuple[Any, Any]:
        client = await self._connected()
        answer = await self._answer(client, Order(work, state, version()))
        if isinstance(answer.error, OtherVersion):
            _LOG.error("The cluster at %s cannot be used: %s", self.address, answer.error)
        if answer.error:
            raise answer.error
        return answer.found or (None, None)

    async def _answer(self, client: Any, order: Order) -> Answer:
        from distributed import KilledWorker

        future = client.submit(do, order, pure=False)
        try:
            async with asyncio.timeout(ANSWER):
                return await future
        except TimeoutError:
            await self._ask_why(client)
            raise Unreachable("no answer") from None
        except (CancelledError, KilledWorker) as error:
            _LOG.warning("A slice was lost on the cluster at %s: %s", self.address, error)
            raise BrokenExecutor("lost") from None
        except Exception as error:  # a worker that lacks the program, for instance
            _LOG.error("The cluster at %s cannot be used: %s", self.address, error)
            raise Unreachable("unusable") from None
        finally:
            future.release()

    async def _ask_why(self, client: Any) -> None:
        """Log why nothing comes; a connection that is dead without knowing it is given up."""
        try:
            about = await asyncio.wait_for(client.scheduler.identity(), CONNECT)
            why = f"it has {len(about['workers'])} workers"
        except Exception as error:
            why = f"it does not answer: {error}"
            if self._client and self._client.done() and self._client.result() is client:
                await self._let_go()
        _LOG.warning("The cluster at %s did nothing in %.0f s; %s", self.address, ANSWER, why)


class ClusterWorker:
    """One slice at a time on a cluster that it shares with others; see Worker."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._slice: Future[tuple[Any, Any]] | None = None

    def submit(self, work: Work, state: Any) -> "Future[tuple[Any, Any]]":
        """Begin a slice."""
        self._slice = self._cluster.submit(work, state)
        return self._slice

    def kill(self) -> None:
        """Abandon the slice: a worker that is at it throws it away when it has ended."""
        if self._slice:
            self._slice.cancel()

    def renew(self) -> None:
        """Connect, if there is no connection."""
        self._cluster.connect()

    def close(self) -> None:
        """End the connection, for all who share it: they end together."""
        self._cluster.close()
