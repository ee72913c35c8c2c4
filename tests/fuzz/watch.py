"""What must not happen while hostile input is read: files, memory, time, more than a sentence."""

import gc
import os
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from app.i18n import languages, words
from app.problems import Problem

ROOT: Final = Path(__file__).resolve().parents[2]
OURS: Final = [str(ROOT / "app" / "*"), str(ROOT / "lstm_core" / "*")]
SECONDS: Final = 5.0  # for one input, on a machine that others use too
GROWTH: Final = 2_000_000  # bytes that our own lines may keep, after caches are full
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_opened: list[str] | None = None


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    """Note every file that is opened to write; a hook stays for as long as the process."""
    if event != "open" or _opened is None:
        return
    name, mode, flags = arguments
    writes = set(mode or "") & set("wax+") or (flags or 0) & _WRITING
    if writes and isinstance(name, str | bytes):
        _opened.append(os.fsdecode(name))


sys.addaudithook(_hear)


@contextmanager
def quiet() -> Iterator[None]:
    """Check that what happens within takes bounded time, and writes temporary files at most."""
    global _opened
    _opened, began = [], time.perf_counter()
    try:
        yield
    finally:
        written, _opened = _opened, None
    assert time.perf_counter() - began < SECONDS
    allowed = (tempfile.gettempdir(), "/dev/null")
    assert [name for name in written if not name.startswith(allowed)] == []


def ours() -> int:
    """Return the bytes that lines of ours hold."""
    gc.collect()
    found = tracemalloc.take_snapshot()
    found = found.filter_traces([tracemalloc.Filter(True, place) for place in OURS])
    return sum(one.size for one in found.statistics("filename"))


def tree() -> dict[str, tuple[int, int]]:
    """List the files of the project with their sizes and times, but for what tools keep."""
    found = {}
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name[0] not in "._"]
        for name in files:
            stat = (Path(folder) / name).stat()
            found[f"{folder}/{name}"] = (stat.st_size, stat.st_mtime_ns)
    return found


def one_sentence_each(problems: Sequence[Problem]) -> None:
    """Check that every problem can be said, in every language, as one short line."""
    for problem in problems:
        for lang in languages():
            said = problem.sentence(words(lang))
            assert 0 < len(said) < 600 and len(said.splitlines()) == 1, said
            assert "Traceback" not in said and "Error" not in said
