"""Train every task by its own recipe on five fresh seeds: `python benchmarks/bench_tasks.py`.

Seconds are process CPU time on one thread. A task is solved when the goal is met in two evaluations
running; `held out` is what the network then does on sequences drawn apart, the worst of the five.
Below it are figures that others have published or that the app's stories rest on. Exits with 1 when
a bound is passed or a figure comes out otherwise.
"""

import sys
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bench_core import Line, show  # noqa: I001  sets the number of threads first

import numpy as np

import lstm_core as lc
from lstm_core.training.model import Passes

SEEDS = range(7001, 7006)  # no recipe was tuned on these
HELD_OUT_SEED, HELD_OUT = 2**31, 1000
BOUNDS: dict[tuple[str, int], float] = {
    ("adding", 50): 3.0,
    ("adding", 100): 6.0,
    ("latch", 100): 2.0,
    ("anbn", 20): 2.0,
    ("temporal_order", 100): 2.0,
    ("embedded_reber", 30): 6.0,
    ("copy_memory", 26): 6.0,  # a delay of 20
}
"""(task, length) -> CPU seconds that the slowest of five seeds may take."""


HEAD = "task               T  solved  steps: median    most  seconds: median  most  held out  goal"


class Outcome(NamedTuple):
    """What came of one training."""

    solved: bool
    steps: int
    seconds: float
    mark: float  # on sequences held out, drawn after the training


def outcome(task: str, seed: int, cell: str = "lstm", **settings: Any) -> Outcome:
    """Train once."""
    job = lc.TASKS[task]
    config = replace(job.recipe, seed=seed, **settings)
    began = time.process_time()
    last = deque(lc.train(cell, job, config), maxlen=1)[0]
    seconds = time.process_time() - began
    draw = job.held_out or job.sample
    batch = draw(np.random.default_rng(HELD_OUT_SEED), HELD_OUT, config.length or job.length)
    batch = batch._replace(x=batch.x.astype(np.float32))
    output = Passes(last.model, *batch.x.shape[:2]).forward(last.model, batch.x)
    mark = float(job.judge(output, batch).mean())
    return Outcome(last.stopped == "solved", last.step, seconds, mark)


def outcomes(task: str, cell: str = "lstm", **settings: Any) -> list[Outcome]:
    """Train once on each of the five seeds."""
    return [outcome(task, seed, cell, **settings) for seed in SEEDS]


def steps_of(found: Iterable[Outcome]) -> str:
    """Say after how many steps each was solved."""
    return ", ".join(str(one.steps) if one.solved else f"no ({one.mark:.2f})" for one in found)


def task_table() -> int:
    """Print a line for every task; return how many bounds were missed."""
    print("\n" + HEAD)
    missed = 0
    lengths = [(name, job.length) for name, job in lc.TASKS.items()]
    for name, length in sorted({*lengths, *BOUNDS}):
        job, found = lc.TASKS[name], outcomes(name, length=length)
        worst = (max if job.metric == "error" else min)(one.mark for one in found)
        steps, seconds = [one.steps for one in found], [one.seconds for one in found]
        solved, bound = sum(one.solved for one in found), BOUNDS.get((name, length))
        good = solved == len(found) and (bound is None or max(seconds) <= bound)
        print(
            f"{name:<16}{length:>4}  {solved} of {len(found)} {median(steps):>13.0f}{max(steps):>8}"
            f"{median(seconds):>17.2f}{max(seconds):>6.2f}{worst:>10.4f}  "
            f"{'≤' if job.metric == 'error' else '≥'} {job.goal:g}"
            + (f"  within {bound:g} s" if bound else "")
            + ("" if good else "  PAST THE BOUND")
        )
        missed += not good
    return missed


def count(what: str, found: list[Outcome], least: int, most: int) -> Line:
    """Return a line: how many of five were solved, and how many that has to be."""
    solved = sum(one.solved for one in found)
    sign, bound = ("≥", least) if least else ("≤", most)
    return what, solved, sign, bound, least <= solved <= most


def first_symbol() -> tuple[list[Line], str]:
    """Measure which nets name the first of 20 symbols within 1,500 steps."""
    nets = {f"LSTM, forget bias {bias}": ("lstm", bias) for bias in (0.0, 1.0, 3.0, "chrono")}
    lines, notes = list[Line](), list[str]()
    for name, (cell, bias) in {**nets, "tanh RNN": ("rnn", 0.0)}.items():
        found = outcomes("first_symbol", cell, forget_bias=bias, steps=1500)
        good = bias in (3.0, "chrono")
        least, most = (1, 5) if cell == "rnn" else (5, 5) if good else (0, 1)
        lines.append(count(f"{name}: solved", found, least, most))
        notes.append(f"{name}: {steps_of(found)}")
    return lines, "\n  ".join(notes)


def plain_rnn_adds() -> tuple[list[Line], str]:
    """Measure whether a tanh RNN adds, with five times the LSTM's steps and three rates."""
    steps = 5 * max(one.steps for one in outcomes("adding"))
    lines, notes = list[Line](), list[str]()
    for rate in (0.02, 0.005, 0.001):
        found = outcomes("adding", "rnn", rate=rate, steps=steps)
        lines.append(count(f"tanh RNN, rate {rate}: solved", found, 0, 0))
        notes.append(f"rate {rate}: {steps_of(found)}")
    return lines, f"{steps} steps; " + "; ".join(notes)


def reber_strings() -> tuple[list[Line], str]:
    """Count the strings until embedded Reber is solved; the paper's best net took 8,440."""
    config = lc.TASKS["embedded_reber"].recipe
    found = outcomes("embedded_reber")
    strings = [config.batch * one.steps for one in found]
    lines: list[Line] = [
        ("strings, median of five", median(strings), "≤", 84400, median(strings) <= 84400),
        ("solved", sum(one.solved for one in found), "≥", 5, all(one.solved for one in found)),
    ]
    return lines, "strings: " + ", ".join(f"{n:,}" for n in sorted(strings))


def main() -> int:
    """Print all tables; return the exit code."""
    missed = task_table()
    missed += show("Name the first of 20 symbols (1,500 steps)", *first_symbol())
    missed += show("Adding, T=50: the plain RNN, five times the LSTM's steps", *plain_rnn_adds())
    missed += show("Embedded Reber (Hochreiter & Schmidhuber: 8,440 strings)", *reber_strings())
    print(f"\n{missed} of the bounds missed" if missed else "\nall bounds hold")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
