"""What a server tells of itself in numbers, for Prometheus; nothing of any learner. No Streamlit.

Counted since the process began. A label has few values, and all of them are known: no name, no
address and no text of anybody is one. `/metrics` is for whoever looks after the server.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import training

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)  # memory, processor seconds, open files of this process

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
BUILD: Final = Info("gatescope_build", "What is running", registry=REGISTRY)
LEARNERS: Final = Gauge("gatescope_learners", "Pages that are open now", registry=REGISTRY)
RESPONSES: Final = Counter(
    "gatescope_responses", "Answers, by the kind of their status", ["status"], registry=REGISTRY
)
VISITS: Final = Histogram(
    "gatescope_visit_seconds",
    "Seconds to compute a page once, when it has had its turn",
    ["page"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
WAITS: Final = Histogram(
    "gatescope_wait_seconds",
    "Seconds that a page waited in line before it was computed",
    buckets=_SECONDS,
    registry=REGISTRY,
)
FILMS: Final = Counter("gatescope_film_streams", "Streams of films begun", registry=REGISTRY)


class Trainings(Collector):
    """Trainings and slices as the jobs of this server count them."""

    def collect(self) -> Iterator[Metric]:
        """Ask the jobs how they stand."""
        jobs = training.jobs()
        now = GaugeMetricFamily("gatescope_trainings", "Trainings now", labels=["status"])
        now.add_metric(["running"], jobs.running())
        now.add_metric(["queued"], jobs.waiting())
        yield now
        ended = CounterMetricFamily(
            "gatescope_trainings_ended", "Trainings that stand still or ended", labels=["status"]
        )
        for status, number in jobs.ended.items():
            ended.add_metric([status], number)
        yield ended
        yield CounterMetricFamily("gatescope_slices", "Slices of trainings done", jobs.slices_done)


REGISTRY.register(Trainings())


@contextmanager
def computed(page: str) -> Iterator[None]:
    """Measure how long it takes to compute a page once."""
    began = perf_counter()
    try:
        yield
    finally:
        VISITS.labels(page).observe(perf_counter() - began)


@contextmanager
def waited(gate: AbstractContextManager[Any]) -> Iterator[None]:
    """Go through a gate, and measure how long it took to get in."""
    began = perf_counter()
    with gate:
        WAITS.observe(perf_counter() - began)
        yield


class Counted:
    """ASGI middleware: counts answers, and the websockets that are open."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        open_now = 0

        async def counting(message: Message) -> None:
            nonlocal open_now
            if message["type"] == "http.response.start":
                RESPONSES.labels(f"{message['status'] // 100}xx").inc()
            elif message["type"] == "websocket.accept":
                open_now = 1
                LEARNERS.inc()
            await send(message)

        try:
            await self.app(scope, receive, counting)
        finally:
            LEARNERS.dec(open_now)


async def metrics(request: Request) -> Response:
    """Answer with all numbers in Prometheus's text format."""
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)
