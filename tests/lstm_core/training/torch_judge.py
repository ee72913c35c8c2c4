"""torch's own modules, losses, optimisers and schedules for a model and its settings."""

from collections.abc import Iterable
from math import ceil
from typing import Any

import torch

import lstm_core as lc
from lstm_core.tasks import Batch
from lstm_core.training.config import TrainConfig
from lstm_core.training.model import Model

torch.set_num_threads(1)


def torch_optimiser(parameters: Iterable[Any], config: TrainConfig) -> Any:
    """Return the optimiser of torch.optim with torch's defaults."""
    kinds = {
        "sgd": torch.optim.SGD,
        "rmsprop": torch.optim.RMSprop,
        "adam": torch.optim.Adam,
        "nadam": torch.optim.NAdam,
        "adamw": torch.optim.AdamW,
    }
    more = {"momentum": config.momentum} if config.optimiser == "sgd" else {}
    return kinds[config.optimiser](parameters, lr=config.rate, weight_decay=config.decay, **more)


def torch_schedule(optimiser: Any, config: TrainConfig) -> Any:
    """Return the scheduler of torch.optim.lr_scheduler."""
    schedulers, warm_up = torch.optim.lr_scheduler, config.warm_up
    steps = config.steps - warm_up
    if config.schedule == "step":
        after = schedulers.StepLR(optimiser, ceil(steps / 3), 0.1)
    elif config.schedule == "cosine":
        after = schedulers.CosineAnnealingLR(optimiser, steps)
    else:
        after = schedulers.LambdaLR(optimiser, lambda step: 1)
    if not warm_up:
        return after
    before = schedulers.LinearLR(optimiser, 1 / warm_up, 1.0, max(warm_up - 1, 1))
    return schedulers.SequentialLR(optimiser, [before, after], [warm_up])


class TorchModel(torch.nn.Module):
    """A recurrent module and a linear layer with the weights of a Model, in float64.

    Of torch's two biases `bias_hh` stays 0 and is not trained, so that there is one bias as in
    lstm_core; only the `bias_hn` of a GRU is a bias of its own.
    """

    def __init__(self, model: Model) -> None:
        super().__init__()
        layers = tuple((params,) for params in model.layers)
        self.recurrent = lc.to_torch(lc.Network("judge", model.cell, layers)).double()
        outputs, hidden = model.weight.shape
        self.linear = torch.nn.Linear(hidden, outputs, dtype=torch.float64)
        with torch.no_grad():
            self.linear.weight.copy_(torch.tensor(model.weight))
            self.linear.bias.copy_(torch.tensor(model.bias))
        for name, parameter in self.recurrent.named_parameters():
            if name.startswith("bias_hh"):
                parameter.requires_grad_(model.cell == "gru")
                if model.cell == "gru":  # the blocks of r and z have their bias already
                    parameter.register_hook(
                        lambda d, n=hidden: torch.cat([0 * d[: 2 * n], d[2 * n :]])
                    )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the output (T, B, K) for x (T, B, D)."""
        return self.linear(self.recurrent(x)[0])

    def weights(self) -> list[torch.Tensor]:
        """Return what is trained."""
        return [p for p in self.parameters() if p.requires_grad]


def torch_loss(kind: str, output: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the loss of torch.nn.functional over the steps that are judged."""
    y, mask = torch.tensor(batch.y), torch.tensor(batch.mask)
    functional = torch.nn.functional
    if kind == "softmax":
        each = functional.cross_entropy(output.flatten(0, 1), y.flatten(), reduction="none")
        each = each.view(mask.shape)
    elif kind == "sigmoid":
        each = functional.binary_cross_entropy_with_logits(output, y, reduction="none").mean(-1)
    else:
        each = functional.mse_loss(output, y, reduction="none").mean(-1)
    return (each * mask).sum() / mask.sum()
