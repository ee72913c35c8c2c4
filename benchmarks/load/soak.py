"""Memory after a class has come and gone, against bounds: python benchmarks/load/soak.py

Starts one server. Students come, open "Inside the cell", type, change the network; some edit, look
at films or train; then they close the tab, or vanish without closing it. Every so often the server
tells what it keeps (observed.py). Memory is that of the web process alone; trainings run in others.
The first 200 are not counted: they fill the caches, and Python keeps the room that so many take at
once. Exits with 1 when a figure is past its bound or a page has shown an error.
"""

import argparse
import asyncio
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from benchmarks.bench_app import Row, report
from benchmarks.load.observed import Observed, observed
from benchmarks.load.student import Student

AT_ONCE: Final = 20  # students who are there at the same time
WARM: Final = 200  # sessions before the first measurement: caches of a fixed size are full then
GONE: Final = 125  # seconds after which Streamlit forgets a session that was left
NETS: Final = ("grew_up_in", "counter", "latch", "dyck1", "learnt")
TASKS: Final = ("parity", "adding", "latch", "first_symbol")
TOLD: Final = ("rss", "pss", "sessions", "sessions gone", "AppSession", "media files", "trainings")
TOLD_TOO: Final = ("studios", "networks", "threads", "descriptors", "temporary files", "objects")


async def inside(student: Student, rng: Random) -> None:
    """Read a few sequences with a few networks."""
    await student.open("inside", net=rng.choice(NETS))
    for _ in range(2):
        await student.type(student.sequence(rng))
        await student.pick(rng.choice(NETS))


async def effect(student: Student, rng: Random) -> None:
    """Edit a network, and look at a reading of its memory."""
    await student.open("effect", net="latch")
    await student.clamp("f", round(rng.random(), 2))
    await student.edit(f"weight_hh_0_0_{rng.random():.3f}")
    await student.read("saturation")


async def film(student: Student, rng: Random) -> None:
    """Watch a film that ships."""
    await student.open("film", net="task_adding")
    await student.play()
    await student.film_task(rng.choice(TASKS))
    await student.play()


async def train(student: Student, rng: Random) -> None:
    """Train a small network, and watch it."""
    recipe = f"parity~hidden_size-4~steps-200~seed-{rng.randrange(10_000)}"
    await student.open("film", net="task_parity", train=recipe)
    await student.train()
    await student.watch()


ACTS: Final = {inside: 10, effect: 5, film: 4, train: 1}
"""What a student does → how many of twenty do it."""


async def visit(url: str, number: int, errors: Counter[str]) -> Student:
    """Come and do something; whoever called says how to go."""
    rng, student = Random(number), Student(url)
    act = rng.choices(list(ACTS), list(ACTS.values()))[0]
    try:
        await act(student, rng)
    except Exception as error:
        errors[f"{act.__name__}: {type(error).__name__}: {error}"[:100]] += 1
    errors.update(student.errors)
    return student


async def come_and_go(url: str, first: int, count: int, errors: Counter[str]) -> None:
    """Let so many students come, a few at a time; every fifth one vanishes without a word."""
    there = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with there:
            student = await visit(url, number, errors)
            await (student.vanish() if number % 5 == 0 else student.leave())

    await asyncio.gather(*(one(number) for number in range(first, first + count)))


async def stay(server: Observed, first: int, count: int, errors: Counter[str]) -> float:
    """Let so many students come and stay; return what each of them costs in MB of RSS."""
    before = server.census()["rss"]
    there = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> Student:
        async with there:
            return await visit(server.url, number, errors)

    students = await asyncio.gather(*(one(number) for number in range(first, first + count)))
    now = server.census()
    show(f"{count} are there", now)
    for student in students:
        await student.leave()
    return (now["rss"] - before) / count


async def forgotten(server: Observed, patience: float = GONE) -> dict[str, Any]:
    """Wait until nobody is there and those who left are forgotten; return what is kept then."""
    for _ in range(120):
        if not server.census()["sessions"]:
            break
        await asyncio.sleep(1)
    await asyncio.sleep(patience)
    async with Student(server.url) as last:  # a session that goes clears away those before it
        await last.open("inside")
    return server.census()


def show(when: str, told: dict[str, Any]) -> None:
    """Print a line of what the server keeps."""
    figures = ", ".join(f"{name} {told[name]:.0f}" for name in (*TOLD, *TOLD_TOO))
    print(f"{when}: {figures}", flush=True)


def grown(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Print the types of which there are most more objects than before."""
    more = Counter(after["types"])
    more.subtract(before["types"])
    told = ", ".join(f"{name} {count:+d}" for name, count in more.most_common(12) if count > 0)
    print(f"more objects of: {told or 'nothing'}", flush=True)


async def soak(server: Observed, warm: int, sessions: int, open_at_once: list[int]) -> int:
    """Measure everything; return 1 when a figure is past its bound."""
    errors: Counter[str] = Counter()
    show("nobody was there yet", server.census())
    idle = server.memory()
    await come_and_go(server.url, 0, warm, errors)
    before = await forgotten(server)
    show("warm", before)
    for done in range(0, sessions, 500):
        await come_and_go(server.url, warm + done, min(500, sessions - done), errors)
        show(f"{min(done + 500, sessions)} came and went", server.census())
    after = await forgotten(server)
    show("all forgotten", after)
    grown(before, after)
    each = {n: await stay(server, 10_000 * n, n, errors) for n in open_at_once}
    for error, count in errors.most_common(10):
        print(f"{count} x {error}")
    rows = [Row("nobody there: RSS", idle["rss"], 200, "MB")]
    rows += [Row(f"{n} there: each", one, 0.5, "MB") for n, one in each.items()]
    rows += [Row("all have gone: RSS", after["rss"], 200, "MB")]
    rows += [Row("RSS after all have gone, to before", after["rss"] / before["rss"], 1.1, "times")]
    kept = ("AppSession", "studios", "trainings", "media files", "temporary files")
    rows += [Row(f"kept of them: {name}", after[name] - before[name], 1, "") for name in kept]
    rows += [Row("more threads", after["threads"] - before["threads"], 4, "")]
    rows += [Row("more descriptors", after["descriptors"] - before["descriptors"], 8, "")]
    rows += [Row("errors", sum(errors.values()), 0, "")]
    return report(rows)


def main() -> int:
    """Read the line, start a server, soak it."""
    line = argparse.ArgumentParser(description=__doc__)
    line.add_argument("--sessions", type=int, default=2000, help="that come and go")
    line.add_argument("--open", type=int, nargs="*", default=[30, 100, 300], help="that stay")
    line.add_argument("--warm", type=int, default=WARM, help="that come and go before")
    given = line.parse_args()
    with observed(MALLOC_ARENA_MAX="2") as server:  # as in the image
        return asyncio.run(soak(server, given.warm, given.sessions, given.open))


if __name__ == "__main__":
    sys.exit(main())
