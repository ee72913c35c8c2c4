"""Whether a server may be sent learners. That it is alive is said by Streamlit's health check."""

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse


class Readiness:
    """What a readiness probe is told: `starting`, `ready` or `stopping`."""

    def __init__(self) -> None:
        self.word = "starting"

    async def answer(self, request: Request) -> PlainTextResponse:
        """Answer a probe: 200 when the first page has been computed once, else 503."""
        return PlainTextResponse(self.word, 200 if self.word == "ready" else 503)


READINESS: Final = Readiness()
