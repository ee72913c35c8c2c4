"""A recipe: everything that a trained network follows from, as one short text.

    adding                                     the task's own recipe
    adding~cell-peephole~seed-3~rate-0.003     what differs from it
    adding~at-120~rate-0.001                   changed while the training stood still after step 120
    adding~to-300                              the network after step 300
    adding~to-300~file-0123456789abcdef        the same, as a file that somebody opened has it

The same text trains the same network on the same type of machine with the same versions.
"""

import re
from dataclasses import dataclass, fields, replace
from typing import Any, Final, get_args, get_type_hints

from ..cells import CELLS
from ..errors import NumberError, unknown_name
from .config import TrainConfig

CELL: Final = "lstm"
PIECE, SIGN = "~", "-"
STEPS_MAX: Final = 100_000
LIMITS: Final[dict[str, tuple[float, float]]] = {
    "seed": (0, 9999),
    "length": (0, 200),
    "hidden_size": (1, 64),
    "layers": (1, 3),
    "batch": (1, 128),
    "steps": (1, STEPS_MAX),
    "rate": (0, 10),
    "momentum": (0, 0.999),
    "warm_up": (0, 10_000),
    "clip_norm": (0, 1000),
    "clip_value": (0, 1000),
    "scale": (0, 100),
    "forget_bias": (-10, 10),
    "dropout_in": (0, 0.9),
    "dropout_between": (0, 0.9),
    "dropout_out": (0, 0.9),
    "decay": (0, 1),
    "patience": (0, 1000),
    "truncate": (0, 200),
    "sequences": (0, 10_000),
    "evaluate": (1, 1000),
    "frame": (1, 1000),
}
"""What a number of a recipe may be, both ends included."""
_TYPES: Final = get_type_hints(TrainConfig)
_DOUBLES: Final = {"at", "to", "cell", "file"}
_FILE: Final = re.compile("[0-9a-f]{16}")
FIXED: Final = (
    *("seed", "length", "hidden_size", "layers", "sequences"),
    *("initial", "scale", "forget_bias"),
)
"""Settings that cannot change on the way: they are what the training began with."""
LENGTH_MAX: Final = 3000  # characters of a recipe


@dataclass(frozen=True)
class Recipe:
    """A task, a cell, settings, what of them changed on the way, and where it ends.

    `changes` are (step, settings from there on), in order; `to` is the last step, None if the
    training itself decides. `file` names the content of the file that a network came from, "" for
    one that follows from the recipe: what a file says of itself need not be true.
    """

    task: str
    cell: str
    config: TrainConfig
    changes: tuple[tuple[int, TrainConfig], ...] = ()
    to: int | None = None
    file: str = ""

    def at(self, step: int) -> TrainConfig:
        """Return the settings in force for the update that follows `step` steps."""
        config = self.config
        for first, changed in self.changes:
            config = changed if step >= first else config
        return config

    def changed(self, step: int, config: TrainConfig) -> "Recipe":
        """Return the recipe with other settings from a step on; later changes are forgotten."""
        if step == 0:
            return replace(self, config=config, changes=())
        kept = tuple(one for one in self.changes if one[0] < step)
        before = replace(self, changes=kept)
        if before.at(step) == config:
            return before
        return replace(before, changes=(*kept, (step, config)))

    def until(self, step: int) -> "Recipe":
        """Return the recipe of the network after a step: what changed later is no part of it."""
        return replace(self, changes=tuple(one for one in self.changes if one[0] < step), to=step)


def of_task(task: str) -> Recipe:
    """Return the recipe that solves a task."""
    from ..tasks import TASKS  # tasks are made of configs

    return Recipe(task, CELL, TASKS[task].recipe)


def recipe_text(recipe: Recipe) -> str:
    """Write a recipe as text: what differs from the task's own, and nothing else."""
    before = of_task(recipe.task).config
    pieces = [recipe.task]
    if recipe.cell != CELL:
        pieces.append(f"cell{SIGN}{recipe.cell}")
    for at, config in ((0, recipe.config), *recipe.changes):
        if at:
            pieces.append(f"at{SIGN}{at}")
        for each in fields(TrainConfig):
            value = getattr(config, each.name)
            if value != getattr(before, each.name):
                pieces.append(f"{each.name}{SIGN}{_written(value)}")
        before = config
    if recipe.to is not None:
        pieces.append(f"to{SIGN}{recipe.to}")
    if recipe.file:
        pieces.append(f"file{SIGN}{recipe.file}")
    return PIECE.join(pieces)


def read_recipe(text: str) -> Recipe:
    """Read what `recipe_text` wrote.

    Raises UnknownName for a task, cell or setting that does not exist, NumberError for a value
    beyond its limits.
    """
    if len(text) > LENGTH_MAX:
        raise NumberError(f"a recipe must have at most {LENGTH_MAX} characters, got {len(text)}")
    name, *pieces = text.split(PIECE)
    recipe = of_task(name)
    config, at = recipe.config, 0
    for piece in pieces:
        key, sign, raw = piece.partition(SIGN)
        if not sign or (key not in _TYPES and key not in _DOUBLES):
            raise unknown_name("setting", key, (*_TYPES, *_DOUBLES))
        if key == "cell":
            CELLS[raw]  # raises for one that does not exist
            recipe = replace(recipe, cell=raw)
        elif key == "to":
            recipe = replace(recipe, to=_whole(key, raw))
        elif key == "file":
            recipe = replace(recipe, file=_file(raw))
        elif key == "at":
            step = _whole(key, raw)
            if step <= at:
                raise NumberError(f"at must be > {at}, got {raw:.20}")
            recipe, at = recipe.changed(at, config), step
        elif at and key in FIXED:
            raise NumberError(f"{key} must stay what it was at step 0, got {piece:.40} at {at}")
        else:
            config = replace(config, **{key: setting(key, raw)})
    _check_length(name, config.length)
    return recipe.changed(at, config)


def _check_length(task: str, length: int) -> None:
    """Refuse a length that the task has not; 0 is its own."""
    from ..tasks import TASKS  # tasks are made of configs

    low, high = TASKS[task].lengths
    if length and not low <= length <= high:
        raise NumberError(f"length must be 0 or in [{low}, {high}] in task {task!r}, got {length}")


def setting(key: str, raw: str) -> Any:
    """Read the value of one setting; raise NumberError for one that it cannot have."""
    kind = _TYPES[key]
    if kind is bool:
        return _one_of(key, raw, {"on": True, "off": False})
    words = [word for part in (kind, *get_args(kind)) for word in get_args(part)]
    words = [word for word in words if isinstance(word, str)]
    if words and (raw in words or key not in LIMITS):
        return _one_of(key, raw, {word: word for word in words})
    low, high = LIMITS[key]
    try:
        value = int(raw) if kind is int else float(raw)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise NumberError(f"{key} must be in [{low:g}, {high:g}], got {raw:.20}")
    return value


def _whole(key: str, raw: str) -> int:
    if not raw.isascii() or not raw.isdecimal() or len(raw) > 6 or int(raw) > STEPS_MAX:
        raise NumberError(f"{key} must be in [0, {STEPS_MAX}], got {raw:.20}")
    return int(raw)


def _file(raw: str) -> str:
    if not _FILE.fullmatch(raw):
        raise NumberError(f"file must be 16 of 0-9 and a-f, got {raw:.20}")
    return raw


def _one_of(key: str, raw: str, allowed: dict[str, Any]) -> Any:
    if raw not in allowed:
        raise NumberError(f"{key} must be one of {', '.join(allowed)}, got {raw:.20}")
    return allowed[raw]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else f"{value:.6g}"
