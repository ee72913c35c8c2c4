"""Security headers on every answer of the server."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.i18n import spoken, words
from app.settings import SETTINGS


def inline_scripts() -> str:
    """Name the scripts inside Streamlit's page by what they are: no other inline script runs."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_bytes()
    scripts = re.findall(rb"<script>(.*?)</script>", page, re.S)
    return " ".join(f"'sha256-{b64encode(sha256(one).digest()).decode()}'" for one in scripts)


POLICY = {
    "default-src": "'self'",
    # Streamlit loads a component's inline JavaScript as a blob: module; its own styles and those of
    # plotly.js are style elements, written while the page runs.
    "script-src": f"'self' {inline_scripts()} blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' blob:",
    "connect-src": "'self' blob: data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": SETTINGS.frame_ancestors,
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    # Another site cannot take our files into a page of its own. No Cross-Origin-Opener-Policy: it
    # starts a new process of the browser at each arrival from elsewhere, half again as slow, and
    # there is nothing here that a window that opened ours could take.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",  # unless an answer says for how long it may be kept
}
_SECURE = "; Secure"


def behind_https(scope: Scope) -> bool:
    """Tell whether the browser came by HTTPS, as a proxy says that it did."""
    said = Headers(scope=scope).get("x-forwarded-proto", "").split(",")[0].strip()
    return "https" in (scope["scheme"], said)


def _secure(headers: MutableHeaders) -> None:
    """Let every cookie travel by HTTPS only."""
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        has = any(part.strip().lower() == "secure" for part in cookie.split(";"))
        headers.append("set-cookie", cookie if has else cookie + _SECURE)


async def failed(request: Request, error: Exception) -> PlainTextResponse:
    """Say in one sentence that an answer failed; it is made outside of all middleware."""
    said = words(spoken(request.headers.get("accept-language", "")))("app.failed")
    return PlainTextResponse(said, 500, headers=HEADERS)


class SecurityHeaders:
    """ASGI middleware. Plain ASGI, because the class for it in Starlette buffers every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if behind_https(scope):
                    _secure(headers)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
