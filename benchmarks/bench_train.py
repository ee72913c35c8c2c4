"""Compare the training loop with torch's: `python benchmarks/bench_train.py`.

Steps per second of process CPU time, one thread, float32: `lc.train` on the adding problem against
the same loop in torch (the same sequences, mean squared error of the last step, clipping by norm,
torch.optim.Adam as it is by default), taken in turn within one run. Where torch has no module of
a cell, its steps are a loop in torch. Exits with 1 when a ratio is past its bound.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bench_core import Line, show  # noqa: I001  sets the number of threads first

import numpy as np
import torch

import lstm_core as lc

Tensor = torch.Tensor
TASK = lc.TASKS["adding"]
LAPS, SECONDS = 9, 0.25  # of each of the two, in turn; CPU seconds of a lap


class Size(NamedTuple):
    """A size, and how many times torch's steps per second there must be at least."""

    T: int
    B: int
    H: int
    bound: float

    def __str__(self) -> str:
        return f"T={self.T} B={self.B} H={self.H}"


SIZES = (Size(20, 32, 16, 1.0), Size(50, 32, 32, 0.75))
LOOP_AT_LEAST = 3.0  # times as fast as a loop of torch's steps
LOOPED = ("lstm_1997", "peephole", "coupled")


def ours(cell: str, size: Size, lap: int) -> Iterator[object]:
    """Yield after every `lap` steps of training."""
    never = 10**9
    config = lc.TrainConfig(
        hidden_size=size.H, batch=size.B, length=size.T, steps=never, evaluate=never, frame=lap
    )
    return lc.train(cell, TASK, config)


class Looped(torch.nn.Module):
    """The LSTM of 1997, with peepholes or with coupled gates, as one writes it in torch."""

    def __init__(self, cell: str, input_size: int, hidden_size: int) -> None:
        super().__init__()
        self.cell, self.hidden_size = cell, hidden_size
        blocks = 4 if cell == "peephole" else 3
        self.inputs = torch.nn.Linear(input_size, blocks * hidden_size)
        self.units = torch.nn.Linear(hidden_size, blocks * hidden_size, bias=False)
        self.peepholes = torch.nn.ParameterList(torch.zeros(hidden_size) for _ in range(3))

    def forward(self, x: Tensor) -> tuple[Tensor, None]:
        """Return h of all steps (T, B, H)."""
        h = c = x.new_zeros(x.shape[1], self.hidden_size)
        hs: list[Tensor] = []
        for from_x in self.inputs(x):
            h, c = self.step(from_x + self.units(h), c)
            hs.append(h)
        return torch.stack(hs), None

    def step(self, a: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
        """Advance by one step."""
        if self.cell == "peephole":
            a_i, a_f, a_g, a_o = a.chunk(4, dim=1)
            w_i, w_f, w_o = self.peepholes
            c = (a_f + w_f * c).sigmoid() * c + (a_i + w_i * c).sigmoid() * a_g.tanh()
            return (a_o + w_o * c).sigmoid() * c.tanh(), c
        first, a_g, a_o = a.chunk(3, dim=1)
        gate = first.sigmoid()
        c = (
            c + gate * a_g.tanh()
            if self.cell == "lstm_1997"
            else gate * c + (1 - gate) * a_g.tanh()
        )
        return a_o.sigmoid() * c.tanh(), c


def torchs(cell: str, size: Size, lap: int) -> Iterator[object]:
    """Yield after every `lap` steps of the same training in torch."""
    module = Looped(cell, 2, size.H) if cell in LOOPED else torch.nn.LSTM(2, size.H)
    linear = torch.nn.Linear(size.H, 1)
    weights = [*module.parameters(), *linear.parameters()]
    optimiser, rng = torch.optim.Adam(weights, lr=0.01), np.random.default_rng(0)
    while True:
        for _ in range(lap):
            batch = TASK.sample(rng, size.B, size.T)
            x = torch.from_numpy(batch.x.astype(np.float32))
            y = torch.from_numpy(batch.y[-1].astype(np.float32))
            loss = torch.nn.functional.mse_loss(linear(module(x)[0][-1]), y)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
        yield


def steps_in_a_lap(make: Callable[[int], Iterator[object]]) -> int:
    """Return how many steps take about as long as a lap should."""
    some = make(5)
    for _ in range(2):  # the first of ours is the state before training
        next(some)
    began = time.process_time()
    next(some)
    return max(1, round(5 * SECONDS / (time.process_time() - began)))


def speeds(cell: str, size: Size) -> tuple[float, float]:
    """Return the median steps per CPU second of lstm_core and of torch, measured in turn."""
    runs = []
    for make in (ours, torchs):
        lap = steps_in_a_lap(lambda lap, make=make: make(cell, size, lap))
        run = make(cell, size, lap)
        for _ in range(2):
            next(run)
        runs.append((lap, run, list[float]()))
    for _ in range(LAPS):
        for lap, run, times in runs:
            began = time.process_time()
            next(run)
            times.append(lap / (time.process_time() - began))
    first, second = (median(times) for _, _, times in runs)
    return first, second


def measure(size: Size) -> tuple[list[Line], str]:
    """Return the lines of one size, and a note with the steps per second."""
    lines, notes = list[Line](), list[str]()
    for cell in ("lstm", *LOOPED):
        mine, its = speeds(cell, size)
        bound = LOOP_AT_LEAST if cell in LOOPED else size.bound
        name = "a torch loop" if cell in LOOPED else "nn.LSTM"
        lines.append(
            (f"{cell}: lc.train / {name} + Adam", mine / its, "≥", bound, mine >= bound * its)
        )
        notes.append(f"{cell} {mine:.0f} to {its:.0f}")
    return lines, "steps per CPU second: " + ", ".join(notes)


def main() -> int:
    """Print a table of each size; return the exit code."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    missed = sum(show(f"training, {size}", *measure(size)) for size in SIZES)
    print(f"\n{missed} of the bounds missed" if missed else "\nall bounds hold")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
