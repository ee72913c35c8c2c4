"""Every page is visited once, in every language, before the port opens.

The first run of a page imports modules, compiles scripts and reads files, which takes ten times as
long as the next one. A visit to a page costs least thought and leaves nothing out: this is the road
of a learner's browser (a session, a message), only without the network. The page of films is left
out, because whoever opens it will train soon and processes are started for that; what it needs is
imported.
"""

import asyncio
import gc
import logging
from collections.abc import Iterable
from importlib import import_module
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import SessionClient, get_instance

from app import films, i18n

_PATIENCE: Final = 30.0  # seconds for one page
_OF_FILMS: Final = ("app.film.component", "app.film.controls", "lstm_core.tasks._network")
_LOG = logging.getLogger(__name__)


class _Nobody(SessionClient):
    """Who is at the other end of a rehearsed visit."""

    def __init__(self) -> None:
        self.shown = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        ended = msg.WhichOneof("type") == "script_finished"
        if ended and msg.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            self.shown.set()


async def rehearse(pages: Iterable[str]) -> None:
    """Visit pages, then take all that was loaded out of the garbage collector.

    What stays for good need not be looked at again and again. Call it where the runtime has
    started, in its event loop.
    """
    for module in _OF_FILMS:
        import_module(module)
    films.shipped()
    for page in pages:
        for lang in i18n.languages():
            try:
                await asyncio.wait_for(_visit(page, lang), _PATIENCE)
            except TimeoutError:
                _LOG.warning("The page %s was not ready in time", page)
    gc.collect()
    gc.freeze()


async def _visit(page: str, lang: str) -> None:
    nobody, runtime = _Nobody(), get_instance()
    session = runtime.connect_session(nobody, {})
    try:
        ask = BackMsg()
        ask.rerun_script.page_name = page
        ask.rerun_script.query_string = f"lang={lang}"
        runtime.handle_backmsg(session, ask)
        await nobody.shown.wait()
    finally:
        runtime.close_session(session)
