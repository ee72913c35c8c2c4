"""How far an answer is from what is right, and the gradient of that: one function a kind.

Every loss is the mean over the steps that are judged, weighted by the mask; "squared" and "sigmoid"
are also means over the K outputs, as torch's MSELoss and BCEWithLogitsLoss are.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array, sigmoid

Lossed = tuple[float, Array]
"""The loss, and its gradient with respect to the output."""


def squared(output: Array, y: NDArray[Any], weight: Array) -> Lossed:
    """Return the mean of (output - y)² and its gradient."""
    off = output - y
    share = weight[..., None] / output.shape[-1]
    return float((share * off**2).sum()), 2 * share * off


def softmax(output: Array, y: NDArray[Any], weight: Array) -> Lossed:
    """Return the mean of -ln p of the right class, p = softmax(output), and its gradient p - 1."""
    shifted = output - output.max(axis=-1, keepdims=True)
    p = np.exp(shifted)
    total = p.sum(axis=-1, keepdims=True)
    right = y[..., None]
    log_p = np.take_along_axis(shifted, right, -1) - np.log(total)
    p /= total
    np.put_along_axis(p, right, np.take_along_axis(p, right, -1) - 1, -1)
    return float(-(weight * log_p[..., 0]).sum()), p * weight[..., None]


def yes_or_no(output: Array, y: NDArray[Any], weight: Array) -> Lossed:
    """Return the mean of -ln p of the right answers, p = σ(output), and its gradient."""
    share = weight[..., None] / output.shape[-1]
    # ln(1 + e^a) without overflow
    spread = np.maximum(output, 0) + np.log1p(np.exp(-np.abs(output)))
    return float((share * (spread - output * y)).sum()), share * (sigmoid(output) - y)


LOSSES: Mapping[str, Callable[[Array, NDArray[Any], Array], Lossed]] = {
    "squared": squared,
    "softmax": softmax,
    "sigmoid": yes_or_no,
}


def loss_and_gradient(
    kind: str, output: Array, y: NDArray[Any], mask: Array, total: float | None = None
) -> Lossed:
    """Return the loss of a batch and its gradient (T, B, K).

    `total` is what the masks sum to, where this is a part of a longer sequence.
    """
    total = float(mask.sum()) if total is None else total
    weight = (mask / total).astype(output.dtype, copy=False)
    asked = mask.any(axis=1)
    if asked.all():
        return LOSSES[kind](output, y, weight)
    d_output = np.zeros_like(output)
    loss, d_output[asked] = LOSSES[kind](output[asked], y[asked], weight[asked])
    return loss, d_output
