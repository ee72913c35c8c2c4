"""What single tasks claim: published figures, spans, and series that are what they say."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from statsmodels import datasets

import lstm_core as lc
from lstm_core.tasks import Batch, copy_memory, multiplication, temporal_order, temporal_order3
from lstm_core.tasks.co2 import SERIES as CO2
from lstm_core.tasks.co2 import YEAR
from lstm_core.tasks.sunspots import SERIES as SUNSPOTS


def drawn(name: str, count: int = 4000) -> Batch:
    task = lc.TASKS[name]
    return (task.held_out or task.sample)(np.random.default_rng(7), count, task.length)


def a_year_ago(batch: Batch) -> np.ndarray:
    return np.concatenate([np.zeros_like(batch.x[: YEAR - 1]), batch.x])[: len(batch.x)]


@pytest.mark.parametrize(
    ("name", "level", "says"),
    [
        ("sine", "persistence", lambda batch: batch.x),
        ("sunspots", "persistence", lambda batch: batch.x),
        ("co2", "unchanged", lambda batch: 0 * batch.x),
        ("co2", "last_year", a_year_ago),
    ],
)
def test_a_rule_without_learning_is_as_good_as_it_is_said_to_be(
    name: str, level: str, says: Callable[[Batch], np.ndarray]
) -> None:
    task, batch = lc.TASKS[name], drawn(name)
    error = float(task.judge(says(batch), batch).mean())
    assert error == pytest.approx(task.chance(task.length)[level], rel=0.05)
    assert task.chance_loss(task.length)[level] == task.chance(task.length)[level]


def test_who_remembers_nothing_sits_on_the_memoryless_line() -> None:
    task, batch = lc.TASKS["copy_memory"], drawn("copy_memory")
    output = task.oracle(batch.x).copy()
    output[-copy_memory.REMEMBERED :] = np.random.default_rng(1).random((3, 4000, 5)) * 1e-3
    output[-copy_memory.REMEMBERED :, :, copy_memory.BLANK] = -20.0
    assert float(task.judge(output, batch).mean()) == pytest.approx(1 / 64, abs=0.008)
    likely = output - np.logaddexp.reduce(output, -1, keepdims=True)
    loss = -np.take_along_axis(likely, batch.y[..., None], -1).mean()
    assert loss == pytest.approx(task.chance_loss(task.length)["memoryless"], rel=1e-3)


def test_published_figures() -> None:
    figures = {50: 0.2971, 100: 0.1733, 200: 0.0945, 300: 0.0650, 1000: 0.0204}
    for blanks, figure in figures.items():  # Arjovsky, Shah & Bengio (2016)
        assert copy_memory.memoryless(blanks + 20, 8, 10) == pytest.approx(figure, abs=1e-4)
    assert lc.TASKS["adding"].chance(50)["constant"] == pytest.approx(0.1667, abs=1e-4)
    assert lc.TASKS["multiplication"].chance_loss(50)["constant"] == pytest.approx(0.0486, abs=1e-4)


def test_no_constant_product_is_right_more_often_than_chance() -> None:
    task, batch = lc.TASKS["multiplication"], drawn("multiplication", 20_000)
    says = [np.full(batch.y.shape, value) for value in np.linspace(0, 1, 51)]
    best = max(float(task.judge(said, batch).mean()) for said in says)
    assert best == pytest.approx(task.chance(50)["constant"], abs=0.012)
    assert multiplication.TASK.goal == pytest.approx(1 - 140 / 2000)


@pytest.mark.parametrize(
    ("module", "spans"),
    [
        (temporal_order, [(10, 20), (50, 60)]),
        (temporal_order3, [(10, 20), (33, 43), (66, 76)]),
    ],
)
def test_the_spans_of_100_symbols_are_those_of_1997(module, spans) -> None:
    symbols = module.TASK.sample(np.random.default_rng(0), 500, 100).x.argmax(-1)
    assert (symbols[0] == 6).all() and (symbols[-1] == 7).all()
    steps, _ = np.nonzero((symbols == 4) | (symbols == 5))
    assert set(steps) == {step for first, last in spans for step in range(first, last + 1)}
    assert len(steps) == 500 * len(spans)


@pytest.mark.parametrize(
    ("name", "text", "label"),
    [
        ("temporal_order", "EaXbcYdB", "XY"),
        ("temporal_order", "EaYbcYdB", "YY"),
        ("temporal_order3", "EXaXbYcB", "XXY"),
        ("temporal_order3", "EYaYbXcB", "YYX"),
    ],
)
def test_an_order_is_named_by_its_symbols(name: str, text: str, label: str) -> None:
    task = lc.TASKS[name]
    x = task.tokens.encode(task.tokens.read(text))[:, None]  # pyright: ignore
    assert task.labels[task.oracle(x)[-1, 0].argmax()] == label


def test_sunspots_are_those_of_statsmodels() -> None:
    data: Any = datasets.sunspots.load_pandas().data
    theirs = data["SUNACTIVITY"].to_numpy()
    early = theirs[:216]
    np.testing.assert_allclose(SUNSPOTS.values, (theirs - early.min()) / np.ptp(early), atol=1e-12)


def test_co2_is_that_of_statsmodels() -> None:
    data: Any = datasets.co2.load_pandas().data
    changes = np.diff(data["co2"].resample("MS").mean().interpolate().to_numpy())
    np.testing.assert_allclose(CO2.values * changes[:367].std(), changes, atol=2e-3)


@pytest.mark.parametrize("series", [SUNSPOTS, CO2], ids=["sunspots", "co2"])
def test_what_is_judged_lies_behind_what_is_learnt(series) -> None:
    assert len(series.earlier) + len(series.later) == len(series.values)
    assert series.cut == int(0.7 * len(series.values))
    name = "sunspots" if series is SUNSPOTS else "co2"
    task = lc.TASKS[name]
    assert task.held_out
    for draw, part in ((task.sample, series.earlier), (task.held_out, series.later)):
        batch = draw(np.random.default_rng(0), 500, task.length)
        assert set(batch.x.ravel()) | set(batch.y.ravel()) <= set(part)
