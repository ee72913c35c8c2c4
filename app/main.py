"""The server. `streamlit run app/main.py` works from any folder.

Streamlit finds `app` below and serves it; the pages themselves are the business of frame.py. What
stands here is what a plain script cannot do: answer before the first visit is paid for, serve the
drawing library, and say in every answer what a browser may load.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import streamlit as st
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.routing import Route

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:  # `streamlit run` puts only app/ there
    sys.path.insert(0, str(ROOT))

try:
    from app.settings import SETTINGS
except ValueError as bad:  # a variable that cannot be
    raise SystemExit(f"Gatescope does not start: {bad}.") from None

from app import metrics, training  # noqa: E402
from app.belt import assets  # noqa: E402
from app.exports import routes as exports  # noqa: E402
from app.film import routes as film  # noqa: E402
from app.headers import SecurityHeaders, failed  # noqa: E402
from app.hosts import PROBES, AllowedHosts  # noqa: E402
from app.origins import OwnOrigin  # noqa: E402
from app.readiness import READINESS  # noqa: E402
from app.rehearsal import rehearse  # noqa: E402
from app.uploads import BoundedUploads  # noqa: E402


@asynccontextmanager
async def lifespan(server: st.App) -> AsyncIterator[dict[str, bool]]:
    """Open the port only when the first learner will not have to wait."""
    # Larger uploads would be put into the temporary folder, which may be full; ours never touch it.
    MultiPartParser.spool_max_size = SETTINGS.upload + 100_000
    assets.warm_up()
    await rehearse(page.stem for page in (ROOT / "pages").glob("*.py") if page.stem != "film")
    end_trainings_first()
    metrics.BUILD.info({"scripts": assets.version(), "streamlit": st.__version__})
    READINESS.word = "ready"
    try:
        yield {"ready": True}
    finally:
        READINESS.word = "stopping"
        training.jobs().close()


def end_trainings_first() -> None:
    """End all trainings as soon as the server is told to stop, and take no more learners.

    It waits for open streams before it tells us, and a stream lasts as long as its training.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)
        if not callable(before):
            continue

        def stop(number: int, frame: FrameType | None, before: Any = before) -> None:
            READINESS.word = "stopping"
            loop.call_soon_threadsafe(training.jobs().stop)
            before(number, frame)

        signal.signal(number, stop)


def say_sorry(error: Exception) -> bool:
    """Show one sentence for what nobody foresaw; Streamlit logs the traceback."""
    from app import layout, session

    layout.error(session.forget_unreadable()("app.failed"))
    return True


def below(path: str) -> str:
    """Return where a path is when the app is served under a base path."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}{path}" if base else path


def own_origin() -> list[Middleware]:
    """Keep other sites away, unless Streamlit was told not to."""
    if not st.get_option("server.enableCORS"):
        return []
    return [Middleware(OwnOrigin, also=st.get_option("server.corsAllowedOrigins"))]


def routes() -> list[Route]:
    """List our own routes."""
    probes = [Route("/readyz", READINESS.answer), Route("/metrics", metrics.metrics)]
    ours = [*probes, *assets.routes(), *exports.routes(), *film.routes()]
    return [Route(below(r.path), r.endpoint, methods=list(r.methods or ())) for r in ours]


app = st.App(
    ROOT / "app" / "frame.py",
    lifespan=lifespan,
    routes=routes(),
    middleware=[
        Middleware(metrics.Counted),
        Middleware(SecurityHeaders),
        Middleware(AllowedHosts, allowed=SETTINGS.hosts, open_paths=tuple(map(below, PROBES))),
        *own_origin(),
        Middleware(BoundedUploads),
    ],
    exception_handlers={Exception: failed},
    on_script_error=say_sorry,
)
