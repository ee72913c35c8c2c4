"""One recurrent cell per file; the file's name is its key in `CELLS`."""

import sys
from types import ModuleType
from typing import cast

from .._folder import load
from ._cell import Cell


def _cell(module: ModuleType) -> Cell:
    return cast(Cell, module)


CELLS = load(sys.modules[__name__], "cell", _cell)
