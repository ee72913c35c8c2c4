"""Lengths of weights and gradients, gate by gate."""

import numpy as np

from ..cells import CELLS
from .checkpoint import Norms
from .model import Model


def norms_of(model: Model) -> dict[str, float]:
    """Return the norm of each row block over all layers, and of the linear layer as "out".

    Weights that belong to no row block (the peepholes) count with the gate that they lead to.
    """
    blocks = CELLS[model.cell].BLOCKS
    squares = dict.fromkeys(blocks, 0.0)
    for params in model.layers:
        for field, array in params._asdict().items():
            if len(array) == len(blocks) * model.hidden_size:
                for name, part in zip(blocks, np.split(array, len(blocks)), strict=True):
                    squares[name] += float((part**2).sum())
            elif (gate := field[-1]) in squares:  # weight_ci: from c to i; bias_hn: the n block's
                squares[gate] += float((array**2).sum())
    squares["out"] = float((model.weight**2).sum() + (model.bias**2).sum())
    return {name: float(np.sqrt(square)) for name, square in squares.items()}


def measured(whole: float, gradient: Model, weights: Model) -> Norms:
    """Return the norms; `gradient` may have been shortened, `whole` is its norm before that."""
    parts = norms_of(gradient)
    after = float(np.sqrt(sum(part**2 for part in parts.values())))
    factor = whole / after if after else 0.0
    return Norms(whole, {name: part * factor for name, part in parts.items()}, norms_of(weights))
