"""The server: ready when it says so, careful in every answer, at home in any folder."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from functools import partial

import pytest

from app.films import shipped_path
from tests.conftest import MAIN


def get(url: str) -> tuple[int, Message, bytes]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status, answer.headers, answer.read()


def test_it_says_when_it_is_ready(server):
    assert get(f"{server}/readyz")[::2] == (200, b"ready")
    assert get(f"{server}/_stcore/health")[0] == 200


def test_it_tells_its_numbers(server):
    get(f"{server}/")
    status, headers, body = get(f"{server}/metrics")
    assert (status, headers.get_content_type()) == (200, "text/plain")
    assert headers["Cache-Control"] == "no-store"
    assert b"gatescope_build_info{" in body and b"\ngatescope_learners " in body
    assert re.search(rb'\ngatescope_responses_total{status="2xx"} [1-9]', body)


def test_it_serves_the_drawing_library_of_the_installed_package(server):
    import plotly

    status, headers, body = get(f"{server}/vendor/{plotly.__version__}/plotly.min.js")
    assert (status, headers.get_content_type()) == (200, "text/javascript")
    assert b"plotly.js" in body[:200]


def test_it_can_live_under_a_path_and_a_name_and_in_the_frame_of_another_site(
    serve, tmp_path, monkeypatch
):
    import plotly

    monkeypatch.setenv("GATESCOPE_HOSTS", "class.test,127.0.0.1")
    monkeypatch.setenv("GATESCOPE_FRAME_ANCESTORS", "'self' https://moodle.test")
    with serve(tmp_path, base="lstm") as url:
        assert url.endswith("/lstm")
        for path in ("/", "/readyz", "/_stcore/health"):
            assert get(url + path)[0] == 200
        library = get(f"{url}/vendor/{plotly.__version__}/plotly.min.js")
        assert library[1].get_content_type() == "text/javascript"
        assert get(f"{url}/{shipped_path('adding')}")[0] == 200
        assert fetched(f"{url}/film/live/nobodys")[0] == 404
        policy = get(f"{url}/")[1]["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'self' https://moodle.test")
        for path, name, status in (
            *(("/", "class.test", 200), ("/", "evil.test", 400), ("/inside", "evil.test", 400)),
            *(("/readyz", "evil.test", 200), ("/_stcore/health", "evil.test", 200)),
        ):
            found, headers, said = fetched(url + path, host=name)
            assert found == status, (path, name)
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert said.endswith(b"right one.") == (status == 400)


def test_a_variable_that_cannot_be_is_refused_in_one_sentence():
    started = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", str(MAIN), "--server.headless=true"],
        env={**os.environ, "GATESCOPE_QUEUE": "many"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert started.returncode == 1
    assert started.stderr.count("\n") == 1
    assert "GATESCOPE_QUEUE" in started.stderr and "0 to 1000" in started.stderr


def fetched(url: str, body: bytes | None = None, host: str = "") -> tuple[int, Message, bytes]:
    """Like `get`, or a post when there is a body; a refusal is an answer too."""
    request = urllib.request.Request(url, body, {"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_a_state_is_downloaded_as_a_file(server):
    state = b'{"v": 1, "lang": "en", "net": "counter", "seq": "aa.a", "hold": "f:all:0.8"}'
    status, headers, body = fetched(f"{server}/export/trace.csv", state)
    assert (status, headers.get_filename()) == (200, "gatescope-counter-trace.csv")
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert b"1,a,1," in body


@pytest.mark.parametrize("body", [b"", b"{", b'{"v": 1, "t": 9999}', b"x" * 1_000_000])
def test_a_bad_state_is_answered_with_one_sentence(server, body):
    status, headers, said = fetched(f"{server}/export/trace.xlsx", body)
    assert (status, headers.get_content_type()) == (400, "text/plain")
    assert said.decode().count("\n") == 0 and said.decode().endswith(".")


def test_there_is_no_other_download(server):
    assert fetched(f"{server}/export/secrets", b'{"v": 1}')[0] == 404


def qr_code(server: str, text: str) -> tuple[int, Message, bytes]:
    return fetched(f"{server}/qr.svg?{urllib.parse.urlencode({'text': text})}")


def modules(svg: bytes) -> set[tuple[int, int]]:
    """The black modules, column and row: every horizontal stroke of the path, cut into units."""
    path = re.search(r'class="qrline"[^>]* d="([^"]+)"', svg.decode())
    assert path
    x, y, black = 0, -1, set()
    for kind, across, down in re.findall(r"([mMh])(-?\d+)(?: (-?\d+(?:\.5)?))?", path[1]):
        if kind == "h":
            black |= {(x + k, y) for k in range(int(across))}
            x += int(across)
        elif kind == "M":
            x, y = int(across), int(float(down))
        else:
            x, y = x + int(across), y + int(down)
    return black


def test_a_link_becomes_a_qr_code(server):
    status, headers, svg = qr_code(server, "https://example.org/?v=1&seq=我在法国长大")
    assert (status, headers.get_content_type()) == (200, "image/svg+xml")
    assert headers["Cache-Control"] == "no-store"
    assert b"<script" not in svg and b'viewBox="0 0 ' in svg
    black = modules(svg)
    size = max(x for x, _ in black) + 1
    # The three finder patterns: a ring of 7, white, a core of 3, behind a border of 2 modules.
    for left, top in ((2, 2), (size - 7, 2), (2, size - 7)):
        ring = {(x, y) for x in range(7) for y in range(7) if x in (0, 6) or y in (0, 6)}
        core = {(x, y) for x in range(2, 5) for y in range(2, 5)}
        found = {(x, y) for x in range(7) for y in range(7) if (left + x, top + y) in black}
        assert found == ring | core
    assert all(((8 + k, 8) in black) == (k % 2 == 0) for k in range(size - 22)), "timing row"


def test_two_links_have_two_qr_codes_and_a_long_one_still_fits(server):
    first, second = (modules(qr_code(server, f"http://a.test/?t={t}")[2]) for t in "12")
    assert first != second
    assert qr_code(server, "http://a.test/?" + "%E6" * 395)[0] == 200


@pytest.mark.parametrize("text", ["", "javascript:alert(1)", "hello", "http://" + "a" * 1200])
def test_only_a_web_address_of_modest_length_becomes_a_qr_code(server, text):
    status, headers, said = qr_code(server, text)
    assert (status, headers.get_content_type()) == (400, "text/plain")
    assert said.decode().endswith(".")


def test_a_class_may_ask_for_its_files_at_once(server):
    states = [b'{"v": 1, "net": "random", "seq": "hello", "seed": %d}' % k for k in range(8)]
    with ThreadPoolExecutor(8) as learners:
        answers = list(learners.map(partial(fetched, f"{server}/export/trace.npz"), states))
    assert [status for status, _, _ in answers] == [200] * 8
    assert len({body for _, _, body in answers}) == 8
