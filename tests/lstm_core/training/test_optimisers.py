"""Optimisers, schedules and clipping against torch.optim, on plain vectors."""

import pickle
from copy import deepcopy

import numpy as np
import pytest
import torch

from lstm_core.training.clip import clip, length
from lstm_core.training.config import TrainConfig
from lstm_core.training.optimisers import OPTIMISERS
from lstm_core.training.schedule import rate_at
from tests.lstm_core.training.torch_judge import torch_optimiser, torch_schedule

SIZE, STEPS = 40, 30


@pytest.fixture
def gradients():
    """Of very different sizes, as those of gates are."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(STEPS, SIZE)) * 10.0 ** rng.uniform(-4, 1, SIZE)


@pytest.mark.parametrize("name", OPTIMISERS)
@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_a_vector_moves_as_in_torch(name, decay, gradients):
    config = TrainConfig(optimiser=name, rate=0.02, decay=decay)
    weights = np.random.default_rng(1).normal(size=SIZE)
    judged = torch.nn.Parameter(torch.tensor(weights))
    judge = torch_optimiser([judged], config)
    state = OPTIMISERS[name].start(SIZE, np.float64)
    for gradient in gradients:
        kept = gradient.copy()
        OPTIMISERS[name].move(weights, gradient, state, config.rate, config)
        judged.grad = torch.tensor(gradient)
        judge.step()
        assert np.array_equal(gradient, kept)
        np.testing.assert_allclose(weights, judged.detach().numpy(), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_a_state_can_be_put_aside_and_taken_up_again(name, gradients):
    config, optimiser = TrainConfig(optimiser=name, decay=0.01), OPTIMISERS[name]
    straight, state = np.ones(SIZE, np.float32), optimiser.start(SIZE, np.float32)
    gradients = gradients.astype(np.float32)
    for gradient in gradients[:10]:
        optimiser.move(straight, gradient, state, 0.01, config)
    resumed, later = straight.copy(), pickle.loads(pickle.dumps(deepcopy(state)))
    for gradient in gradients[10:]:
        optimiser.move(straight, gradient, state, 0.01, config)
    for gradient in gradients[10:]:
        optimiser.move(resumed, gradient, later, 0.01, config)
    assert resumed.dtype == np.float32 and np.array_equal(resumed, straight)


@pytest.mark.parametrize("warm_up", [0, 1, 6])
@pytest.mark.parametrize("schedule", ["constant", "step", "cosine"])
@pytest.mark.parametrize("steps", [30, 31])
def test_the_rate_is_that_of_torch(schedule, warm_up, steps):
    config = TrainConfig(rate=0.03, schedule=schedule, warm_up=warm_up, steps=steps)
    judge = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=config.rate)
    plan = torch_schedule(judge, config)
    for step in range(steps):
        assert rate_at(config, step) == pytest.approx(judge.param_groups[0]["lr"], rel=1e-9)
        judge.step()
        plan.step()


def test_the_rate_stays_where_the_schedule_ended():
    assert rate_at(TrainConfig(schedule="cosine", steps=10), 25) == 0
    step = TrainConfig(schedule="step", steps=9, rate=1.0)
    assert [round(rate_at(step, k), 6) for k in (0, 3, 6)] == [1, 0.1, 0.01]


@pytest.mark.parametrize("norm", [0.0, 0.5, 1e6])
def test_clipping_is_that_of_torch(norm, gradients):
    gradient = gradients[0].copy()
    judged = torch.nn.Parameter(torch.zeros(SIZE, dtype=torch.float64))
    judged.grad = torch.tensor(gradient)
    before = clip(gradient, TrainConfig(clip_norm=norm))
    if norm:
        assert before == pytest.approx(float(torch.nn.utils.clip_grad_norm_([judged], norm)))
    np.testing.assert_allclose(gradient, judged.grad.numpy(), rtol=1e-12)
    assert before == pytest.approx(np.linalg.norm(gradients[0]))


def test_clipping_by_value_comes_before_clipping_by_norm(gradients):
    gradient = gradients[0].copy()
    judged = torch.nn.Parameter(torch.zeros(SIZE, dtype=torch.float64))
    judged.grad = torch.tensor(gradient)
    before = clip(gradient, TrainConfig(clip_norm=0.05, clip_value=0.02))
    torch.nn.utils.clip_grad_value_([judged], 0.02)
    torch.nn.utils.clip_grad_norm_([judged], 0.05)
    np.testing.assert_allclose(gradient, judged.grad.numpy(), rtol=1e-12)
    assert before == length(gradients[0]) > length(gradient)


def test_the_norm_of_a_huge_gradient_is_finite():
    gradient = np.full(4, 1e30, np.float32)
    assert clip(gradient, TrainConfig(clip_norm=1.0)) == pytest.approx(2e30)
    assert length(gradient) == pytest.approx(1)


def test_a_gradient_that_is_no_number_stays_one():
    gradient = np.array([1.0, np.nan])
    assert np.isnan(clip(gradient, TrainConfig(clip_norm=1.0)))
