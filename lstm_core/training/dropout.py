"""Dropout: Srivastava et al. (2014), A Simple Way to Prevent Neural Networks from Overfitting."""

from typing import Any

import numpy as np

from ..arrays import Array
from .config import TrainConfig
from .model import NOTHING_DROPPED, Dropped


class Dropout:
    """Draws what is switched off during an update; what stays is enlarged to make up for it.

    Each value of each step is drawn apart, as nn.Dropout does: on the inputs, between the layers
    (which is what `dropout` of nn.LSTM means), and on the h that the linear layer reads. The roads
    through time are never touched (Zaremba, Sutskever & Vinyals, 2014).
    """

    def __init__(self, config: TrainConfig, rng: np.random.Generator, dtype: Any) -> None:
        self.config, self.rng, self.dtype = config, rng, dtype

    def draw(self, x: Array) -> Dropped:
        """Return the factors for a batch of inputs x (T, B, D)."""
        config, hidden = self.config, (*x.shape[:2], self.config.hidden_size)
        if not (config.dropout_in or config.dropout_between or config.dropout_out):
            return NOTHING_DROPPED
        inputs = self._kept(config.dropout_in, x.shape)
        between = (self._kept(config.dropout_between, hidden) for _ in range(config.layers - 1))
        return Dropped(
            inputs,
            tuple(kept for kept in between if kept is not None),
            self._kept(config.dropout_out, hidden),
        )

    def _kept(self, share: float, shape: tuple[int, ...]) -> Array | None:
        if not share:
            return None
        kept = self.rng.random(shape, np.float32) >= share
        return (kept / (1 - share)).astype(self.dtype)
