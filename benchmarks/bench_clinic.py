"""Measure the patients of the clinic: `python benchmarks/bench_clinic.py`.

Each recipe on seeds 0 to 4: steps, why it ended, the held-out mark at the end, CPU seconds. Exits
with 1 when a sick training meets the goal of its task, a cured one does not, or one takes too long.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

os.environ.update({"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"})
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

import lstm_core as lc
from lstm_core.tasks._series import Series, cut, read, sampler
from lstm_core.training.clinic import PATIENTS
from lstm_core.training.follow import follow
from lstm_core.training.recipe import read_recipe

SEEDS = range(5)
SECONDS_MAX = 6.0


class End(NamedTuple):
    """How a training ended."""

    step: int
    stopped: str
    mark: float
    seconds: float
    gradient: float  # the longest of the film

    def well(self, task: lc.Task) -> bool:
        return self.stopped not in ("nan", "explosion") and task.solved(self.mark)


def trained(text: str, seed: int) -> End:
    recipe = read_recipe(text)
    film = list(follow(replace(recipe, config=replace(recipe.config, seed=seed))))
    marks = [checkpoint.evaluation.metric for checkpoint in film if checkpoint.evaluation]
    longest = max(checkpoint.norms.gradient for checkpoint in film)
    last = film[-1]
    return End(last.step, last.stopped, marks[-1], last.memory.seconds, longest)


def measured(text: str) -> tuple[lc.Task, list[End]]:
    task = lc.TASKS[read_recipe(text).task]
    ends = [trained(text, seed) for seed in SEEDS]
    print(f"  {text}")
    for name, write in (
        ("goal met", lambda end: "yes" if end.well(task) else "no"),
        ("ended", lambda end: f"{end.stopped} {end.step}"),
        ("mark", lambda end: f"{end.mark:.4g}"),
        ("|gradient|", lambda end: f"{end.gradient:.3g}"),
        ("CPU s", lambda end: f"{end.seconds:.2f}"),
    ):
        print(f"    {name:12}" + "".join(f"{write(end):>16}" for end in ends))
    return task, ends


def clinic() -> Iterator[bool]:
    """Yield for each patient whether it is as sick and as curable as it is said to be."""
    for name, patient in PATIENTS.items():
        task = lc.TASKS[read_recipe(patient.sick).task]
        levels = ", ".join(f"{k} {v:.4g}" for k, v in task.chance(task.length).items())
        print(f"{name}: goal {task.goal:g} ({task.metric}); {levels}")
        _, sick = measured(patient.sick)
        _, cured = measured(patient.cured)
        for other in patient.others:
            measured(other)
        ill = sum(not end.well(task) for end in sick)
        well = sum(end.well(task) for end in cured)
        slowest = max(end.seconds for end in (*sick, *cured))
        good = ill == well == len(SEEDS) and slowest <= SECONDS_MAX
        print(
            f"  {'ok' if good else 'LATE'}: sick {ill}/5, cured {well}/5, {slowest:.1f} s at most"
        )
        yield good


def leak(name: str) -> None:
    """Scale a series by its earlier part, and by all of it; compare forecasts in its own units."""
    values, task = read(name), lc.TASKS[name]
    end = cut(values)
    print(f"left out, the scaling leak: {name}, levels scaled to 0 … 1, 600 steps, held-out MSE")
    for label, part in (("earlier part", values[:end]), ("leak: all", values)):
        unit = float(np.ptp(part))
        series = Series((values - part.min()) / unit, end)
        job = replace(
            task, sample=sampler(series.earlier, 12), held_out=sampler(series.later, 12), goal=0.0
        )
        marks = []
        for seed in SEEDS:
            config = replace(task.recipe, seed=seed, steps=600, stop=False)
            last = list(lc.train("lstm", job, config))[-1]
            assert last.evaluation
            marks.append(last.evaluation.metric)
        for what, factor in (("as shown", 1.0), ("own units", unit**2)):
            figures = "".join(f"{mark * factor:12.4g}" for mark in marks)
            print(f"    {label:14}{what:12}{figures}   mean {np.mean(marks) * factor:.4g}")


if __name__ == "__main__":
    results = list(clinic())
    for series_name in ("sunspots", "co2"):
        leak(series_name)
    sys.exit(not all(results))
