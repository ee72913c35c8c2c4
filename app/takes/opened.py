"""Films that learners opened from a file: checked, kept for a while, served to the browser."""

from collections import OrderedDict
from hashlib import blake2b
from threading import Lock
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import lstm_core as lc

KEPT_MAX: Final = 24  # of at most 5 MB each

_kept: OrderedDict[str, lc.Film] = OrderedDict()
_lock = Lock()


def put(content: bytes) -> tuple[str, lc.Film]:
    """Check a file and keep its film; returns the name under which it is found, and the film.

    Raises LstmCoreError for what is no film.
    """
    film = lc.read_film(content)
    name = blake2b(content, digest_size=12).hexdigest()
    with _lock:
        _kept[name] = film
        _kept.move_to_end(name)
        while len(_kept) > KEPT_MAX:
            _kept.popitem(last=False)
    return name, film


def find(name: str) -> lc.Film | None:
    """Return a film that was opened; None if it had to make room."""
    with _lock:
        return _kept.get(name)


async def _opened(request: Request) -> Response:
    film = find(request.path_params["name"])
    if film is None:
        raise HTTPException(404)
    # Written anew, not handed back: what a browser gets is what was checked.
    return Response(lc.film_bytes(film), media_type="application/octet-stream")


def routes() -> list[Route]:
    """List the route of opened films."""
    return [Route("/film/opened/{name}", _opened)]
