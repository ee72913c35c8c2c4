"""What a hostile browser, site or request cannot do (docs/security.md names these tests)."""

import asyncio
import http.client
from collections.abc import Mapping
from email.message import Message
from functools import cache
from itertools import product
from typing import Any
from unittest.mock import MagicMock
from urllib.parse import urlsplit

import httpx
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from streamlit import config
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes
from websockets import Origin, Subprotocol
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from app.belt import assets
from app.films import shipped_path
from app.headers import HEADERS, SecurityHeaders, failed
from app.i18n import words
from app.origins import OwnOrigin

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
# What stands in our routes and in Streamlit's, filled with something that is there.
FILLED = {
    "/belt/{version}/{name}": f"/belt/{assets.version()}/main.js",
    "/film/shipped/{version}/{name}": f"/{shipped_path('adding')}",
    "/export/{kind}": "/export/trace.csv",
    "/": "/inside",
}


def asked(
    server: str, path: str, method: str = "GET", body: bytes = b"", **headers: Any
) -> tuple[int, Message, bytes]:
    """Ask for a path exactly as it stands, dots and all. A stream ends after its first bytes."""
    there = urlsplit(server)
    line = http.client.HTTPConnection(there.hostname or "", there.port, timeout=20)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        line.request(method, there.path + path, body or None, sent)
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()


@cache
def routes() -> dict[str, frozenset[str]]:
    """List every route of the server, Streamlit's too: path → methods."""
    # Streamlit remembers the first app of a process for its settings.
    before, config._main_script_path = config._main_script_path, "elsewhere"
    try:
        from app import main
    finally:
        config._main_script_path = before
    found: dict[str, frozenset[str]] = {}
    for route in (*main.routes(), *create_streamlit_routes(MagicMock())):
        path = getattr(route, "path", "") or "/"
        if "stream" not in path:  # the websocket
            methods = getattr(route, "methods", None) or {"GET", "HEAD"}
            found[path] = found.get(path, frozenset()) | frozenset(methods)
    return found


def secured(headers: Message | Mapping[str, str]) -> None:
    for name, value in HEADERS.items():
        if name != "Cache-Control":
            assert headers[name] == value, name
    assert headers["Cache-Control"], "how long it may be kept"
    assert headers["Server"] in (None, "uvicorn"), "no version"
    assert not headers["X-Powered-By"]


def test_routes_are_those_that_we_know():
    """A new one of Streamlit's, or of ours, has to be looked at."""
    ours = {
        "/readyz", "/belt/{version}/{name}", "/export/{kind}", "/qr.svg",
        "/film/shipped/{version}/{name}", "/film/live/{name}", f"/{assets.PLOTLY_PATH}",
    }  # fmt: skip
    theirs = {
        "/_stcore/health", "/_stcore/metrics", "/_stcore/host-config", "/media/{file_id:path}",
        "/_stcore/upload_file/{session_id}/{file_id}", "/component/{path:path}",
        "/_stcore/bidi-components/{path:path}", "/auth/login", "/oauth2callback", "/auth/logout",
        "/_stcore/agent/openapi.json", "/_stcore/agent/interact", "/_stcore/agent/mcp", "/",
    }  # fmt: skip
    assert routes().keys() - {"/metrics"} == ours | theirs


def test_every_route_answers_with_the_security_headers_whatever_is_asked(server):
    for path, methods in routes().items():
        full = FILLED.get(path, path.replace("{", "").replace("}", "").replace(":path", ""))
        for method in METHODS:
            status, headers, _ = asked(server, full, method)
            secured(headers)
            assert status < 500
            if method not in methods and (path, method) != ("/export/{kind}", "GET"):
                refused = (404, 405)
                assert status in refused or (status, method) == (200, "GET"), (method, full)
    for wrong in ("/nope", "/belt/0/main.js", "/film/live/x", "/%00", "/a%2f..%2fb", "/\\\\x"):
        secured(asked(server, wrong)[1])


def test_an_answer_that_fails_is_one_sentence_with_the_security_headers():
    def fail(request: object) -> None:
        raise ZeroDivisionError("/secret/path")

    app = Starlette(
        routes=[Route("/", fail)],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={Exception: failed},
    )
    server = httpx.ASGITransport(app, raise_app_exceptions=False)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=server, base_url="http://test") as browser:
            return await browser.get("/", headers={"Accept-Language": "zh"})

    answer = asyncio.run(ask())
    assert (answer.status_code, answer.text) == (500, words("zh")("app.failed"))
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_no_script_runs_that_is_not_ours(server):
    """Inline scripts only if they are those of Streamlit's page, word for word; no eval."""
    _, headers, page = asked(server, "/")
    said = headers["Content-Security-Policy"]
    policy = {part.split()[0]: part.partition(" ")[2] for part in said.split("; ")}
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    assert policy["script-src"].count("'sha256-") == page.count(b"<script>") >= 1
    assert "http" not in said
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'self'"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_cookie_travels_by_https_only_where_there_is_https(server):
    def cookie(**headers: Any) -> str:
        return asked(server, "/_stcore/health", **headers)[1]["Set-Cookie"]

    # Not HttpOnly: the page has to send the token back, that is the point of it.
    assert "SameSite=Lax" in cookie() and "Secure" not in cookie()
    behind = cookie(X_Forwarded_Proto="https")
    assert behind.endswith("; Secure") and behind.count("Secure") == 1


