"""What the server tells of itself: right numbers, few labels, nothing of a learner."""

import asyncio
from contextlib import nullcontext
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.requests import Request
from starlette.types import Message

from app import metrics, training
from app.job import OVER
from app.readiness import Readiness
from tests.app import work
from tests.app.test_jobs import Waiter, by_hand
from tests.visits import fine, visit

PAGES = {"home", "inside", "effect", "film", "networks", "teachers"}
KINDS = {"1xx", "2xx", "3xx", "4xx", "5xx"}
LABELS = {"status": KINDS | {"running", "queued"} | OVER, "page": PAGES}
OF_THE_PROGRAM = {"le", "scripts", "streamlit"}  # bounds of times, and what is running
REQUEST = Request({"type": "http", "headers": []})


def told() -> dict[str, float]:
    """Every number, by its name and, after a space each, the values of its labels."""
    answer = asyncio.run(metrics.metrics(REQUEST))
    assert answer.headers["content-type"] == "text/plain; version=1.0.0; charset=utf-8"
    families = text_string_to_metric_families(bytes(answer.body).decode())
    samples = [sample for family in families for sample in family.samples]
    for sample in samples:
        for name in sample.labels.keys() - OF_THE_PROGRAM:
            assert sample.labels[name] in LABELS[name]
    return {" ".join([one.name, *one.labels.values()]): one.value for one in samples}


def exchange(kind: str, *answers: Message) -> dict[str, float]:
    """Let an application give these answers; what is told while it is still there."""
    seen: dict[str, float] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        for message in answers:
            await send(message)
        seen.update(await asyncio.to_thread(told))

    async def nothing(*message: Message) -> Message:
        return {}

    asyncio.run(metrics.Counted(app)({"type": kind}, nothing, nothing))  # type: ignore[arg-type]
    return seen


def test_pages_that_are_open_are_counted_while_they_are():
    before = told()["gatescope_learners"]
    assert exchange("websocket", {"type": "websocket.accept"})["gatescope_learners"] == before + 1
    refused = exchange("websocket", {"type": "websocket.close", "code": 1008})
    assert refused["gatescope_learners"] == told()["gatescope_learners"] == before


@pytest.mark.parametrize("status, kind", [(200, "2xx"), (304, "3xx"), (404, "4xx"), (503, "5xx")])
def test_answers_are_counted_by_their_kind(status, kind):
    before = told().get(f"gatescope_responses_total {kind}", 0)
    now = exchange("http", {"type": "http.response.start", "status": status, "headers": []})
    assert now[f"gatescope_responses_total {kind}"] == before + 1


def test_a_page_that_was_computed_is_counted_with_its_seconds():
    before = told().get("gatescope_visit_seconds_count inside", 0)
    fine(visit("inside", net="counter", seq="nobody may read this"))
    now = told()
    assert now["gatescope_visit_seconds_count inside"] == before + 1
    assert now["gatescope_visit_seconds_sum inside"] > 0
    assert not any("nobody" in name for name in now)


def test_waiting_is_measured_until_the_gate_opens():
    before = told()["gatescope_wait_seconds_count"]
    with metrics.waited(nullcontext()):
        assert told()["gatescope_wait_seconds_count"] == before + 1


def test_trainings_are_counted_as_they_stand_and_as_they_ended(monkeypatch):
    heard = Waiter()
    with by_hand() as (jobs, worker):
        monkeypatch.setattr(training, "jobs", lambda: jobs)
        done, running, waiting = (
            jobs.submit(owner, work.count, {"n": 0, "to": 1}, heard) for owner in "abc"
        )
        heard.until(lambda: done.status == "running")
        worker.step()
        heard.until(lambda: running.status == "running")
        now = told()
        assert now["gatescope_trainings running"] == now["gatescope_trainings queued"] == 1
        assert now["gatescope_trainings_ended_total done"] == now["gatescope_slices_total"] == 1
        jobs.cancel(waiting)
        jobs.pause(running)
        worker.step()
        heard.until(lambda: running.over)
        now = told()
        assert now["gatescope_trainings running"] == now["gatescope_trainings queued"] == 0
        assert now["gatescope_trainings_ended_total cancelled"] == 1
        assert sum(number for name, number in now.items() if "ended_total" in name) == 3


def test_memory_and_processor_are_those_of_this_process():
    now = told()
    assert now["process_resident_memory_bytes"] > 10_000_000
    assert now["process_cpu_seconds_total"] > 0


def test_a_probe_hears_a_word_and_a_status():
    readiness = Readiness()
    heard = []
    for word in ("starting", "ready", "stopping"):
        readiness.word = word
        answer = asyncio.run(readiness.answer(REQUEST))
        heard.append((answer.status_code, bytes(answer.body).decode()))
    assert heard == [(503, "starting"), (200, "ready"), (503, "stopping")]
