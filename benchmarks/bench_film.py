"""What a class costs that trains at once, against bounds: python benchmarks/bench_film.py

Starts the app on two trainings at a time. 20 visitors press "Train" together while another one only
plays films; then one pauses and one closes the tab. All speak Streamlit's own protocol and read the
streams as a browser would. Times are waiting times of one run. Exits with 1 when a figure is past
its bound.
"""

import json
import os
import socket as sockets
import statistics
import sys
import threading
import time
import urllib.request
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple

from safetensors.numpy import load
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from websockets.sync.client import connect

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.bench_app import Row, Server, Visit, report, serving

CLASS = 20
TASK = "adding"
SETTINGS = "hidden_size-24~seed-{seed}"  # a second or two for one processor
ENDLESS = "steps-90000~stop-off~evaluate-900~frame-50~seed-{seed}"


class Film(NamedTuple):
    """What a stream brought: the steps of its frames, the last status, the longest silence."""

    steps: list[int]
    status: dict[str, Any]
    silence: float


class Learner(Visit):
    """A visit to the film page."""

    def __init__(self, *of_visit: Any) -> None:
        self.film, self.header = "", dict[str, Any]()
        super().__init__(*of_visit)

    def _element(self, element: Any) -> None:
        super()._element(element)
        kind = element.WhichOneof("type")
        if kind == "bidi_component" and element.bidi_component.component_name.endswith("_film"):
            self.film = element.bidi_component.id
            packed = zlib.decompress(element.bidi_component.bytes)
            length = int.from_bytes(packed[:4], "little")
            self.header = json.loads(packed[4 : 4 + length])

    def do(self, what: str) -> None:
        """Press a button of the film, and wait until the page has run."""
        ask = BackMsg()
        ask.rerun_script.query_string = self.query
        ask.rerun_script.page_script_hash = self.page
        trigger = ask.rerun_script.widget_states.widgets.add()
        trigger.id = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{self.film}__events"
        trigger.json_trigger_value = json.dumps([{"event": "do", "value": what}])
        self.socket.send(ask.SerializeToString())
        answer = ForwardMsg()
        while answer.WhichOneof("type") != "script_finished":
            answer.ParseFromString(self.socket.recv(120, decode=False))
            if answer.WhichOneof("type") == "delta":
                self._element(answer.delta.new_element)

    def stream(self, server: Server) -> HTTPResponse:
        """Open the film on show, as the browser does."""
        source = self.header["film"]["source"]
        url = f"http://127.0.0.1:{server.port}/{source}{'0' * source.endswith('=')}"
        return urllib.request.urlopen(url, timeout=120)


@contextmanager
def learning(server: Server, recipe: str = "") -> Iterator[Learner]:
    """Open the film page as a browser does, with the settings of a recipe."""
    url, origin = (f"{kind}://127.0.0.1:{server.port}" for kind in ("ws", "http"))
    query = {"net": f"task_{TASK}", "train": f"{TASK}~{recipe}"} if recipe else {}
    with connect(
        f"{url}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        origin=origin,  # type: ignore[arg-type]
        max_size=None,
    ) as socket:
        yield Learner(socket, query, "film")


def pieces(stream: HTTPResponse) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """Yield the status and the new steps of every piece of a stream."""
    while head := stream.read(4):
        piece = stream.read(int.from_bytes(head, "little"))
        texts = json.loads(piece[8 : 8 + int.from_bytes(piece[:8], "little")])["__metadata__"]
        steps = load(piece).get("steps")
        yield json.loads(texts["status"]), [] if steps is None else steps.tolist()


def train(server: Server, seed: int, together: threading.Barrier) -> Film:
    """Press "Train" with the others and watch the film to its end."""
    with learning(server, SETTINGS.format(seed=seed)) as learner:
        together.wait()
        learner.do("train@0")
        steps, status, silence, before = list[int](), dict[str, Any](), 0.0, time.monotonic()
        with learner.stream(server) as stream:
            for told, new in pieces(stream):
                status, steps = told, steps + new
                silence = max(silence, time.monotonic() - before)
                before = time.monotonic()
        return Film(steps, status, silence)


