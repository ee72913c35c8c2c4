"""The real proxy before two small servers: who goes where, what is kept, packed, written down."""

import gzip
import http.client
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from benchmarks.load.replicas import free_ports, proxy_command

pytestmark = pytest.mark.skipif(not shutil.which("haproxy"), reason="no haproxy on this machine")
SCRIPT = b"let gate = 'open';\n" * 200
FOREVER = "public, max-age=31536000, immutable"


class Replica(BaseHTTPRequestHandler):
    """Answers as the app does, and says which of the two it is."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.seen.append(path)  # type: ignore[attr-defined]
        if path == "/film/live/x":
            return self.stream()
        packed = path == "/belt/1/main.js"
        body = gzip.compress(SCRIPT) if packed else SCRIPT
        headers = {"Content-Encoding": "gzip"} if packed else {}
        if "static" in path or packed:
            headers["Cache-Control"] = FOREVER
        if path == "/cookie":
            headers["Set-Cookie"] = "_streamlit_xsrf=2|1|2|3; Path=/; SameSite=None; Secure"
        self.answer(headers, body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({}, b"")

    def answer(self, headers: dict[str, str], body: bytes) -> None:
        self.send_response(200)
        about = {"Content-Type": "text/javascript", "Content-Length": str(len(body))}
        about |= {"X-Replica": str(self.server.server_port)}  # type: ignore[attr-defined]
        about |= {"X-Scheme": self.headers.get("X-Forwarded-Proto", "")}
        for name, value in (about | headers).items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Encoding", "identity")
        self.send_header("Connection", "close")
        self.end_headers()
        for piece in (b"one", b"two"):
            self.wfile.write(piece)
            time.sleep(0.3)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Answer(NamedTuple):
    """What came through the proxy."""

    status: int
    headers: Message
    body: bytes


class Proxy(NamedTuple):
    """The proxy, its log, and what stands behind it."""

    port: int
    log: Path
    servers: list[ThreadingHTTPServer]

    def seen(self) -> list[str]:
        return [path for one in self.servers for path in one.seen]  # type: ignore[attr-defined]

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def ask(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> Answer:
        with closing(self.connect()) as connection:
            connection.request(method, path, body, headers)
            with connection.getresponse() as answer:
                return Answer(answer.status, answer.headers, answer.read())


@contextmanager
def proxying(folder: Path, count: int, **told: str) -> Iterator[Proxy]:
    """Run the proxy before some small servers, with variables of the environment."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Replica) for _ in range(count)]
    for one in servers:
        one.seen = []  # type: ignore[attr-defined]
        threading.Thread(target=one.serve_forever, args=[0.05], daemon=True).start()
    [port] = free_ports(1)
    command = proxy_command(folder, [one.server_port for one in servers])
    environment = os.environ | told | {"GATESCOPE_BIND": f"127.0.0.1:{port}"}
    log = folder / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(command, stdout=out, stderr=out, env=environment) as run,
    ):
        found = Proxy(port, log, servers)
        for _ in range(100):
            try:
                found.ask("/")
                break
            except OSError:
                time.sleep(0.05)
        yield found
        run.terminate()
    for one in servers:
        one.shutdown()
        one.server_close()


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxying(tmp_path_factory.mktemp("proxy"), 2) as found:
        yield found


def test_who_has_come_once_comes_to_the_same_replica(proxy: Proxy) -> None:
    first = [proxy.ask("/inside") for _ in range(8)]
    assert len({one.headers["X-Replica"] for one in first}) == 2
    for one in first[:2]:
        cookie = one.headers["Set-Cookie"].partition(";")[0]
        again = [proxy.ask(f"/page{k}", Cookie=cookie) for k in range(6)]
        assert {two.headers["X-Replica"] for two in again} == {one.headers["X-Replica"]}
        assert not any(two.headers["Set-Cookie"] for two in again)


