"""What is trained: layers of a cell, and a linear layer that answers at every step."""

from typing import Any, NamedTuple

from ..arrays import Array


class Model(NamedTuple):
    """output_t = weight · h_t + bias, h of the last layer."""

    cell: str
    layers: tuple[Any, ...]  # Params of each layer, the first one reads x
    weight: Array  # (K, H)
    bias: Array  # (K,)
