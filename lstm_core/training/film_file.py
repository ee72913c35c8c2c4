"""A film as a .safetensors file: what ships with the app, travels to the browser, is saved, opened.

The format holds arrays and a few texts and nothing that could run, unlike a pickle. The arrays are
those of `Film`, float32, steps int32; the texts: gatescope = "film", version, recipe, stopped, and
marks. What somebody opens is checked in every respect before an array of it is used.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, cast

import numpy as np

from ..cells import CELLS
from ..errors import NumberError, ShapeError
from .film import CURVES, EVALUATIONS, Film, Numbers
from .recipe import STEPS_MAX, Recipe, read_recipe

VERSION: Final = "1"
BYTES_MAX: Final = 5_000_000
FRAMES_MAX: Final = 1000
_HEADER_MAX: Final = 100_000
_OURS: Final = ("gatescope", "version", "recipe", "stopped")


def film_bytes(film: Film, status: Mapping[str, str] | None = None) -> bytes:
    """Write a film as the content of a .safetensors file; `status` adds texts to its head."""
    from safetensors.numpy import save

    head = {"gatescope": "film", "version": VERSION, "recipe": film.recipe}
    head |= {"stopped": film.stopped} | dict(film.about or {}) | dict(status or {})
    arrays = {name: np.ascontiguousarray(array) for name, array in film.arrays.items()}
    return save(arrays, metadata=head)


def read_film(content: bytes) -> Film:
    """Read what `film_bytes` wrote, or what somebody says it did.

    Raises NumberError, ShapeError or UnknownName for a file that is damaged, too large, of another
    kind, or whose arrays do not fit its recipe or are not finite.
    """
    head = _head(content)
    if head.get("gatescope") != "film" or head.get("version") != VERSION:
        raise NumberError(
            f"a film must be of version {VERSION}, got {head.get('version', '')!r:.20}"
        )
    recipe = read_recipe(head.get("recipe", ""))
    arrays = _arrays(content)
    _check(arrays, recipe)
    about = {
        k: v for k, v in head.items() if k not in ("gatescope", "version", "recipe", "stopped")
    }
    return Film(head["recipe"], arrays, head.get("stopped", ""), about)


def _head(content: bytes) -> dict[str, str]:
    """Return the texts of a safetensors file without reading an array."""
    size = int.from_bytes(content[:8], "little")
    if not 9 < len(content) <= BYTES_MAX or not 2 <= size <= min(_HEADER_MAX, len(content) - 8):
        raise ShapeError(f"a film must have 9 to {BYTES_MAX:,} bytes, got {len(content):,}")
    try:
        head: Any = json.loads(content[8 : 8 + size])
        texts = cast("dict[Any, Any]", head["__metadata__"])
        return {str(k): v for k, v in texts.items() if isinstance(v, str)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NumberError("a film must begin with its texts as JSON, got something else") from error


def _arrays(content: bytes) -> dict[str, Numbers]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        return load(content)
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise NumberError(f"a film must be a safetensors file, got {error!s:.80}") from error


def _check(arrays: Mapping[str, Numbers], recipe: Recipe) -> None:
    """Refuse arrays that are missing, of another size or type, or not finite."""
    expected = _expected(arrays, recipe)
    if missing := expected.keys() ^ arrays.keys():
        raise ShapeError(
            f"a film must hold {sorted(expected)[0]} …, got wrong {min(missing)!r:.40}"
        )
    for name, shape in expected.items():
        array, whole = arrays[name], name.endswith("steps")
        if array.shape != shape or array.dtype != (np.int32 if whole else np.float32):
            raise ShapeError(f"{name} must be {shape}, got {array.shape} {array.dtype}")
        if name.startswith(("layer", "out.")) and not np.isfinite(array).all():
            raise NumberError(f"{name} must be finite, got inf or nan")
    for name in ("steps", "eval.steps"):
        steps = arrays[name]
        if ((steps < 0) | (steps > STEPS_MAX)).any() or (np.diff(steps) <= 0).any():
            raise NumberError(
                f"{name} must grow from 0 to at most {STEPS_MAX}, got {steps[:5].tolist()}"
            )


def _expected(arrays: Mapping[str, Numbers], recipe: Recipe) -> dict[str, tuple[int, ...]]:
    """Say which arrays a film of a recipe has, and of which shapes."""
    from ..tasks import TASKS

    task, cell, hidden = TASKS[recipe.task], CELLS[recipe.cell], recipe.config.hidden_size
    count, evaluations = (
        len(array) if (array := arrays.get(name)) is not None and array.ndim == 1 else 0
        for name in ("steps", "eval.steps")
    )
    if not 1 <= count <= FRAMES_MAX:
        raise ShapeError(f"a film must have 1 to {FRAMES_MAX} frames, got {count}")
    blocks = (*cell.BLOCKS, "out")
    curves = (
        "steps",
        *CURVES,
        *(f"{kind}.{b}" for kind in ("gradient", "weights") for b in blocks),
    )
    shapes: dict[str, tuple[int, ...]] = dict.fromkeys(curves, (count,))
    shapes |= dict.fromkeys(("eval.steps", *EVALUATIONS), (evaluations,))
    for k in range(recipe.config.layers):
        sizes = cell.shapes(task.input_size if k == 0 else hidden, hidden)
        shapes |= {f"layer{k}.{name}": (count, *shape) for name, shape in sizes.items()}
    shapes["out.weight"] = (count, task.output_size, hidden)
    shapes["out.bias"] = (count, task.output_size)
    return shapes
