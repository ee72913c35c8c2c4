"""Many students at once: what they do, how long each of it takes, what it costs."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from statistics import quantiles
from typing import Final, Literal, NamedTuple

import httpx

from benchmarks.bench_app import Server
from benchmarks.load.replicas import Fleet
from benchmarks.load.student import Student
from benchmarks.load.tab import TIMEOUT

NETS: Final = ("grew_up_in", "counter", "latch", "dyck1", "learnt")
TASKS: Final = ("parity", "adding", "latch", "first_symbol")
OPENING: Final = 0.1  # seconds from one student's first visit to the next one's
STAY: Final = 6  # things done on a page before another is opened

Act = Callable[[Student, Random], Awaitable[object]]
Mix = Literal["inside", "all"]

INSIDE: Final[dict[str, tuple[int, Act]]] = {
    "type": (6, lambda student, rng: student.type(student.sequence(rng))),
    "surprise": (2, lambda student, rng: student.surprise()),
    "pick": (2, lambda student, rng: student.pick(rng.choice(NETS))),
}
EFFECT: Final[dict[str, tuple[int, Act]]] = {
    "clamp": (4, lambda student, rng: student.clamp("f", round(rng.random(), 2))),
    "weight": (2, lambda student, rng: student.edit(f"weight_hh_0_0_{rng.random():.3f}")),
    "reset": (1, lambda student, rng: student.press("reset")),
    "reading": (2, lambda student, rng: student.read(rng.choice(("saturation", "path")))),
}
FILM: Final[dict[str, tuple[int, Act]]] = {
    "film": (3, lambda student, rng: student.film_task(rng.choice(TASKS))),
    "play": (4, lambda student, rng: student.play()),
    "train": (1, lambda student, rng: student.train()),
}
"""What is done on a page: name → (how often, of all that is done there; how)."""
PAGES: Final = {"inside": (6, INSIDE), "effect": (2, EFFECT), "film": (2, FILM)}
"""Pages of the mix "all": name → (how often; what is done there)."""


class Plan(NamedTuple):
    """How many students, what they do, how long they think in between, how long it is measured."""

    sessions: int
    think: float
    seconds: float
    mix: Mix = "inside"


@dataclass
class Log:
    """What came of it. Times and counts are of the measured seconds only."""

    plan: Plan
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter[str])
    health: list[float] = field(default_factory=list[float])  # how long /readyz took meanwhile
    measuring: bool = False
    over: bool = False
    seconds: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict[str, float])  # "web", "proxy", "students"
    memory: tuple[float, float] = (0.0, 0.0)  # MB of the web processes: before, most

    @property
    def all(self) -> list[float]:
        """Every answer of the script; fetching a film is the network's time."""
        return [took for name, took in self.each() if name != "play"]

    def each(self) -> list[tuple[str, float]]:
        """List (action, seconds)."""
        return [(name, took) for name, some in self.times.items() for took in some]

    @property
    def cost(self) -> float:
        """Processor milliseconds of the web processes for an answer."""
        return 1000 * self.cpu["web"] / max(1, len(self.each()))

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.each()) / self.seconds


def percentile(times: list[float], share: int) -> float:
    """Return the seconds within which `share` percent were answered."""
    return quantiles(times, n=100, method="inclusive")[share - 1] if len(times) > 1 else 0.0


async def crowd(fleet: Fleet, plan: Plan) -> Log:
    """Let students come, one after the other, then measure what they do."""
    log = Log(plan)
    web = [Server(process, port) for process, port in zip(fleet.web, fleet.ports, strict=True)]
    before = sum(server.memory() for server in web)
    async with asyncio.TaskGroup() as students:
        for number in range(plan.sessions):
            students.create_task(_live(fleet.url, plan, Random(number), log))
            await asyncio.sleep(OPENING)
        await asyncio.sleep(plan.think)
        began, used, log.measuring = time.monotonic(), _cpu(fleet), True
        peak = before
        students.create_task(_ask_for_health(fleet.url, log))
        while time.monotonic() - began < plan.seconds:
            await asyncio.sleep(0.5)
            peak = max(peak, sum(server.memory() for server in web))
        log.measuring, log.over = False, True
        log.seconds = time.monotonic() - began
        log.cpu = {who: now - used[who] for who, now in _cpu(fleet).items()}
        log.memory = before, peak
    return log


async def _ask_for_health(url: str, log: Log) -> None:
    """Ask as a proxy does; whoever comes new, or fetches a film, waits as long."""
    async with httpx.AsyncClient(base_url=url, timeout=TIMEOUT) as http:
        while not log.over:
            began = time.perf_counter()
            await http.get("/readyz")
            log.health.append(time.perf_counter() - began)
            await asyncio.sleep(0.2)


def _cpu(fleet: Fleet) -> dict[str, float]:
    """Return the processor seconds of each part; trainings are not part of the web processes."""
    proxy = [fleet.proxy] if fleet.proxy else []
    return {
        "web": sum(Server(process, 0).cpu() for process in fleet.web),
        "proxy": sum(Server(process, 0).cpu() for process in proxy),
        "students": time.process_time(),
    }


async def _live(url: str, plan: Plan, rng: Random, log: Log) -> None:
    """Be a student until the time is over."""
    student = Student(url)
    try:
        await _timed("open", student.open("inside"), log)
        page = "inside"
        while not log.over:
            page = await _stay(student, page, rng, log)
            if plan.mix == "all" and not log.over:
                page = rng.choices(list(PAGES), [often for often, _ in PAGES.values()])[0]
                await _timed(f"turn to {page}", student.turn(page), log)
    except Exception as error:  # whatever it was, a student has lost something
        log.errors[f"{type(error).__name__}: {error}"[:90]] += 1
    finally:
        log.errors.update(student.errors)
        await student.leave()


async def _stay(student: Student, page: str, rng: Random, log: Log) -> str:
    """Do a few things on a page, and think before each of them."""
    acts = PAGES[page][1]
    for _ in range(STAY):
        await asyncio.sleep(rng.uniform(0.5, 1.5) * log.plan.think)
        if log.over:
            break
        name = rng.choices(list(acts), [often for often, _ in acts.values()])[0]
        await _timed(name, acts[name][1](student, rng), log)
        if name == "train":
            await student.watch()
    return page


async def _timed(name: str, act: Awaitable[object], log: Log) -> None:
    began = time.perf_counter()
    await act
    if log.measuring:
        log.times[name].append(time.perf_counter() - began)
