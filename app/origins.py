"""Whose pages may talk to the server: only its own, and those that an administrator names.

Streamlit checks this too. But to find out whether it is itself the site that is named, it asks the
web for its own address, and everybody waits meanwhile; so it never gets to see a foreign origin.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.i18n import spoken, words


def site(address: str) -> str:
    """Return the part of an address that names a site, with its port; "" if there is none."""
    try:
        return urlsplit(address if "//" in address else f"//{address}").netloc.lower()
    except ValueError:
        return ""


class OwnOrigin:
    """ASGI middleware: a websocket opens for our own page only; no other site reads an answer.

    `also` lists the addresses of the same server by which a proxy does not call it
    (`server.corsAllowedOrigins`).
    """

    def __init__(self, app: ASGIApp, also: Collection[str] = ()) -> None:
        self.app, self._also = app, frozenset(filter(None, map(site, also)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] in ("http", "websocket") else {}
        if (origin := headers.get("origin")) is None:
            return await self.app(scope, receive, send)
        changed = dict(scope, headers=list(scope["headers"]))
        if scope["type"] == "http":
            # Our own page needs no permission to read, and no other one gets it.
            del MutableHeaders(scope=changed)["origin"]
            return await self.app(changed, receive, send)
        host = headers.get("host", "")
        if site(origin) and site(origin) in (site(host), *self._also):
            MutableHeaders(scope=changed)["origin"] = f"{urlsplit(origin).scheme}://{host}"
            return await self.app(changed, receive, send)
        said = words(spoken(headers.get("accept-language", "")))("server.origin")
        await PlainTextResponse(said, 403)(scope, receive, send)
