"""Words: one folder a language, one table a page, component or network.

The files of a folder are one table that is cut for reading: no two may give the same key. A key is
dotted, as in `words("networks.counter.question")`. What a language lacks is taken from
English, so that a half-translated file shows a sentence and never an error.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FALLBACK = "en"
_FOLDER = Path(__file__).parent


@cache
def languages() -> dict[str, str]:
    """List the languages on disk, English first: code → its own name for itself."""
    codes = sorted({path.parent.name for path in _FOLDER.glob("*/*.toml")})
    codes.sort(key=lambda code: code != FALLBACK)
    return {code: _table(code)["language"] for code in codes}


@cache
def _table(lang: str) -> Mapping[str, Any]:
    whole: dict[str, Any] = {}
    for path in sorted((_FOLDER / lang).glob("*.toml")):
        _add(whole, tomllib.loads(path.read_text("utf-8")), path)
    return MappingProxyType(whole)


def _add(whole: dict[str, Any], part: Mapping[str, Any], path: Path) -> None:
    for key, value in part.items():
        if key not in whole:
            whole[key] = value
        elif isinstance(value, Mapping) and isinstance(whole[key], dict):
            _add(whole[key], value, path)
        else:
            raise ValueError(f"{path} gives {key!r} a second time")


def _find(table: Mapping[str, Any], key: str) -> Any:
    found: Any = table
    for part in key.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


def spoken(accept_language: str) -> str:
    """Return the first language in a browser's header, English when we do not have it."""
    code = accept_language[:2].lower()
    return code if code in languages() else FALLBACK


@dataclass(frozen=True)
class Words:
    """The words of one language. Small, hashable, and safe to build anew on every run."""

    lang: str

    def get(self, key: str) -> Any:
        """Return what stands at a dotted key (a string, a list or a table), or None."""
        found = _find(_table(self.lang), key)
        return _find(_table(FALLBACK), key) if found is None else found

    def __call__(self, key: str, **values: object) -> str:
        """Return one sentence with its placeholders filled.

        Raises KeyError when no language has the key: a missing word is our mistake, not the
        learner's, and a test finds it.
        """
        found = self.get(key)
        if not isinstance(found, str):
            raise KeyError(f"no word {key!r} in {self.lang} or {FALLBACK}")
        return found.format(**values) if values else found

    def list(self, key: str) -> tuple[str, ...]:
        """Return the strings of an array, such as the examples of a network."""
        found = self.get(key)
        if not isinstance(found, list):
            raise KeyError(f"no list {key!r} in {self.lang} or {FALLBACK}")
        return tuple(found)

    def table(self, *keys: str) -> dict[str, Any]:
        """Return a whole table, English entries where this language has none.

        Of several tables, those named later win; one that nobody wrote counts as empty.
        """
        whole: dict[str, Any] = {}
        for key in keys:
            for lang in (FALLBACK, self.lang):
                whole = _merge(whole, _find(_table(lang), key))
        return whole


def _merge(below: Any, above: Any) -> Any:
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return below if above is None else above
    return {key: _merge(below.get(key), above.get(key)) for key in {**below, **above}}


def words(lang: str) -> Words:
    """Return the words of `lang`, English when there is no such language."""
    return Words(lang if lang in languages() else FALLBACK)
