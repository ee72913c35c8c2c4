"""Uploads of a session have a bound: Streamlit keeps them all until the session ends.

What a page asks for is read and forgotten at once (app/session/uploads.py). So whoever has several
waiting sends files that no page asked for.
"""

from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

WAITING_MAX: Final = 4  # files of a session
PLACE: Final = "/_stcore/upload_file/"  # the session and the file follow


class BoundedUploads:
    """ASGI middleware: a file is refused while too many of its session have not been read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "PUT" and PLACE in scope["path"]:
            session = scope["path"].partition(PLACE)[2].partition("/")[0]
            if waiting(session) >= WAITING_MAX:
                return await PlainTextResponse("", 429)(scope, receive, send)
        await self.app(scope, receive, send)


def waiting(session: str) -> int:
    """Return how many files of a session Streamlit keeps."""
    files = runtime.get_instance().uploaded_file_mgr if runtime.exists() else None
    if not isinstance(files, MemoryUploadedFileManager):
        return 0
    return len(files.file_storage.get(session, ()))
