"""What is trained: layers of a cell, and a linear layer that answers at every step."""

from typing import Any, NamedTuple

import numpy as np

from ..arrays import Array
from ..kernels.training import TrainingPlan, training_plan


class Model(NamedTuple):
    """output_t = weight · h_t + bias, h of the last layer."""

    cell: str
    layers: tuple[Any, ...]  # Params of each layer, the first one reads x
    weight: Array  # (K, H)
    bias: Array  # (K,)

    @property
    def hidden_size(self) -> int:
        """H, the units of a layer."""
        return int(self.weight.shape[1])

    @property
    def input_size(self) -> int:
        """D, the inputs."""
        return int(self.layers[0].weight_ih.shape[1])


class Dropped(NamedTuple):
    """What dropout lets through, as factors: 0, or 1/(1 - share). None: everything."""

    inputs: Array | None = None  # (T, B, D)
    between: tuple[Array, ...] = ()  # (T, B, H), one between each two layers
    out: Array | None = None  # (T, B, H)


NOTHING_DROPPED = Dropped()


class Passes:
    """The passes of a model over batches of one size, on buffers that stay.

    Trap: what it hands out is overwritten by its next `forward` or `backward`.
    """

    def __init__(self, model: Model, length: int, batch: int) -> None:
        dtype = model.weight.dtype
        sizes = [model.input_size, *[model.hidden_size] * (len(model.layers) - 1)]
        self.plans: list[TrainingPlan] = [
            training_plan(model.cell, length, batch, size, model.hidden_size, dtype)
            for size in sizes
        ]

    def forward(
        self,
        model: Model,
        x: Array,
        dropped: Dropped = NOTHING_DROPPED,
        starts: tuple[Any, ...] | None = None,
    ) -> Array:
        """Return the output (T, B, K) for x (T, B, D); `starts` is a State per layer."""
        self._model, self._dropped = model, dropped
        h = x if dropped.inputs is None else x * dropped.inputs
        for k, (plan, params) in enumerate(zip(self.plans, model.layers, strict=True)):
            if k and dropped.between:
                h = h * dropped.between[k - 1]
            h = plan.forward(params, h, starts[k] if starts else None)
        self._h = h if dropped.out is None else h * dropped.out
        return self._h @ model.weight.T + model.bias

    def backward(self, d_output: Array) -> Model:
        """Return the gradient of every weight, in the shape of a Model, from ∂L/∂output."""
        model, dropped = self._model, self._dropped
        d_weight = np.tensordot(d_output, self._h, axes=((0, 1), (0, 1)))
        d_h = d_output @ model.weight
        if dropped.out is not None:
            d_h *= dropped.out
        layers: list[Any] = []
        for k in reversed(range(len(self.plans))):
            params, d_x = self.plans[k].backward(d_h, want_d_x=k > 0)
            layers.insert(0, params)
            if d_x is not None:
                d_h = d_x * dropped.between[k - 1] if dropped.between else d_x
        return Model(model.cell, tuple(layers), d_weight, d_output.sum(axis=(0, 1)))

    @property
    def last(self) -> tuple[Any, ...]:
        """The State of each layer after the last step, in arrays of its own."""
        return tuple(type(plan.last)(*(a.copy() for a in plan.last)) for plan in self.plans)
