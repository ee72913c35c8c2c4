"""torch's own optimisers and schedules for the settings of a training."""

from collections.abc import Iterable
from math import ceil
from typing import Any

import torch

from lstm_core.training.config import TrainConfig

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
