"""What becomes of the learning rate during a training."""

from math import ceil, cos, pi

from .config import TrainConfig


def rate_at(config: TrainConfig, step: int) -> float:
    """Return the learning rate of the update that follows `step` updates.

    With W = `warm_up` the first W updates have the rates rate·1/W, rate·2/W, … rate (Goyal et al.,
    2017). After them, over the remaining steps:

        "constant"  rate
        "step"      rate, a tenth of it after a third, a hundredth after two thirds
        "cosine"    rate·(1 + cos(π·share of the remaining steps that is done))/2, down to 0
                    (Loshchilov & Hutter, 2017, without restarts)

    These are torch's LinearLR, StepLR and CosineAnnealingLR, joined by SequentialLR.
    """
    if step < config.warm_up:
        return config.rate * (step + 1) / config.warm_up
    steps = max(config.steps - config.warm_up, 1)
    done = min(step - config.warm_up, steps)
    if config.schedule == "step":
        return config.rate * 0.1 ** (done // ceil(steps / 3))
    if config.schedule == "cosine":
        return config.rate * (1 + cos(pi * done / steps)) / 2
    return config.rate
