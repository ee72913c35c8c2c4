"""The names by which a server may be called: whatever else stands in `Host` is refused.

Otherwise a foreign page could make a browser believe that this server is its own (DNS rebinding).
Probes and metrics answer by any name: they are asked by address, and tell nothing of anybody.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.i18n import spoken, words

ANY = "*"
PROBES = ("/readyz", "/metrics", "/_stcore/health")


def named(host: str) -> str:
    """Return the name in a `Host` header, without its port; "" if there is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


class AllowedHosts:
    """ASGI middleware: pages, files and websockets answer only by these names.

    `allowed` is a list with commas: names, addresses, `*.example.org` for all below a name, `*` for
    any. `open_paths` answer by whatever name.
    """

    def __init__(self, app: ASGIApp, allowed: str, open_paths: Collection[str] = PROBES) -> None:
        self.app, self._open = app, frozenset(open_paths)
        self._allowed = [one.strip().lower() for one in allowed.split(",")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or scope["path"] in self._open:
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        if self.answers_to(named(headers.get("host", ""))):
            return await self.app(scope, receive, send)
        said = words(spoken(headers.get("accept-language", "")))("server.host")
        await PlainTextResponse(said, 400)(scope, receive, send)

    def answers_to(self, name: str) -> bool:
        """Tell whether the server may be called by a name."""
        return any(
            one in (ANY, name, f"[{name}]") or (one.startswith("*.") and name.endswith(one[1:]))
            for one in self._allowed
        )
