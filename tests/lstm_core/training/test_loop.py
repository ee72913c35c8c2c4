"""The loop: the same seed trains the same network, from anywhere; what goes wrong is said."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from lstm_core.training.model import Model

SMALL = lc.TrainConfig(length=12, hidden_size=3, batch=4, steps=12, evaluate=4, frame=1)
HARD = replace(
    SMALL, layers=2, dropout_in=0.2, dropout_between=0.3, dropout_out=0.1, truncate=5, decay=0.01
)


def flat(model: Model) -> np.ndarray:
    arrays = (*(a for params in model.layers for a in params), model.weight, model.bias)
    return np.concatenate([np.ravel(a) for a in arrays])


@pytest.mark.parametrize("cell", lc.CELLS)
@pytest.mark.parametrize("config", [SMALL, HARD], ids=["plain", "hard"])
def test_two_runs_with_one_seed_are_one(cell, config):
    one, other = (list(lc.train(cell, "adding", config)) for _ in range(2))
    assert [shot.step for shot in one] == list(range(13))
    for a, b in zip(one, other, strict=True):
        assert np.array_equal(flat(a.model), flat(b.model))
        assert (a.loss, a.metric, a.evaluation, a.norms) == (
            b.loss,
            b.metric,
            b.evaluation,
            b.norms,
        )
    assert not np.array_equal(flat(one[0].model), flat(one[-1].model))
    seeded = next(lc.train(cell, "adding", replace(config, seed=1)))
    assert not np.array_equal(flat(seeded.model), flat(one[0].model))


@settings(max_examples=12, deadline=None)
@given(
    cell=st.sampled_from(sorted(lc.CELLS)),
    optimiser=st.sampled_from(["sgd", "rmsprop", "adam", "nadam", "adamw"]),
    schedule=st.sampled_from(["constant", "step", "cosine"]),
    hard=st.booleans(),
    at=st.integers(0, 11),
    sequences=st.sampled_from([0, 6]),
)
def test_a_training_goes_on_from_anywhere_to_the_bit(
    cell, optimiser, schedule, hard, at, sequences
):
    config = replace(
        HARD if hard else SMALL, optimiser=optimiser, schedule=schedule, sequences=sequences
    )
    whole = list(lc.train(cell, "adding", config))
    paused = list(lc.train(cell, "adding", replace(config, frame=7), until=at))[-1]
    assert paused.step == at
    resumed = list(lc.train(cell, "adding", config, resume=paused))
    assert [shot.step for shot in resumed] == list(range(at + 1, 13))
    assert np.array_equal(flat(resumed[-1].model), flat(whole[-1].model))
    assert resumed[-1].evaluation == whole[-1].evaluation


def test_how_often_it_is_filmed_changes_nothing():
    seldom = list(lc.train("lstm", "adding", replace(SMALL, frame=5, evaluate=7)))
    often = list(lc.train("lstm", "adding", SMALL))
    assert [shot.step for shot in seldom] == [0, 5, 7, 10, 12]
    assert [shot.step for shot in seldom if shot.evaluation] == [0, 7]
    assert np.array_equal(flat(seldom[-1].model), flat(often[-1].model))
    means = np.mean([shot.loss for shot in often[1:6]])
    assert seldom[1].loss == pytest.approx(means)


def test_what_is_no_number_any_more_stops_it_and_the_weights_before_are_kept():
    wild = replace(SMALL, rate=10.0, scale=100.0, clip_norm=0.0, optimiser="sgd", steps=400)
    last = list(lc.train("rnn", "adding", wild))[-1]
    assert last.stopped in ("nan", "explosion")
    assert np.isfinite(flat(last.model)).all()
    assert 0 < last.step < 400
    assert list(lc.train("rnn", "adding", replace(wild, clip_norm=1.0, rate=0.001)))[-1].stopped


def test_it_stops_when_the_held_out_loss_grows_no_better():
    hopeless = replace(SMALL, rate=0.0, steps=100, patience=3)
    assert [shot.stopped for shot in lc.train("lstm", "adding", hopeless)][-1] == "patience"


def test_it_stops_when_the_goal_is_met_twice_running():
    shots = list(lc.train("lstm", "anbn"))
    marks = [shot.evaluation.metric for shot in shots if shot.evaluation]
    assert shots[-1].stopped == "solved"
    goal = lc.TASKS["anbn"].goal
    assert marks[-2] >= goal and marks[-1] >= goal
    assert not any(a >= goal and b >= goal for a, b in pairwise(marks[:-1]))


def test_a_task_says_which_lengths_make_sense():
    with pytest.raises(lc.NumberError, match="length must be in"):
        lc.train("lstm", "adding", lc.TrainConfig(length=1))


def test_seen_again_and_again_means_the_same_few_sequences():
    config = replace(SMALL, sequences=4, rate=0.02, steps=300, evaluate=300, frame=100)
    shots = list(lc.train("lstm", "adding", replace(config, hidden_size=16)))
    unseen = shots[-1].evaluation
    assert unseen and shots[-1].loss < 0.01 < unseen.loss


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("cell", lc.CELLS)
def test_the_gradient_of_the_whole_stack_is_that_of_finite_differences(cell, layers):
    config = replace(SMALL, layers=layers, optimiser="sgd", momentum=0.0, rate=1.0, clip_norm=0.0)
    first, second = list(lc.train(cell, "adding", config, dtype=np.float64, until=1))
    moved = flat(first.model) - flat(second.model)  # rate 1: the gradient itself
    task = lc.TASKS["adding"]
    batch = task.sample(np.random.default_rng([0, 1]), 4, 12)
    direction = np.random.default_rng(5).standard_normal(moved.size)
    direction /= np.linalg.norm(direction)

    def loss(step: float) -> float:
        w = flat(first.model) + step * direction
        x, rest = batch.x, w
        for params in first.model.layers:
            parts = []
            for a in params:
                parts.append(rest[: a.size].reshape(a.shape))
                rest = rest[a.size :]
            x = lc.trace(cell, type(params)(*parts), x).steps.h
        k = first.model.weight.size
        output = x @ rest[:k].reshape(first.model.weight.shape).T + rest[k:]
        return float((batch.mask[..., None] * (output - batch.y) ** 2).sum() / batch.mask.sum())

    measured = (loss(1e-5) - loss(-1e-5)) / 2e-5
    assert measured == pytest.approx(float(moved @ direction), rel=1e-6, abs=1e-9)
