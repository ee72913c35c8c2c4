"""What a training is given at its worst: a sentence, a stop, or the very same bits."""

import math
import pickle
import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from lstm_core.training.loop import cut
from tests.lstm_core.training.test_loop import HARD, SMALL, flat

BAD: list[dict[str, Any]] = [
    {"hidden_size": 0},
    {"hidden_size": 2.5},
    {"layers": 0},
    {"batch": 0},
    {"steps": -1},
    {"frame": 0},
    {"evaluate": 0},
    {"seed": -1},
    {"truncate": -1},
    {"sequences": -3},
    {"patience": -1},
    {"warm_up": -1},
    {"rate": -0.1},
    {"rate": math.nan},
    {"rate": math.inf},
    {"rate": None},
    {"momentum": 1.0},
    {"clip_norm": -1.0},
    {"clip_value": math.nan},
    {"dropout_in": 1.0},
    {"dropout_between": -0.1},
    {"dropout_out": 2.0},
    {"decay": -1.0},
    {"forget_bias": math.nan},
    {"length": 1},
    {"length": 10_000},
]


@pytest.mark.parametrize("setting", BAD, ids=str)
def test_impossible_settings_get_a_sentence(setting: dict[str, Any]) -> None:
    (name,) = setting
    with pytest.raises(lc.NumberError, match=f"^{name}"):
        lc.train("lstm", "adding", replace(SMALL, **setting))


@pytest.mark.parametrize("name", ["optimiser", "schedule", "initial", "forget_bias"])
def test_a_choice_that_does_not_exist_gets_a_sentence(name: str) -> None:
    bad: Any = {name: "magic"}
    with pytest.raises(lc.UnknownName, match=f"no {name} 'magic'; there are: "):
        lc.train("lstm", "adding", replace(SMALL, **bad))


@pytest.mark.parametrize(
    ("cell", "task", "setting"),
    [
        ("gru", "adding", {}),
        ("lstm", "adding", {"hidden_size": 4}),
        ("lstm", "adding", {"layers": 2}),
        ("lstm", "dyck1", {}),
    ],
)
def test_a_checkpoint_of_another_network_gets_a_sentence(
    cell: str, task: str, setting: dict[str, Any]
) -> None:
    first = next(lc.train("lstm", "adding", SMALL))
    with pytest.raises(lc.ShapeError, match="resume must be a checkpoint of the same network"):
        lc.train(cell, task, replace(SMALL, **setting), resume=first)


@settings(max_examples=25, deadline=None)
@given(
    cell=st.sampled_from(sorted(lc.CELLS)),
    optimiser=st.sampled_from(["sgd", "rmsprop", "adam", "nadam", "adamw"]),
    rate=st.sampled_from([1.0, 1e6, 1e19, 1e30, 1e38, 1e300]),
    scale=st.sampled_from([1.0, 1e3, 1e20]),
    clip=st.sampled_from([0.0, 1.0]),
    hard=st.booleans(),
)
def test_what_explodes_stops_in_silence_with_the_last_weights_that_are_numbers(
    cell: str, optimiser: Any, rate: float, scale: float, clip: float, hard: bool
) -> None:
    config = replace(
        HARD if hard else SMALL, optimiser=optimiser, rate=rate, scale=scale, clip_norm=clip
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shots = list(lc.train(cell, "adding", config))
    assert all(np.isfinite(flat(shot.model)).all() for shot in shots)
    assert shots[-1].stopped in ("steps", "solved", "nan", "explosion")
    assert not any(shot.stopped for shot in shots[:-1])
    pickle.loads(pickle.dumps(shots[-1]))


def test_after_an_explosion_it_goes_on_with_a_smaller_rate() -> None:
    wild = replace(SMALL, rate=1e30, optimiser="sgd", clip_norm=0.0)
    last = list(lc.train("lstm", "adding", wild))[-1]
    assert last.stopped == "explosion"
    tame = replace(SMALL, rate=1e-3, steps=last.step + 3)
    calm = list(lc.train("lstm", "adding", replace(tame, scale=1.0), resume=last))
    assert calm[-1].stopped in ("explosion", "steps", "nan")
    assert np.isfinite(flat(calm[-1].model)).all()


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("cell", lc.CELLS)
def test_every_checkpoint_of_a_hard_training_goes_on_to_the_bit(cell: str, layers: int) -> None:
    config = replace(HARD, layers=layers, steps=5, patience=4, warm_up=2, schedule="cosine")
    whole = list(lc.train(cell, "adding", config))
    for shot in whole[:-1]:
        carried = pickle.loads(pickle.dumps(shot))
        last = list(lc.train(cell, "adding", config, resume=carried))[-1]
        assert last.step == whole[-1].step
        assert np.array_equal(flat(last.model), flat(whole[-1].model))
        assert last.evaluation == whole[-1].evaluation
        assert last.loss == whole[-1].loss


@given(st.integers(1, 60), st.integers(0, 70))
def test_pieces_cover_a_sequence_and_the_last_one_is_whole(length: int, piece: int) -> None:
    pieces = cut(length, piece)
    assert [t for one in pieces for t in range(length)[one]] == list(range(length))
    sizes = [one.stop - one.start for one in pieces]
    assert sizes[-1] == min(piece or length, length)
    assert len(set(sizes[1:])) <= 1 and 1 <= sizes[0] <= sizes[-1]


@pytest.mark.parametrize("cell", lc.CELLS)
def test_the_gradient_is_cut_off_and_the_state_flows_on(cell: str) -> None:
    config = replace(
        SMALL, truncate=5, optimiser="sgd", momentum=0.0, rate=1.0, clip_norm=0.0, layers=2
    )
    first, second = list(lc.train(cell, "adding", config, dtype=np.float64, until=1))
    batch = lc.TASKS["adding"].sample(np.random.default_rng([0, 1]), 4, 12)
    below, above = first.model.layers
    h = lc.trace(cell, below, batch.x)
    top = lc.trace(cell, above, h.steps.h)
    end = slice(7, 12)  # asked at the last step alone, so the pieces before teach nothing

    def started(t: lc.Trace) -> Any:
        return type(t.start)(*(getattr(t.steps, name)[6] for name in t.start._fields))

    low = lc.trace(cell, below, batch.x[end], started(h))
    high = lc.trace(cell, above, h.steps.h[end], started(top))
    output = high.steps.h @ first.model.weight.T + first.model.bias
    off = (output - batch.y[end]) * batch.mask[end][..., None]
    g = lc.bptt(high, (2 * off / batch.mask.sum()) @ first.model.weight)
    known = [lc.bptt(low, g.x).params, g.params]
    for before, after, found in zip(first.model.layers, second.model.layers, known, strict=True):
        for a, b, d in zip(before, after, found, strict=True):
            np.testing.assert_allclose(a - b, d, 1e-9, 1e-12)
