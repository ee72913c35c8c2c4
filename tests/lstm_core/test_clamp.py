"""Holding a signal: what it does forward and backward, and what cannot be held."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given

import lstm_core as lc
from tests.lstm_core.judges import Case, assert_close, cases, random_d_h, random_params, random_x

FRENCH = "我在法国长大爱下棋我会说"


def french(*edits: lc.Clamp, text: str = FRENCH) -> lc.Run:
    return lc.NETWORKS["grew_up_in"].run(text, edits=edits)


@pytest.mark.parametrize(
    ("keep", "answer", "h"), [(0.85, "french", 0.360), (0.80, None, 0.256), (0.70, None, 0.117)]
)
def test_keep_held_low_silences_france(keep: float, answer: str | None, h: float) -> None:
    run = french(lc.Clamp("f", value=keep))
    assert run.readouts[-1] == answer
    assert run.traces[0].steps.h[-1, 0] == pytest.approx(h, abs=5e-4)


def test_write_held_open_says_everything() -> None:
    assert french(lc.Clamp("i", value=1.0)).readouts[-1] == "french+chinese+japanese"


def test_keep_held_open_gives_two_answers() -> None:
    text = "I grew up in France and China so I speak"
    assert french(text=text).readouts[-1] == "chinese"
    assert french(lc.Clamp("f", value=1.0), text=text).readouts[-1] == "french+chinese"


def test_show_held_open_speaks_from_france_on() -> None:
    assert french(lc.Clamp("o", value=1.0)).readouts == (None, None, *("french",) * 7)


@given(cases())
def test_a_held_signal_has_its_value_there_and_only_there(case: Case) -> None:
    rng = case.rng
    params, x, d_h = random_params(case, rng), random_x(case, rng), random_d_h(case, rng)
    for signal in lc.CELLS[case.cell].SIGNALS:
        unit, step = int(rng.integers(case.H)), int(rng.integers(case.T))
        edit = lc.Clamp(signal, units=(unit,), first=step, last=step, value=0.25)
        free, held = lc.trace(case.cell, params, x), lc.trace(case.cell, params, x, edits=[edit])
        assert held.edits == (edit,)
        assert (getattr(held.steps, signal)[step, ..., unit] == 0.25).all()
        for name in held.steps._fields:  # nothing moves before the first held step
            assert_close(getattr(held.steps, name)[:step], getattr(free.steps, name)[:step])
        others = [k for k in range(case.H) if k != unit]
        assert_close(
            getattr(held.steps, signal)[step][..., others],
            getattr(free.steps, signal)[step][..., others],
        )
        assert not getattr(lc.bptt(held, d_h).steps, signal)[step, ..., unit].any()


def test_h_follows_a_held_c() -> None:
    t = french(lc.Clamp("c", units=(1,), first=8, last=8, value=0.5)).traces[0]
    assert t.steps.h[8, 1] == t.steps.o[8, 1] * np.tanh(0.5)


def test_a_later_clamp_wins() -> None:
    t = french(lc.Clamp("f", value=0.5), lc.Clamp("f", first=3, last=4, value=1.0)).traces[0]
    assert t.steps.f[:, 0].tolist() == [0.5, 0.5, 0.5, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5]


def test_holding_what_is_computed_anyway_changes_nothing() -> None:
    free = french().traces[0]
    same = tuple(
        lc.Clamp("f", (u,), k, k, float(free.steps.f[k, u])) for k in range(9) for u in range(3)
    )
    held = french(*same).traces[0]
    for name in free.steps._fields:
        assert_close(getattr(held.steps, name), getattr(free.steps, name), what=name)


def test_a_clamp_beyond_the_end_holds_nothing() -> None:
    late = lc.Clamp("f", first=100, last=200, value=0.0)
    assert french(late).readouts == french().readouts


def test_a_clamp_is_a_plain_value() -> None:
    a = lc.Clamp("f", units=[np.int64(0), 1], value=np.float32(0.5), first=np.int32(2))  # type: ignore[arg-type]
    b = lc.Clamp(signal="f", units=(0, 1), first=2, last=None, value=0.5)
    assert a == b
    assert hash(a) == hash(b)
    assert repr(a) == repr(b)
    assert {type(v) for v in (a.value, a.first, *(a.units or ()))} == {int, float}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"value": float("nan")}, "value of Clamp must be finite and fit a float, got nan"),
        ({}, "value of Clamp must be finite and fit a float, got nan"),
        ({"value": float("inf")}, "got inf"),
        ({"value": "much"}, "value of Clamp must be a number"),
        ({"value": 1, "first": -1}, "first of Clamp must be >= 0, got -1"),
        ({"value": 1, "first": 3, "last": 2}, "must be None or >= first=3, got 2"),
        ({"value": 1, "first": 0.5}, "first of Clamp must be a whole number, got 0.5"),
        ({"value": 1, "units": ("0",)}, "whole numbers"),
        ({"value": 1, "units": 3}, "whole numbers"),
    ],
)
def test_an_impossible_clamp_cannot_be_made(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(lc.NumberError, match=message):
        lc.Clamp("f", **fields)


def test_a_clamp_that_does_not_fit_the_network_is_refused() -> None:
    with pytest.raises(
        lc.UnknownName, match="no signal for Clamp 'z'; there are: i, f, g, o, c, h"
    ):
        french(lc.Clamp("z", value=1.0))
    with pytest.raises(lc.NumberError, match=r"unit .* must be in 0 … hidden_size-1=2, got 3"):
        french(lc.Clamp("f", units=(3,), value=1.0))
    with pytest.raises(lc.NumberError, match=r"trace .* must be in 0 … 0, got 1"):
        french(lc.Clamp("f", value=1.0, trace=1))
    params = lc.random_network(2).layers[0][0]
    with pytest.raises(lc.NumberError, match="trace"):
        lc.trace("lstm", params, np.eye(16), edits=[lc.Clamp("f", value=1.0, trace=1)])
