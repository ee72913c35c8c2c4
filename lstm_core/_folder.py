"""A folder is a registry: dropping one file in adds one of its kind."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

from .errors import unknown_name

T = TypeVar("T")


class Registry(Mapping[str, T]):
    """A read-only mapping from file name to what that file defines, in alphabetical order.

    `makers` says how to get each entry; it is called once, when the entry is first asked for.
    """

    def __init__(self, what: str, makers: Mapping[str, Callable[[], T]]) -> None:
        self._what = what
        self._entries = {name: cache(maker) for name, maker in makers.items()}

    def __getitem__(self, name: str) -> T:
        if name not in self._entries:
            raise unknown_name(self._what, name, self._entries)
        return self._entries[name]()

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def load(package: ModuleType, what: str, entry: Callable[[ModuleType], T]) -> Registry[T]:
    """Import every file of `package` whose name has no leading underscore.

    An import error is not caught: a broken file must be loud, not missing from a menu.
    """
    names = sorted(m.name for m in iter_modules(package.__path__) if not m.name.startswith("_"))
    modules = {name: import_module(f"{package.__name__}.{name}") for name in names}
    return Registry(what, {name: partial(entry, module) for name, module in modules.items()})
