"""Films over HTTP: what ships, what is being made, what is saved, and who goes away."""

import gzip
import json
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from email.message import Message
from typing import Any

import numpy as np
import pytest
import uvicorn
from safetensors.numpy import load
from starlette.applications import Starlette

import lstm_core as lc
from app import films, slices, training
from app.film import routes
from app.jobs import Jobs
from app.training import Studio
from app.workers import Work

SMALL = "anbn~hidden_size-3~batch-4~steps-60~evaluate-20~frame-5"
LONG = "anbn~hidden_size-3~batch-4~steps-90000~evaluate-900~frame-5~stop-off"


class ThreadWorker:
    """Works in a thread of the test: no process to wait for."""

    def __init__(self) -> None:
        self.executor = ThreadPoolExecutor(1)

    def submit(self, work: Work, state: Any) -> Future[Any]:
        return self.executor.submit(work, state)

    def kill(self) -> None: ...

    def renew(self) -> None: ...

    def close(self) -> None:
        self.executor.shutdown()


@pytest.fixture(scope="module")
def jobs() -> Iterator[Jobs]:
    jobs = Jobs([ThreadWorker()])
    yield jobs
    jobs.close()


@pytest.fixture
def studio(jobs: Jobs) -> Iterator[Studio]:
    """A visitor who leaves nothing running."""
    studio = Studio(jobs)
    yield studio
    for kept in studio:
        kept.cancel()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the routes of the films and nothing else; yield the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(
        Starlette(routes=routes.routes()), port=port, ws="none", log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def fetched(url: str, **headers: str) -> tuple[int, Message, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as a:
            return a.status, a.headers, a.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def texts(piece: bytes) -> dict[str, str]:
    length = int.from_bytes(piece[:8], "little")
    return json.loads(piece[8 : 8 + length])["__metadata__"]


def read_piece(stream: Any) -> bytes:
    """Return the next piece of a stream, b"" at its end."""
    return stream.read(int.from_bytes(stream.read(4), "little"))


def pieces(body: bytes) -> list[bytes]:
    found = []
    while body:
        length = int.from_bytes(body[:4], "little")
        found.append(body[4 : 4 + length])
        body = body[4 + length :]
    return found


def status(piece: bytes) -> dict[str, Any]:
    return json.loads(texts(piece)["status"])


def soon(true: Any) -> bool:
    """Tell whether something becomes true within two seconds, the time that a closed tab has."""
    end = time.monotonic() + 2
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return bool(true())


def test_a_film_that_ships_is_kept_for_ever(address, tmp_path, monkeypatch):
    content = lc.film_bytes(lc.film_of(lc.follow(lc.read_recipe(SMALL)), SMALL))
    (tmp_path / "anbn.safetensors").write_bytes(content)
    monkeypatch.setattr(films, "FOLDER", tmp_path)
    films.shipped.cache_clear()
    films.shipped_bytes.cache_clear()
    try:
        path = films.shipped_path("anbn")
        code, headers, body = fetched(f"{address}/{path}")
        assert (code, body) == (200, content) and "immutable" in headers["Cache-Control"]
        _, headers, zipped = fetched(f"{address}/{path}", **{"Accept-Encoding": "gzip"})
        assert headers["Content-Encoding"] == "gzip" and gzip.decompress(zipped) == content
        for wrong in ("film/shipped/0/anbn", path.replace("anbn", "..%2fanbn"), f"{path}x"):
            assert fetched(f"{address}/{wrong}")[0] == 404
    finally:
        films.shipped.cache_clear()
        films.shipped_bytes.cache_clear()
        routes._zipped.cache_clear()


def test_the_stream_of_a_training_is_its_film(address, studio, monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 0.005)
    made = studio.run(SMALL)
    code, headers, body = fetched(f"{address}/{films.live_path(made.name)}0")
    assert (code, headers["Cache-Control"]) == (200, "no-store")
    assert headers["X-Accel-Buffering"] == "no" and headers["Content-Encoding"] == "identity"
    got = pieces(body)
    arrays = [found for piece in got if (found := load(piece))]
    assert made.film
    for name in ("steps", "layer0.weight_hh", "eval.steps"):
        joined = np.concatenate([found[name] for found in arrays])
        assert (joined == made.film.arrays[name]).all()
    assert status(got[-1])["status"] == "done"
    assert texts(got[-1])["next"] == str(len(made.film))
    rest = fetched(f"{address}/{films.live_path(made.name)}3")[2]
    assert load(pieces(rest)[0])["steps"][0] == made.film.steps[3]


def test_it_says_the_place_in_line_and_never_falls_silent(address, jobs, studio):
    running = studio.run(LONG)
    waiting = Studio(jobs).run(SMALL)
    url = f"{address}/{films.live_path(waiting.name)}0"
    with urllib.request.urlopen(url, timeout=30) as stream:
        times, said = [], []
        for _ in range(3):
            said.append(status(read_piece(stream)))
            times.append(time.monotonic())
        assert all((one["status"], one["place"]) == ("queued", 1) for one in said)
        assert (times[2] - times[0]) / 2 < 1
        running.cancel()
        last = b""
        while piece := read_piece(stream):
            last = piece
        assert status(last)["status"] == "done"


def test_who_goes_away_frees_the_worker_and_who_comes_back_in_time_does_not(address, jobs, studio):
    made = studio.run(LONG)
    url = f"{address}/{films.live_path(made.name)}0"
    told: dict[str, Any] = {}
    for _ in range(2):  # a break, and back again
        with urllib.request.urlopen(url, timeout=30) as stream:
            read_piece(stream)
            told = status(read_piece(stream))
        assert told["status"] == "running" and not made.over
    assert told["per_second"] > 0 and told["left"] > 0
    assert soon(lambda: made.over and jobs.running() == 0)
    assert made.status()["status"] == "cancelled" and made.film, "the film up to there is kept"


def test_a_film_that_was_saved_is_opened_and_streamed_like_one_that_is_made(address, studio):
    made = studio.run(SMALL)
    assert soon(lambda: made.over) and made.film
    film = films.read_upload(lc.film_bytes(made.film))
    assert isinstance(film, lc.Film)
    assert film.recipe == made.film.recipe and film.stopped == made.stopped
    opened = studio.open(film)
    (piece,) = pieces(fetched(f"{address}/{films.live_path(opened.name)}0")[2])
    assert len(load(piece)["steps"]) == len(made.film)
    assert status(piece)["status"] == "done" and not opened.goes_on_by(opened.recipe)


@pytest.mark.parametrize("path", ["live/x", "live/", "shipped/x/y", "live/..%2f"])
def test_what_is_not_there_is_not_found(address, path):
    assert fetched(f"{address}/film/{path}")[0] == 404


@pytest.mark.parametrize("number", ["", "-1", "x", "1e3", "99999999999999", "²"])
def test_a_strange_number_counts_as_none(address, studio, number):
    made = studio.run(SMALL, far="step")
    assert soon(lambda: made.over)
    assert training.find(made.name) is made
    number = urllib.parse.quote(number)
    code, _, body = fetched(f"{address}/{films.live_path(made.name)}{number}")
    assert code == 200 and load(pieces(body)[0])["steps"][0] == 0
