"""All weights of a model as one vector: optimisers and clipping need no names."""

from typing import Any

import numpy as np

from ..arrays import Array
from .model import Model


class Flat:
    """One vector, and a Model whose arrays are views of it: what moves the one moves the other."""

    def __init__(self, like: Model, dtype: Any = np.float32) -> None:
        arrays = (*(a for params in like.layers for a in params), like.weight, like.bias)
        self.vector: Array = np.concatenate([np.ravel(a) for a in arrays]).astype(dtype)
        views: list[Array] = []
        start = 0
        for array in arrays:
            views.append(self.vector[start : start + array.size].reshape(array.shape))
            start += array.size
        self.model, self._views = self._model(like, views), views

    @staticmethod
    def _model(like: Model, arrays: list[Array]) -> Model:
        rest = iter(arrays)
        layers = tuple(type(params)(*(next(rest) for _ in params)) for params in like.layers)
        return Model(like.cell, layers, next(rest), next(rest))

    def fill(self, model: Model) -> None:
        """Copy the arrays of a model into the vector."""
        arrays = (*(a for params in model.layers for a in params), model.weight, model.bias)
        for view, array in zip(self._views, arrays, strict=True):
            view[...] = array

    def copy(self) -> Model:
        """Return the model as it is now, in arrays of its own that nobody can write to."""
        arrays = [view.copy() for view in self._views]
        for array in arrays:
            array.flags.writeable = False
        return self._model(self.model, arrays)
