"""A training follows torch: loss and gradient of the first step, weights of thirty steps."""

import numpy as np
import pytest
import torch

import lstm_core as lc
from lstm_core.training.config import TrainConfig
from lstm_core.training.initial import initial
from lstm_core.training.losses import loss_and_gradient
from lstm_core.training.model import Passes
from lstm_core.training.optimisers import OPTIMISERS
from tests.lstm_core.training.torch_judge import (
    TorchModel,
    torch_loss,
    torch_optimiser,
    torch_schedule,
)

STEPS, SEQUENCES = 30, 1  # SEQUENCES: the generator of what is read, as in loop.py


def flat_lstm(model):
    layers = [a.ravel() for params in model.layers for a in params]
    return np.concatenate([*layers, model.weight.ravel(), model.bias])


def flat_torch(judge):
    return torch.cat([p.detach().flatten() for p in judge.weights()]).numpy()


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("task", ["adding", "latch", "anbn"])  # a task of each loss
@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn"])
def test_loss_and_gradients_of_the_first_step(cell, task, layers):
    job = lc.TASKS[task]
    config = TrainConfig(layers=layers, initial="torch")
    rng = np.random.default_rng(0)
    model = initial(cell, job.input_size, 6, job.output_size, config, 12, rng, np.float64)
    batch = job.sample(rng, 5, 12)
    passes = Passes(model, 12, 5)
    loss, d_output = loss_and_gradient(
        job.loss, passes.forward(model, batch.x), batch.y, batch.mask
    )
    gradient = passes.backward(d_output)
    judge = TorchModel(model)
    judged = torch_loss(job.loss, judge(torch.tensor(batch.x)), batch)
    judged.backward(retain_graph=True)
    assert loss == pytest.approx(judged.item(), rel=1e-12)
    for k, params in enumerate(gradient.layers):
        torchs = {name: getattr(judge.recurrent, f"{name}_l{k}").grad for name in WEIGHTS}
        for ours, theirs in zip(params, torchs.values(), strict=False):
            assert_close(ours, theirs.numpy())
        if cell == "gru":
            assert_close(
                params.bias_hn, getattr(judge.recurrent, f"bias_hh_l{k}").grad[12:].numpy()
            )
    weight, bias = torch.autograd.grad(judged, [judge.linear.weight, judge.linear.bias])
    assert_close(gradient.weight, weight.numpy())
    assert_close(gradient.bias, bias.numpy())


WEIGHTS = ("weight_ih", "weight_hh", "bias_ih")


def assert_close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-13)


def follow(task, config):
    """Train beside torch on the same sequences; compare all weights and losses of every step."""
    job = lc.TASKS[task]
    film = list(lc.train("lstm", job, config, dtype=np.float64))
    judge = TorchModel(film[0].model)
    optimiser = torch_optimiser(judge.weights(), config)
    schedule = torch_schedule(optimiser, config)
    rng = np.random.default_rng([config.seed, SEQUENCES])
    for step in range(config.steps):
        batch = job.sample(rng, config.batch, config.length)
        optimiser.zero_grad()
        loss = torch_loss(job.loss, judge(torch.tensor(batch.x)), batch)
        loss.backward()
        if config.clip_value:
            torch.nn.utils.clip_grad_value_(judge.weights(), config.clip_value)
        if config.clip_norm:
            norm = torch.nn.utils.clip_grad_norm_(judge.weights(), config.clip_norm)
            if not config.clip_value:
                assert film[step + 1].norms.gradient == pytest.approx(float(norm), rel=1e-6)
        assert film[step + 1].rate == pytest.approx(optimiser.param_groups[0]["lr"], rel=1e-6)
        optimiser.step()
        schedule.step()
        assert film[step + 1].loss == pytest.approx(loss.item(), rel=1e-6)
        np.testing.assert_allclose(
            flat_lstm(film[step + 1].model), flat_torch(judge), rtol=1e-6, atol=1e-9
        )
    return film


def settings(**some):
    small = {"length": 10, "hidden_size": 5, "batch": 4, "steps": STEPS, "frame": 1, "stop": False}
    return TrainConfig(**{**small, "evaluate": STEPS, **some})


@pytest.mark.parametrize("schedule", ["constant", "step", "cosine"])
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_thirty_steps_of_every_optimiser_and_schedule(optimiser, schedule):
    film = follow(
        "adding",
        settings(optimiser=optimiser, schedule=schedule, warm_up=4, decay=0.01, clip_norm=0.3),
    )
    assert not np.allclose(flat_lstm(film[0].model), flat_lstm(film[-1].model), atol=1e-3)


@pytest.mark.parametrize(
    "some",
    [
        {"clip_norm": 0.0},
        {"clip_value": 0.01, "clip_norm": 0.02},
        {"layers": 3, "initial": "torch", "forget_bias": "chrono"},
        {"layers": 2, "initial": "he", "scale": 0.5},
    ],
    ids=lambda some: "-".join(some),
)
@pytest.mark.parametrize("task", ["latch", "anbn"])
def test_thirty_steps_with_other_settings(task, some):
    follow(task, settings(**some))


def with_torch(two_biases):
    """Train torch alone for 30 steps of Adam; return its losses, and how far its bias moved."""
    job = lc.TASKS["adding"]
    config = TrainConfig(length=20, hidden_size=16, rate=0.001, initial="torch", forget_bias=0.0)
    judge = TorchModel(next(lc.train("lstm", job, config, dtype=np.float64)).model)
    first, second = judge.recurrent.bias_ih_l0, judge.recurrent.bias_hh_l0
    second.requires_grad_(two_biases)
    before, moved, losses = (first + second).detach(), torch.zeros(1), list[float]()
    optimiser = torch_optimiser(judge.weights(), config)
    rng = np.random.default_rng([config.seed, SEQUENCES])
    for step in range(STEPS + 1):
        batch = job.sample(rng, config.batch, config.length)
        optimiser.zero_grad()
        loss = torch_loss(job.loss, judge(torch.tensor(batch.x)), batch)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
        moved = (first + second - before).detach() if step == 0 else moved
    return losses, moved.numpy()


def test_the_sum_of_two_biases_moves_twice_as_far():
    """What docs/notation.md says of torch's two biases."""
    (two, moved_two), (one, moved_one) = with_torch(True), with_torch(False)
    assert two[0] == one[0]
    np.testing.assert_allclose(moved_two, 2 * moved_one)
    assert 0.05 < 1 - two[-1] / one[-1] < 0.2