def test_a_file_is_asked_for_once_and_packed_once(proxy: Proxy) -> None:
    for path in ("/static/js/index.js", "/belt/1/main.js"):
        answers = [proxy.ask(path, **{"Accept-Encoding": "gzip"}) for _ in range(3)]
        for answer in answers:
            assert answer.headers.get_all("Content-Encoding") == ["gzip"]
            assert gzip.decompress(answer.body) == SCRIPT
        assert proxy.seen().count(path) == 1
        # A kept answer with a cookie would send everybody to one replica.
        assert not any(answer.headers["Set-Cookie"] for answer in answers[1:])


def test_the_pieces_of_a_film_come_as_they_are_made(proxy: Proxy) -> None:
    begin = time.monotonic()
    with closing(proxy.connect()) as connection:
        connection.request("GET", "/film/live/x", headers={"Accept-Encoding": "gzip"})
        with connection.getresponse() as answer:
            assert answer.read1() == b"one"
            assert time.monotonic() - begin < 0.25
            assert answer.read() == b"two"


def test_it_refuses_what_is_too_large_and_what_is_for_the_administrator(proxy: Proxy) -> None:
    assert proxy.ask("/export/trace.csv", "POST", b"x" * 100_000).status == 200
    assert proxy.ask("/export/trace.csv", "POST", **{"Content-Length": "9000000"}).status == 413
    assert proxy.ask("/export/trace.csv", "POST", **{"Transfer-Encoding": "chunked"}).status == 413
    assert [proxy.ask(path).status for path in ("/metrics", "/_stcore/metrics")] == [404, 404]


def test_it_passes_on_by_which_scheme_the_learner_came(proxy: Proxy) -> None:
    said = {
        told: proxy.ask("/", **{"X-Forwarded-Proto": told}).headers["X-Scheme"]
        for told in ("", "http", "https", "javascript")
    }
    assert said == {"": "http", "http": "http", "https": "https", "javascript": "http"}


def test_its_log_has_no_address_and_nothing_that_a_learner_wrote(proxy: Proxy) -> None:
    proxy.ask("/inside?seq=secret&lang=en", Referer="http://a.test/?seq=secret")
    end = time.monotonic() + 2
    while "GET /inside " not in (said := proxy.log.read_text()):
        assert time.monotonic() < end, said
        time.sleep(0.05)
    assert " 200 GET /inside to=" in said
    assert "secret" not in said and "seq" not in said
    assert "127.0.0.1" not in said.replace(f"127.0.0.1:{proxy.port}", "")


def test_the_learners_of_a_replica_that_is_gone_go_to_the_other(proxy: Proxy) -> None:
    answer = proxy.ask("/inside")
    cookie, gone = answer.headers["Set-Cookie"].partition(";")[0], answer.headers["X-Replica"]
    [server] = [one for one in proxy.servers if str(one.server_port) == gone]
    server.shutdown()
    server.server_close()
    moved = proxy.ask("/inside", Cookie=cookie)
    assert moved.status == 200 and moved.headers["X-Replica"] != gone
    assert moved.headers["Set-Cookie"], "from now on it belongs to the other"


def test_who_comes_before_any_replica_is_told_and_comes_again(tmp_path: Path) -> None:
    with proxying(tmp_path, 0) as proxy:
        answer = proxy.ask("/inside")
    assert (answer.status, answer.headers["Refresh"]) == (503, "5")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "正在启动" in answer.body.decode()


def test_in_a_frame_both_cookies_are_kept_for_the_outer_site(tmp_path: Path) -> None:
    with proxying(tmp_path, 1, GATESCOPE_COOKIE_SAMESITE="None") as proxy:
        cookies = proxy.ask("/cookie").headers.get_all("Set-Cookie") or []
    assert {one.partition("=")[0] for one in cookies} == {"_streamlit_xsrf", "gatescope_replica"}
    for cookie in cookies:
        assert {"Secure", "SameSite=None", "Partitioned"} <= set(cookie.split("; "))
