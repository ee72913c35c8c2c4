"""Downloads: the small file of a state in, the trace as a file out. No session, nothing kept.

The browser posts the JSON that "Open a file" reads (app/files.read_file). Whatever is wrong with it
comes back as one sentence in the language of the state, with the status 400.
"""

import asyncio
import logging
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app import reading
from app.exports import KINDS, qr
from app.files import FILE_BYTES, read_file
from app.i18n import spoken, words
from lstm_core import LstmCoreError

_LOG = logging.getLogger(__name__)
# The largest spreadsheet takes a second of computing: a class that asks for it at once waits in a
# row, and the pages of the others stay quick.
_AT_ONCE = asyncio.Semaphore(2)


async def export(request: Request) -> Response:
    """Answer with the file, or with one sentence."""
    kind = request.path_params["kind"]
    if kind not in KINDS:
        return PlainTextResponse("", 404)
    body = await _body(request)
    async with _AT_ONCE:
        return await run_in_threadpool(answer, kind, body, _language(request))


async def _body(request: Request) -> bytes:
    """Read as much as a file of ours can have and one byte more, which says that it is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > FILE_BYTES:
            break
    return body[: FILE_BYTES + 1]


def _language(request: Request) -> str:
    """Return the browser's first language: for a state that does not name its own."""
    return spoken(request.headers.get("accept-language", ""))


def answer(kind: str, body: bytes, lang: str) -> Response:
    """Make the file that a state asks for."""
    link, problems = read_file(body, lang)
    said = words(link.lang if link else lang)
    try:
        if link and not problems:
            link, run, problems = reading.read(link)
            if not problems:
                file = KINDS[kind]
                content = file.write(run, link, said)
                headers = {
                    "Content-Disposition": f'attachment; filename="gatescope-{link.net}-{kind}"',
                    "Cache-Control": "no-store",
                }
                return Response(content, headers=headers, media_type=file.media_type)
        sentence = problems[0].sentence(said)
    except LstmCoreError:
        sentence = said("app.error")
    except Exception:
        _LOG.exception("A download failed")
        return PlainTextResponse(said("app.failed"), 500)
    return PlainTextResponse(sentence, 400)


async def qr_code(request: Request) -> Response:
    """Answer with the QR code of an address, which is nobody's to keep."""
    text = dict(parse_qsl(request.url.query)).get("text", "")
    if not qr.drawable(text):
        said = words(_language(request))
        return PlainTextResponse(said("exports.qr", limit=f"{qr.LONGEST:,}"), 400)
    content = await run_in_threadpool(qr.svg, text)
    return Response(content, headers={"Cache-Control": "no-store"}, media_type="image/svg+xml")


def routes() -> list[Route]:
    """List the routes of the downloads and of the QR code."""
    return [
        Route("/export/{kind}", export, methods=["POST"]),
        Route("/qr.svg", qr_code, methods=["GET"]),
    ]
