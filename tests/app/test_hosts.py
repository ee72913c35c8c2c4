"""The names by which a server may be called."""

import asyncio
from typing import Any

import pytest

from app.hosts import AllowedHosts, named


def asked(allowed: str, host: str | None, kind: str = "http", path: str = "/inside") -> list[Any]:
    """Return what is sent to whoever calls: "inside" from the app, else the refusal."""
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send("inside")

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    headers = [(b"accept-language", b"zh-CN")]
    headers += [(b"host", host.encode("latin-1"))] if host is not None else []
    scope = {"type": kind, "path": path, "headers": headers}
    asyncio.run(AllowedHosts(app, allowed)(scope, receive, send))
    return sent


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        *(("*", "anything"), ("*", None), ("Class.test", "class.test:8501")),
        *(("a.test, b.test", "B.test"), ("*.test", "one.two.test"), ("[::1]", "[::1]:8501")),
        ("127.0.0.1", "127.0.0.1:80"),
    ],
)
def test_it_answers_by_these_names(allowed, host, kind):
    assert asked(allowed, host, kind) == ["inside"]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        *(("class.test", "evil.test"), ("class.test", None), ("class.test", "")),
        *(("*.test", "test"), ("*.test", "eviltest"), ("class.test", "class.test.evil.org")),
        *(("class.test", "evil.org@class.tes"), ("class.test", "[::1"), ("a.test", "a.test\xe9")),
    ],
)
def test_it_refuses_others_in_one_sentence(allowed, host, kind):
    start, body = asked(allowed, host, kind)
    assert start["status"] == 400
    assert body["body"].decode().endswith("正确的地址。")


def test_the_probes_of_health_answer_by_any_name():
    for path in ("/readyz", "/_stcore/health"):
        assert asked("class.test", "10.0.0.7", path=path) == ["inside"]
    assert asked("class.test", "10.0.0.7", path="/x/readyz") != ["inside"]


def test_a_name_is_read_without_its_port():
    assert [named(host) for host in ("A.test:1", "[::1]:1", "", "[", "a b")] == [
        *("a.test", "::1", "", "", "a b")
    ]