# ---- other sites ----


FOREIGN = ("http://evil.test", "null", "http://localhost:1", "http://[", "", "file://")


def test_a_websocket_opens_only_for_our_own_page(server):
    address, spoken = server.replace("http", "ws") + "/_stcore/stream", Subprotocol("streamlit")
    with connect(address, origin=Origin(server), subprotocols=[spoken]):
        pass
    for foreign in (*FOREIGN, server + ".evil.test", server + "@evil.test"):
        with pytest.raises(InvalidStatus, match="403"):
            with connect(address, origin=Origin(foreign), subprotocols=[spoken]):
                pass


def test_no_other_site_may_read_an_answer(server):
    for path in ("/", "/_stcore/health", "/_stcore/host-config", "/media/x", "/qr.svg?text=x"):
        for method, origin in product(("GET", "OPTIONS"), FOREIGN):
            _, headers, _ = asked(server, path, method, Origin=origin)
            assert headers["Access-Control-Allow-Origin"] is None, path


def seen_origins(also: tuple[str, ...], *origins: str, kind: str = "websocket") -> list[str | None]:
    """Return the origins that an app behind the middleware gets to see; refused ones are not."""
    seen: list[str | None] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(Headers(scope=scope).get("origin"))

    async def nothing(*_: object) -> Any:
        return None

    for origin in origins:
        head = [(b"host", b"class.test:8501"), (b"origin", origin.encode())]
        asyncio.run(OwnOrigin(app, also)({"type": kind, "headers": head}, nothing, nothing))
    return seen


def test_streamlit_never_asks_the_web_who_the_server_is():
    """It would, for any origin but the one that stands in Host: no other gets as far as that."""
    own, public = "http://class.test:8501", "https://Learn.test"
    assert seen_origins((), own, public, "http://class.test", "null") == [own]
    assert seen_origins(("learn.test",), public) == ["https://class.test:8501"]
    assert seen_origins((public,), own, public, kind="http") == [None, None]


FORM = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.json"\r\n\r\n{}\r\n--x--\r\n'
KIND = "multipart/form-data; boundary=x"


def test_an_upload_needs_the_token_of_our_own_page(server):
    path = "/_stcore/upload_file/x/y"
    token = asked(server, "/_stcore/health")[1]["Set-Cookie"].split(";")[0]
    secret = token.partition("=")[2]
    forged = {"Cookie": "_streamlit_xsrf=2|0|0|0", "X_Xsrftoken": "2|0|0|0"}
    for wrong in ({}, {"Cookie": token}, {"X_Xsrftoken": secret}, {"Cookie": token, **forged}):
        for method in ("PUT", "DELETE"):
            for origin in (server, "http://evil.test"):
                headers = {"Content_Type": KIND, "Origin": origin, **wrong}
                assert asked(server, path, method, FORM, **headers)[0] == 403
    right = {"Cookie": token, "X_Xsrftoken": secret, "Content_Type": KIND}
    status, _, said = asked(server, path, "PUT", FORM, **right)
    assert status == 400 and said.startswith(b"Invalid session_id")  # nobody's session


# ---- files of the server ----

OUTSIDE = (
    "../main.py", "..%2fmain.py", "%2e%2e/main.py", "..%252fmain.py", "..\\main.py",
    "..%5cmain.py", "....//main.py", "%2fetc/passwd", "//etc/passwd", "/etc/passwd",
    "../../../../../../etc/passwd", "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd", "%00", "x%00.js",
    "..;/main.py", "C:/windows/win.ini", "file:///etc/passwd", "~/.ssh/id_rsa", ".streamlit",
)  # fmt: skip
PLACES = (
    "", "static/", "media/", "component/", "component/gatescope_belt/", "_stcore/bidi-components/",
    "_stcore/bidi-components/gatescope_belt/", "app/static/", "film/live/", "film/shipped/0/",
    "_stcore/upload_file/x/", "export/", f"belt/{assets.version()}/", "vendor/",
    f"film/shipped/{shipped_path('adding').split('/')[2]}/",
)  # fmt: skip


def test_no_path_leads_to_a_file_outside(server):
    page = asked(server, "/")[2]
    for place in PLACES:
        for path in OUTSIDE:
            status, headers, body = asked(server, f"/{place}{path}")
            secured(headers)
            # Streamlit answers a page's address that it does not know with its one page.
            assert status in (301, 307, 400, 404, 405) or body == page, (place, path)
            assert b"root:" not in body and b"import " not in body


def test_streamlits_own_doors_are_shut(server):
    """Its interface for programs is off, there is no log in, and no page of the server's state."""
    for path in ("/_stcore/agent/interact", "/_stcore/agent/mcp"):
        status, _, _ = asked(server, path, "POST", b"{}", Content_Type="application/json")
        assert status in (400, 403)
    assert st.get_option("server.enableAgentApi") is False
    assert st.get_option("global.developmentMode") is False
