"""Films over HTTP: files that ship, and the stream of a training.

A live film is a stream of pieces, each behind its length as 4 bytes, little-endian: a safetensors
file with the frames and evaluations that are new, and in its texts `status`, the JSON of how the
training stands, and `next`, the number of the frame to ask for after a break. A piece without
arrays is a heartbeat. The stream ends when the training stands still.
"""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from functools import cache
from urllib.parse import parse_qsl

from safetensors.numpy import save
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

import lstm_core as lc
from app import metrics, training
from app.films import shipped, shipped_bytes

HEARTBEAT = 0.4  # seconds from one piece to the next, at most
_TYPE = "application/octet-stream"
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
# Nobody on the way keeps the pieces together, to send or to compress them at once.
_AT_ONCE = {
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
    "Content-Encoding": "identity",
}


@cache
def _zipped(name: str) -> bytes:
    return gzip.compress(shipped_bytes(name), mtime=0)


async def shipped_film(request: Request) -> Response:
    """Answer with a film that ships; under its version it stays the same for ever."""
    name = request.path_params["name"]
    if shipped().get(name) != request.path_params["version"]:
        raise HTTPException(404)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers = _FOREVER | {"Content-Encoding": "gzip"}
        return Response(_zipped(name), headers=headers, media_type=_TYPE)
    return Response(shipped_bytes(name), headers=_FOREVER, media_type=_TYPE)


async def live_film(request: Request) -> Response:
    """Answer with the film of a training while it is being made."""
    found = training.find(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    metrics.FILMS.inc()
    return StreamingResponse(pieces(found, _first(request)), headers=_AT_ONCE, media_type=_TYPE)


async def pieces(found: training.Training, number: int) -> AsyncIterator[bytes]:
    """Yield what there is from a frame on, then what comes, until the training stands still.

    Whoever stops reading is missed: a training that nobody watches for a second is cancelled.
    """
    loop, news = asyncio.get_running_loop(), asyncio.Event()

    def reader() -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(news.set)

    found.watch(reader)
    try:
        over = False
        while not over:
            news.clear()
            over = found.over  # asked before the film, so that its end is in the last piece
            piece, number = await run_in_threadpool(_piece, found, number)
            yield len(piece).to_bytes(4, "little") + piece
            if not over:
                try:
                    await asyncio.wait_for(news.wait(), HEARTBEAT)
                except TimeoutError:
                    pass
    finally:
        found.leave(reader)
        loop.call_later(training.ALONE + 0.05, found.cancel_if_alone)


def _piece(found: training.Training, number: int) -> tuple[bytes, int]:
    film, after = found.since(number)
    texts = {"status": json.dumps(found.status()), "next": str(after)}
    return (lc.film_bytes(film, texts) if film else save({}, metadata=texts)), after


def _first(request: Request) -> int:
    """Read the number of the first frame that is wanted; anything strange counts as 0."""
    text = dict(parse_qsl(request.url.query)).get("from", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def routes() -> list[Route]:
    """List the routes of the films."""
    return [
        Route("/film/shipped/{version}/{name}", shipped_film),
        Route("/film/live/{name}", live_film),
    ]
