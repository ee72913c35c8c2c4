"""One toy task per file; the file's name is its key in `TASKS`."""

import sys
from types import ModuleType
from typing import cast

from .._folder import load
from ._task import Batch, Sampler, Task


def _task(module: ModuleType) -> Task:
    return cast(Task, module.TASK)


TASKS = load(sys.modules[__name__], "task", _task)

__all__ = ["TASKS", "Batch", "Sampler", "Task"]
