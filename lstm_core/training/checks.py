"""What cannot be trained is said in a sentence, before anything is drawn."""

from dataclasses import fields
from math import isfinite, nan
from typing import Any, Final, get_args, get_type_hints

from ..errors import NumberError, ShapeError, unknown_name
from ..tasks._task import Task
from .checkpoint import Checkpoint
from .config import TrainConfig

AT_LEAST_1: Final = ("hidden_size", "layers", "batch", "evaluate", "frame")
BELOW_1: Final = ("momentum", "dropout_in", "dropout_between", "dropout_out")
_TYPES: Final = get_type_hints(TrainConfig)


def check(cell: str, task: Task, config: TrainConfig, resume: Checkpoint | None) -> None:
    """Refuse settings that nothing can be trained with, and a checkpoint of another network.

    Raises NumberError, UnknownName, ShapeError.
    """
    for each in fields(config):
        _check_setting(each.name, getattr(config, each.name))
    length, (low, high) = config.length or task.length, task.lengths
    if not low <= length <= high:
        raise NumberError(f"length must be in [{low}, {high}] in task {task.name!r}, got {length}")
    if resume is None:
        return
    model = resume.model
    asked = (cell, task.input_size, config.hidden_size, config.layers, task.output_size)
    sizes = (model.input_size, model.hidden_size, len(model.layers), len(model.bias))
    if asked != (model.cell, *sizes):
        raise ShapeError(
            "resume must be a checkpoint of the same network: "
            f"(cell, D, H, layers, K) = {asked}, got {(model.cell, *sizes)}"
        )


def _check_setting(name: str, value: Any) -> None:
    kind = _TYPES[name]
    words = [word for part in (kind, *get_args(kind)) for word in get_args(part)]
    words = [word for word in words if isinstance(word, str)]
    if isinstance(value, str):
        if value not in words:
            raise unknown_name(name, value, words)
        return
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = nan
    whole = kind in (int, bool)
    if not isfinite(number) or (whole and number % 1):
        kinds = "a whole number" if whole else "a number"
        raise NumberError(f"{name} of TrainConfig must be {kinds}, got {value!r:.40}")
    low = 1 if name in AT_LEAST_1 else 0
    if name != "forget_bias" and number < low:
        raise NumberError(f"{name} of TrainConfig must be >= {low}, got {value}")
    if name in BELOW_1 and number >= 1:
        raise NumberError(f"{name} of TrainConfig must be < 1, got {value}")
