"""Memories with a bound, whatever is asked of them: so many values, and so many bytes of arrays.

A value counts as a share, a larger one as several; those that were of use longest ago make room.
No Streamlit here.
"""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from threading import Condition
from typing import Any, TypeVar, cast

import numpy as np
from cachetools import LRUCache, cached
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])


class Bounded(LRUCache[Any, Any]):
    """At most `count` values, and at most `count` times `share` bytes of arrays."""

    def __init__(self, count: int, share: int) -> None:
        super().__init__(count * share, lambda value: max(share, nbytes(value)))


def remembered(count: int, share: int) -> Callable[[F], F]:
    """Keep what a function returns in a `Bounded`; what many ask for at once is computed once.

    A value that is larger than the whole memory is returned and not kept.
    """
    return cast("Callable[[F], F]", cached(Bounded(count, share), condition=Condition()))


def nbytes(value: object) -> int:
    """Return the bytes of all arrays in a value; one that is in it twice counts once."""
    arrays: dict[int, NDArray[Any]] = {}
    _collect(value, arrays, set())
    return sum(array.nbytes for array in arrays.values())


def _collect(value: Any, arrays: dict[int, NDArray[Any]], seen: set[int]) -> None:
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        while isinstance(value.base, np.ndarray):  # a view keeps the whole
            value = value.base
        arrays[id(value)] = value
    elif isinstance(value, Mapping):
        for one in value.values():
            _collect(one, arrays, seen)
    elif isinstance(value, tuple | list):
        for one in cast("tuple[Any, ...]", value):
            _collect(one, arrays, seen)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in vars(value).values():
            _collect(one, arrays, seen)
