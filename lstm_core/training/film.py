"""A film: the checkpoints of a training as stacked arrays. `film_file` writes and reads it.

F frames, E evaluations:

    steps seconds loss metric rate gradient       (F,)     of each checkpoint
    gradient.<block> weights.<block>              (F,)     norms by row block (i f g o …) and "out"
    eval.steps eval.loss eval.metric              (E,)     on held-out sequences
    layer<k>.<field of Params>                    (F, …)   weights
    out.weight out.bias                           (F, K, H) (F, K)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array
from ..cells import CELLS
from ..errors import ShapeError
from .checkpoint import Checkpoint
from .model import Model
from .recipe import Recipe, read_recipe

CURVES: Final = ("seconds", "loss", "metric", "rate", "gradient")
EVALUATIONS: Final = ("eval.loss", "eval.metric")

Numbers = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Film:
    """The checkpoints of a training, frame by frame.

    `arrays` are those of the file, `recipe` the text of the recipe without `to`, `stopped` why the
    training ended ("" if it did not), `about` what else is to be known (marks), texts.
    """

    recipe: str
    arrays: Mapping[str, Numbers]
    stopped: str = ""
    about: Mapping[str, str] | None = None

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def steps(self) -> Numbers:
        """The training step of each frame, (F,) whole numbers."""
        return self.arrays["steps"]

    def model(self, frame: int = -1) -> Model:
        """Return the model of a frame, the last one if none is named."""
        cell = CELLS[self.read.cell]
        layers = tuple(
            cell.Params(*(self.arrays[f"layer{k}.{name}"][frame] for name in cell.Params._fields))
            for k in range(self.read.config.layers)
        )
        out = (self.arrays["out.weight"][frame], self.arrays["out.bias"][frame])
        return Model(self.read.cell, layers, *out)

    @property
    def read(self) -> Recipe:
        """The recipe, read."""
        return read_recipe(self.recipe)

    def frame_at(self, step: int) -> int:
        """Return the last frame that is not after a step; the first one has no other before it."""
        return max(0, int(np.searchsorted(self.steps, step, "right")) - 1)

    def picked(self, frames: Sequence[int]) -> "Film":
        """Return a film of some of the frames; every evaluation stays."""
        some = list(frames)
        kept = {
            name: array if name.startswith("eval.") else array[some]
            for name, array in self.arrays.items()
        }
        return replace(self, arrays=kept)

    def joined(self, more: "Film") -> "Film":
        """Return this film with the frames of another one, which goes on from it, behind it."""
        arrays = {
            name: np.concatenate((array, more.arrays[name])) for name, array in self.arrays.items()
        }
        return replace(more, arrays=arrays, about=more.about or self.about)


def film_of(checkpoints: Iterable[Checkpoint], recipe: str) -> Film:
    """Lay the checkpoints of a training by a recipe behind one another, weights as float32."""
    shots = list(checkpoints)
    if not shots:
        raise ShapeError("a film must have at least 1 checkpoint, got 0")
    found = [(shot.step, *shot.evaluation) for shot in shots if shot.evaluation]
    arrays: dict[str, Numbers] = {"steps": np.array([shot.step for shot in shots], np.int32)}
    rows = [_curves(shot) for shot in shots]
    arrays |= {name: np.array([row[name] for row in rows], np.float32) for name in rows[0]}
    table = np.array(found, np.float64).reshape(-1, 3)
    arrays["eval.steps"] = table[:, 0].astype(np.int32)
    arrays |= {name: table[:, k].astype(np.float32) for k, name in enumerate(EVALUATIONS, start=1)}
    weights = [_weights(shot.model) for shot in shots]
    arrays |= {name: np.stack([one[name] for one in weights]) for name in weights[0]}
    return Film(recipe, arrays, shots[-1].stopped)


def _curves(shot: Checkpoint) -> dict[str, float]:
    norms = shot.norms
    values = (shot.memory.seconds, shot.loss, shot.metric, shot.rate, norms.gradient)
    curves = dict(zip(CURVES, values, strict=True))
    curves |= {f"gradient.{name}": value for name, value in norms.gradient_of.items()}
    return curves | {f"weights.{name}": value for name, value in norms.weights_of.items()}


def _weights(model: Model) -> dict[str, Array]:
    weights = {
        f"layer{k}.{name}": array
        for k, params in enumerate(model.layers)
        for name, array in params._asdict().items()
    }
    weights |= {"out.weight": model.weight, "out.bias": model.bias}
    return {name: np.asarray(array, np.float32) for name, array in weights.items()}
