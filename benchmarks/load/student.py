"""What a student does, without a browser: open a page, type, hold a gate, train, watch a film.

    async with Student("http://127.0.0.1:8501") as student:
        await student.open("inside", net="counter")
        await student.type("aa.a")

Each action returns the seconds that it took. What a page must not show (an exception, an error) is
in `student.errors`. Playing, seeking and holding a gate on the page Inside happen in the browser
and cost the server nothing, so there is no action for them.
"""

import json
import time
import zlib
from collections.abc import AsyncIterator
from random import Random
from typing import Any, Final, NamedTuple

import httpx
from safetensors.numpy import load

import lstm_core as lc
from app.catalogue import every_network
from app.i18n import words
from app.reading import network
from app.surprise import surprise
from benchmarks.load.tab import TIMEOUT, Tab

BELTS: Final = {"inside": "belt", "effect": "effect_belt", "film": "film_belt"}  # page → key


class Watched(NamedTuple):
    """What the stream of a training brought: seconds, steps of its frames, how it ended."""

    seconds: float
    steps: list[int]
    status: dict[str, Any]


class Student(Tab):
    """A tab in which somebody learns."""

    @property
    def net(self) -> str:
        """The network on show."""
        return self._field().removeprefix("seq_")

    @property
    def typed(self) -> str:
        """What stands in the field of the sequence."""
        value = self.widgets[self._field()].value
        return value.string_value if value else ""

    def _field(self) -> str:
        return next(key for key in self.widgets if key.startswith("seq_"))

    async def type(self, text: str) -> float:
        """Type a sequence and press Enter."""
        return await self.set(self._field(), text)

    def sequence(self, rng: Random) -> str:
        """Think of a sequence that the network on show can read."""
        return surprise(network(self.net), words("en"), self.typed, rng)

    async def pick(self, net: str) -> float:
        """Choose a network in the list; a trained one of the learner's own stands before them."""
        names = every_network()
        offered = self.widgets["net"].about.options
        return await self.set("net", offered[len(offered) - len(names) + names.index(net)])

    async def surprise(self) -> float:
        """Press "Surprise me"."""
        return await self.press("surprise")

    async def edit(self, text: str) -> float:
        """Do one edit on the page Cause and effect, such as "weight_ih_0_0_1.5"."""
        return await self.ask("effect_belt", "edit", text)

    async def clamp(self, signal: str, value: float, unit: str = "all") -> float:
        """Hold a gate there."""
        return await self.edit(f"clamp_{signal}_{unit}_0_end_{value:g}")

    async def read(self, reading: str) -> float:
        """Open another reading of memory there."""
        return await self.tell("readings", look={"reading": reading})

    # The film.

    @property
    def reel(self) -> dict[str, Any]:
        """What the page says about the film on show."""
        packed = zlib.decompress(self.widgets["film"].about.bytes)
        return json.loads(packed[4 : 4 + int.from_bytes(packed[:4], "little")])["film"]

    async def film_task(self, task: str) -> float:
        """Choose the task of the film."""
        key = next(key for key in self.widgets if key.startswith("film_task_"))
        title = words("en")(f"networks.task_{task}.title")
        return await self.set(key, title)

    async def play(self) -> float:
        """Fetch the film on show, which is all that playing it asks of the server."""
        began = time.perf_counter()
        answer = await self.http.get(self.reel["source"])
        self._check(answer)
        return time.perf_counter() - began

    async def train(self) -> float:
        """Press "Train"; return the seconds until the training was set going."""
        return await self.ask("film", "do", "train@0")

    async def pause(self) -> float:
        """Press "Pause"."""
        return await self.ask("film", "do", "pause@0")

    async def watch(self) -> Watched:
        """Watch the training on show to its end."""
        began, steps, status = time.perf_counter(), list[int](), dict[str, Any]()
        async for told, new in self.pieces():
            status, steps = told, steps + new
        return Watched(time.perf_counter() - began, steps, status)

    async def pieces(self, first: int = 0) -> AsyncIterator[tuple[dict[str, Any], list[int]]]:
        """Yield status and new steps of each piece of the stream of the training on show."""
        source = f"{self.reel['source'].partition('?')[0]}?from={first}"
        async with self.http.stream("GET", source, timeout=TIMEOUT) as stream:
            self._check(stream)
            async for piece in _cut(stream):
                texts = json.loads(piece[8 : 8 + int.from_bytes(piece[:8], "little")])
                told = load(piece).get("steps")
                status = json.loads(texts["__metadata__"]["status"])
                yield status, [] if told is None else told.tolist()


async def _cut(stream: httpx.Response) -> AsyncIterator[bytes]:
    """Cut a stream into its pieces, each behind its length as 4 bytes."""
    rest = b""
    async for new in stream.aiter_raw():
        rest += new
        while len(rest) >= 4 and len(rest) - 4 >= (size := int.from_bytes(rest[:4], "little")):
            yield rest[4 : 4 + size]
            rest = rest[4 + size :]


def ready_tasks() -> tuple[str, ...]:
    """Name the tasks whose films ship."""
    return tuple(name.removeprefix("task_") for name in every_network() if name[5:] in lc.TASKS)
