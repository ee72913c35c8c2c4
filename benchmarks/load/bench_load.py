"""What a class asks of a server, against bounds: python benchmarks/load/bench_load.py

Students without browsers open pages, type, choose networks, hold gates, train and watch films; each
waits for the answer and thinks. Without options everything with a bound is measured, one after the
other; with `--sessions` one crowd is. Waiting times hold for a machine that does nothing else, and
the students need a part of the same processors: their share is printed. Exits with 1 when a figure
is past its bound.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import uvloop

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from benchmarks.bench_app import Row, report
from benchmarks.load.crowd import Log, Plan, crowd, percentile
from benchmarks.load.replicas import Fleet, replicas

T = TypeVar("T")
THINK = 3.0
SECONDS = 30.0
CLASS, SCHOOL = 30, 100  # students of a class, and of three of them at once
FULL = Plan(120, 0.2, 20.0)  # hands that never rest: each processor has always something to do


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run the students in the loop that costs least: what they use, the servers do not have."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def measured(fleet: Fleet, plan: Plan) -> Log:
    """Let a crowd come to a server that has been visited before, and print what came of it."""
    run(crowd(fleet, Plan(2, 0.1, 1.0, plan.mix)))
    log = run(crowd(fleet, plan))
    show(log, len(fleet.web))
    return log


def show(log: Log, count: int) -> None:
    """Print times of each action and what everything cost."""
    plan = log.plan
    print(f"\n{plan.sessions} sessions, mix {plan.mix}, think {plan.think:g} s, {count} processes")
    for name, times in sorted(log.times.items()):
        p50, p95 = (1000 * percentile(times, share) for share in (50, 95))
        print(f"  {name:18} {len(times):6} times   p50 {p50:7.0f} ms   p95 {p95:7.0f} ms")
    p50, p95 = (1000 * percentile(log.health, share) for share in (50, 95))
    print(f"  /readyz meanwhile {len(log.health):7} times   p50 {p50:7.0f} ms   p95 {p95:7.0f} ms")
    shares = ", ".join(f"{who} {100 * used / log.seconds:.0f} %" for who, used in log.cpu.items())
    before, most = log.memory
    print(f"  {log.per_second:.1f} answers a second; of one processor: {shares}")
    print(
        f"  {log.cost:.1f} ms CPU an answer; memory {before:.0f} MB before, {most:.0f} MB at most"
    )
    for error, count in log.errors.most_common(5):
        print(f"  ERROR {count} times: {error}")
    sys.stdout.flush()


def one_process() -> Iterator[Row]:
    """Measure one process with a class, then with three classes at once."""
    with replicas(1, proxy=False) as fleet:
        few = measured(fleet, Plan(CLASS, THINK, SECONDS))
        yield Row(f"{CLASS} sessions, p50", 1000 * percentile(few.all, 50), 100, "ms")
        yield Row(f"{CLASS} sessions, p95", 1000 * percentile(few.all, 95), 400, "ms")
        yield Row(f"{CLASS} sessions, errors", few.errors.total(), 0, "")
        many = measured(fleet, Plan(SCHOOL, THINK, SECONDS))
        yield Row(f"{SCHOOL} sessions, errors", many.errors.total(), 0, "")
        yield Row(f"throughput, {CLASS} to {SCHOOL}", few.per_second / many.per_second, 1, "x")
        session = (many.memory[1] - many.memory[0]) / SCHOOL
        yield Row("memory of a session", session, 0.5, "MB")
        every = measured(fleet, Plan(CLASS, THINK, SECONDS, "all"))
        yield Row(f"{CLASS} sessions, all pages, errors", every.errors.total(), 0, "")


def two_replicas() -> Iterator[Row]:
    """Measure what a second process brings, each on a processor of its own, behind the proxy.

    While there is one, students and proxy have the other processor to themselves; with two they
    take their part from both. So a bit of what the second brings is lost to those who measure.
    """
    logs: list[Log] = []
    for count in (1, 2):
        with replicas(count) as fleet:
            pin(fleet)
            logs.append(measured(fleet, FULL))
            yield Row(f"{count} replicas, errors", logs[-1].errors.total(), 0, "")
    one, two = logs
    yield Row("throughput, one to two replicas", one.per_second / two.per_second, 1 / 1.7, "x")
    yield Row("CPU of an answer, two to one", two.cost / one.cost, 1.1, "x")


def pin(fleet: Fleet) -> None:
    """Give every web process one processor; students and proxy take what they find."""
    processors = sorted(os.sched_getaffinity(0))
    for number, pid in enumerate(fleet.pids):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {processors[number % len(processors)]})


def with_and_without_gate(plan: Plan) -> None:
    """Print what a crowd gets with the gate of heavy computing and without it, side by side.

    The servers share the processors at the same time: whatever else runs disturbs all of them.
    """
    ways = {"one place": "1", "two places": "2", "no gate": "64"}
    with ExitStack() as stack:
        told = [{"GATESCOPE_COMPUTING": computing} for computing in ways.values()]
        fleets = [stack.enter_context(replicas(1, proxy=False, environment=e)) for e in told]

        async def together() -> list[Log]:
            return await asyncio.gather(*(crowd(fleet, plan) for fleet in fleets))

        for way, log in zip(ways, run(together()), strict=True):
            print(f"\n{way}", end="")
            show(log, 1)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sessions", type=int, help="one crowd of so many, without bounds")
    asked.add_argument("--think", type=float, default=THINK, help="seconds, on average")
    asked.add_argument("--seconds", type=float, default=SECONDS, help="measured")
    asked.add_argument("--mix", choices=["inside", "all"], default="inside")
    asked.add_argument("--replicas", type=int, default=1, help="behind the proxy if more than one")
    asked.add_argument("--gate", action="store_true", help="with and without the gate, in turn")
    told = asked.parse_args()
    if told.gate:
        with_and_without_gate(Plan(told.sessions or SCHOOL, told.think, told.seconds, told.mix))
        return 0
    if told.sessions:
        with replicas(told.replicas, proxy=told.replicas > 1) as fleet:
            log = measured(fleet, Plan(told.sessions, told.think, told.seconds, told.mix))
        return int(bool(log.errors))
    rows = [*one_process(), *two_replicas()]
    print()
    return report(rows)


if __name__ == "__main__":
    sys.exit(main())
