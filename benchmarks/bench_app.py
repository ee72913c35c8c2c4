"""What a visit costs the server, against bounds: python benchmarks/bench_app.py

Starts the app, speaks Streamlit's own protocol to it as a browser would, and reads CPU and memory
of the server from /proc (Linux). Costs are CPU time, not waiting, so a busy machine disturbs them
little. Exits with 1 when a figure is past its bound.
"""

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[1]
RERUNS = 40
ALPHABETS = {
    "grew_up_in": "我在法国中国日本长大爱下棋会说",
    "counter": "a.",
    "random": "abcdefghijklmnopqrstuvwxyz ",
}


class Row(NamedTuple):
    """One figure and its bound."""

    what: str
    figure: float
    bound: float
    unit: str


class Server:
    """A running app, seen from outside."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port

    def cpu(self) -> float:
        """Return the CPU seconds that the process has used."""
        text = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(text[11]) + int(text[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return the resident memory in MB."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def has_torch(self) -> bool:
        """Tell whether torch's library is mapped."""
        return "libtorch" in Path(f"/proc/{self.process.pid}/maps").read_text()


@contextmanager
def serving() -> Iterator[Server]:
    """Start the app on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app" / "main.py"), *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
                    break
                except (urllib.error.URLError, ConnectionError):
                    try:
                        sys.exit(f"the server stopped with {process.wait(0.1)}")
                    except subprocess.TimeoutExpired:
                        pass
            yield Server(process, port)
        finally:
            process.terminate()


class Visit:
    """One session: the first run, then reruns with another text or another edit."""

    def __init__(self, socket: ClientConnection, query: dict[str, str], name: str) -> None:
        self.socket, self.query, self.name = socket, urlencode(query), name
        self.page, self.field, self.belt, self.payload = "", "", "", 0
        self.run()

    def run(self, text: str | None = None, edit: str | None = None) -> None:
        """Ask for a run of the script and wait until it has finished."""
        ask = BackMsg()
        ask.rerun_script.query_string = self.query
        ask.rerun_script.page_script_hash = self.page
        ask.rerun_script.page_name = "" if self.page else self.name
        ask.rerun_script.context_info.locale = "en-US"
        if text is not None:
            field = ask.rerun_script.widget_states.widgets.add()
            field.id, field.string_value = self.field, text
        if edit is not None:
            trigger = ask.rerun_script.widget_states.widgets.add()
            trigger.id = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{self.belt}__events"
            trigger.json_trigger_value = json.dumps([{"event": "edit", "value": edit}])
        self.socket.send(ask.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self.socket.recv(60, decode=False))
            kind = answer.WhichOneof("type")
            if kind == "navigation":  # the page that the script chose for the address
                self.page = answer.navigation.page_script_hash
            elif kind == "delta":
                self._element(answer.delta.new_element)
            elif kind == "script_finished":
                return

    def _element(self, element: object) -> None:
        kind = element.WhichOneof("type")  # type: ignore[attr-defined]
        if kind == "text_input":
            self.field = element.text_input.id  # type: ignore[attr-defined]
        elif kind == "bidi_component" and "belt" in element.bidi_component.component_name:  # type: ignore[attr-defined]
            self.belt = element.bidi_component.id  # type: ignore[attr-defined]
            self.payload = len(element.bidi_component.bytes)  # type: ignore[attr-defined]
        elif kind == "exception":
            sys.exit("a page raised an exception")


@contextmanager
def visiting(server: Server, page: str = "inside", **query: str) -> Iterator[Visit]:
    """Open a session as a browser does."""
    url = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    origin = f"http://127.0.0.1:{server.port}"
    with connect(url, subprotocols=["streamlit"], origin=origin, max_size=None) as socket:  # type: ignore[arg-type]
        yield Visit(socket, query, page)


def cost(server: Server, rerun: Callable[[], None]) -> float:
    """Return the CPU milliseconds of one rerun."""
    costs: list[float] = []
    for _ in range(3):
        rerun()  # what is loaded late is loaded now
    for _ in range(4):
        before = server.cpu()
        for _ in range(RERUNS // 4):
            rerun()
        costs.append((server.cpu() - before) / (RERUNS // 4) * 1000)
    return statistics.median(costs)


def typing_cost(server: Server, visit: Visit, text: Callable[[], str]) -> float:
    """Measure a text that was never read before."""
    return cost(server, lambda: visit.run(text()))


def weight_cost(server: Server, visit: Visit) -> float:
    """Measure one weight set to a value that it never had: trace, message, results, readings."""
    return cost(server, lambda: visit.run(edit=f"weight_ih_0_0_{random.random():.6f}"))


def letters(net: str, length: int) -> Callable[[], str]:
    return lambda: "".join(random.choices(ALPHABETS[net], k=length))


def measure() -> Iterator[Row]:
    with serving() as server:
        with visiting(server) as visit:
            yield Row("start to first page", server.cpu(), 3, "s CPU")
            yield Row("memory, page open", server.memory(), 200, "MB")
            figure = typing_cost(server, visit, letters("grew_up_in", 100))
            yield Row("typing 100 characters, grew_up_in", figure, 60, "ms CPU")
        for net, size in (("counter", 8), ("random", 8), ("random", 64)):
            with visiting(server, net=net, size=str(size)) as visit:
                figure = typing_cost(server, visit, letters(net, 100))
                yield Row(f"typing 100 characters, {net} {size}", figure, 60, "ms CPU")
                if size == 64:
                    yield Row("data, 64 units x 100 steps", visit.payload / 1000, 600, "KB")
                elif net == "random":
                    from app.belt import assets

                    whole = (visit.payload + assets.transfer_size()) / 1000
                    yield Row("data, scripts, styles, 8 x 100", whole, 90, "KB")
        seq = letters("random", 64)()
        with visiting(server, "effect", net="random", size="32", seq=seq) as visit:
            yield Row(
                "one weight set, 32 units x 64 steps", weight_cost(server, visit), 60, "ms CPU"
            )
        for net in ("continual_reber", "adding"):
            with visiting(server, "effect", net=net) as visit:
                figure = weight_cost(server, visit)
                yield Row(f"one weight set and the exam, {net}", figure, 400, "ms CPU")
        with visiting(server, net="counter") as visit:
            figure = typing_cost(server, visit, letters("counter", 100_000))
            yield Row("pasting 100,000 characters", figure, 60, "ms CPU")
        yield Row("memory after all this", server.memory(), 200, "MB")
        yield Row("torch in the server", float(server.has_torch()), 0, "")


def report(rows: Iterable[Row]) -> int:
    """Print a table of figures and bounds; return 1 when one is past its bound."""
    failed = False
    print(f"{'figure':40} {'measured':>8} {'bound':>7}")
    for row in rows:
        late = row.figure > row.bound
        failed |= late
        print(
            f"{row.what:40} {row.figure:8.2f} {row.bound:7.2f} {row.unit:10}"
            f"{'PAST THE BOUND' if late else ''}",
            flush=True,
        )
    return int(failed)


def main() -> int:
    """Measure everything against its bounds; return 1 when a figure is past its own."""
    sys.path.insert(0, str(ROOT))
    return report(measure())


if __name__ == "__main__":
    sys.exit(main())