def complete(film: Film) -> bool:
    """Tell whether a learner has lost nothing: every frame once, from the first to the end."""
    rising = all(a < b for a, b in zip(film.steps, film.steps[1:], strict=False))
    return film.status.get("status") == "done" and film.steps[0] == 0 and rising


def playing(server: Server, over: threading.Event) -> list[float]:
    """Change the sequence that a film reads again and again; return how long each took."""
    times: list[float] = []
    with learning(server) as learner:
        while not over.is_set() or len(times) < 5:
            began = time.monotonic()
            learner.run(f"0.{len(times) % 9 + 1} *0.5 0.3 *0.2")
            learner.stream(server).close()
            times.append(time.monotonic() - began)
            over.wait(0.5)  # as fast as a hand
    return times


def the_class(server: Server) -> Iterator[Row]:
    """Let a class train at once, and one play films meanwhile."""
    together, over = threading.Barrier(CLASS), threading.Event()
    with ThreadPoolExecutor(CLASS + 1) as threads:
        player = threads.submit(playing, server, over)
        began = time.monotonic()
        films = list(threads.map(lambda seed: train(server, seed, together), range(CLASS)))
        took = time.monotonic() - began
        over.set()
    lost = sum(not complete(film) for film in films)
    yield Row(f"trainings lost of {CLASS} at once", lost, 0, "")
    yield Row("all of them trained after", took, 120, "s")
    yield Row("longest silence of a stream", max(film.silence for film in films), 2, "s")
    median = statistics.median(player.result())
    yield Row("rerun of one who only plays, median", median, 0.5, "s")


def going_away(server: Server) -> Iterator[Row]:
    """Pause a training, then close a tab while somebody waits for its place."""
    with learning(server, ENDLESS.format(seed=1)) as ann:
        ann.do("train@0")
        stream = ann.stream(server)
        following = pieces(stream)
        for _ in range(3):
            next(following)
        began = time.monotonic()
        threading.Thread(target=ann.do, args=("pause@0",)).start()
        for _ in following:
            pass
        yield Row("pausing, until the stream has ended", time.monotonic() - began, 0.5, "s")
    others = [learning(server, ENDLESS.format(seed=seed)) for seed in (2, 3, 4)]
    ben, eve, joe = (other.__enter__() for other in others)
    streams = []
    for learner in (ben, eve, joe):
        learner.do("train@0")
        streams.append(learner.stream(server))
        next(pieces(streams[-1]))
    streams[0].fp.raw._sock.shutdown(sockets.SHUT_RDWR)  # type: ignore[union-attr]
    streams[0].close()
    others[0].__exit__(None, None, None)
    began = time.monotonic()
    for status, _ in pieces(streams[2]):
        if status["status"] == "running":
            break
    yield Row("closed tab, until the next in line trains", time.monotonic() - began, 2, "s")
    for stream, other in zip(streams[1:], others[1:], strict=True):
        stream.close()
        other.__exit__(None, None, None)


def stopping(server: Server) -> Iterator[Row]:
    """Stop the server while somebody trains and watches."""
    with learning(server, ENDLESS.format(seed=5)) as learner:
        learner.do("train@0")
        with learner.stream(server) as stream:
            next(pieces(stream))
            began = time.monotonic()
            server.process.terminate()
            server.process.wait(60)
    yield Row("stopping the server while a training runs", time.monotonic() - began, 5, "s")


def measure() -> Iterator[Row]:
    os.environ["GATESCOPE_TRAININGS"] = "2"
    with serving() as server:
        yield from the_class(server)
        yield from going_away(server)
        yield Row("memory of the server after all this", server.memory(), 250, "MB")
        yield Row("torch in the server", float(server.has_torch()), 0, "")
        yield from stopping(server)


if __name__ == "__main__":
    sys.exit(report(measure()))
