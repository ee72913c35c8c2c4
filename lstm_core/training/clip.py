"""Shortening a gradient that is too long."""

import numpy as np

from ..arrays import Array
from .config import TrainConfig


def clip(gradient: Array, config: TrainConfig) -> float:
    """Shorten the flat `gradient` in place; return the norm that it had before.

    First every entry beyond ±`clip_value` is set to that bound, which may turn the gradient, then
    the whole is shortened to `clip_norm`, which keeps its direction (Pascanu, Mikolov & Bengio,
    2013, On the Difficulty of Training Recurrent Neural Networks). 0 switches either off. Equal to
    `torch.nn.utils.clip_grad_value_` and `clip_grad_norm_`.

    The norm is summed up in float64, so it is finite as long as every entry of a float32 gradient
    is. Trap: a gradient with a NaN or an infinite entry comes back with NaN, and so does its norm
    or it is infinite: whoever calls looks at it before moving any weight.
    """
    norm = before = length(gradient)
    if config.clip_value:
        np.clip(gradient, -config.clip_value, config.clip_value, out=gradient)
        norm = length(gradient)
    if config.clip_norm:
        factor = config.clip_norm / (norm + 1e-6)  # torch's ε
        if not factor >= 1:
            gradient *= factor
    return before


def length(vector: Array) -> float:
    """Return the Euclidean norm, summed up in float64."""
    wide = vector.astype(np.float64, copy=False).ravel()
    return float(np.sqrt(wide @ wide))
