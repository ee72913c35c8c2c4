"""The small JSON file in which a state travels that is too long for a link. No Streamlit here."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.i18n import FALLBACK
from app.problems import Problem, Unusable
from app.share import READERS, Link, read

FILE_BYTES = 64 * 1024


class _Number(str):
    """A JSON number, kept as the text that stood in the file, so that 1e999 stays harmless."""


def read_file(data: bytes, lang: str = FALLBACK) -> tuple[Link | None, tuple[Problem, ...]]:
    """Read the small JSON file in which a long sequence travels.

    None when it is not ours, or when its edits cannot be used: half an experiment is another one.
    """
    if len(data) > FILE_BYTES:
        return None, (Problem("notices.file.size", {"expected": f"{FILE_BYTES // 1024}"}, "file"),)
    try:
        found = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_no_twins,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_refuse,
        )
        if not isinstance(found, dict) or "v" not in found:
            raise ValueError("not an object of ours")
    except (ValueError, RecursionError):
        return None, (Problem("notices.file.json", {"expected": '{"v": 1'}, "file"),)
    raw = {str(k): v if isinstance(v, str) else json.dumps(v)[:99] for k, v in found.items()}
    reader = {**READERS, "seq": _file_seq(found.get("seq", ""))}
    link, problems = read(raw, lang, reader)
    said = tuple(replace(problem, source="file") for problem in problems)
    bad = tuple(problem for problem in said if problem.key.startswith("notices.link.edits"))
    return (None, bad) if bad else (link, said)


def _file_seq(found: object) -> Callable[[str], str]:
    """In a file a sequence may be long, but must be text: 5 is not "5" there."""

    def read(raw: str) -> str:
        if not isinstance(found, str) or isinstance(found, _Number):
            raise Unusable(f"{FILE_BYTES:,}", raw)
        return raw.encode("utf-8", errors="replace").decode("utf-8")

    return read


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
