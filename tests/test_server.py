"""The server: ready when it says so, careful in every answer, at home in any folder."""

import urllib.request
from email.message import Message

import pytest


def get(url: str) -> tuple[int, Message, bytes]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status, answer.headers, answer.read()


def test_it_says_when_it_is_ready(server):
    assert get(f"{server}/readyz")[::2] == (200, b"ready")
    assert get(f"{server}/_stcore/health")[0] == 200


@pytest.mark.parametrize("path", ["/", "/inside", "/readyz", "/_stcore/health"])
def test_every_answer_carries_the_security_headers(server, path):
    _, headers, _ = get(server + path)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy and "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=()" in headers["Permissions-Policy"]


def test_it_serves_the_drawing_library_of_the_installed_package(server):
    import plotly

    status, headers, body = get(f"{server}/vendor/{plotly.__version__}/plotly.min.js")
    assert (status, headers.get_content_type()) == (200, "text/javascript")
    assert b"plotly.js" in body[:200]


def test_it_can_live_under_a_path(serve, tmp_path):
    import plotly

    with serve(tmp_path, base="lstm") as url:
        assert url.endswith("/lstm")
        for path in ("/", "/readyz", "/_stcore/health"):
            assert get(url + path)[0] == 200
        library = get(f"{url}/vendor/{plotly.__version__}/plotly.min.js")
        assert library[1].get_content_type() == "text/javascript"
