"""What whoever runs a server can set, all in one place: each by an environment variable.

docs/deployment.md has the table of them. A value that cannot be is refused when the server starts,
in one sentence; a server that silently took another one would be found out by a class. The lowest
values are such that everything that ships can be read, shown and trained under any settings.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from typing import Any, Final


class SettingError(ValueError):
    """A variable that cannot be; the text names it and says what was expected."""


def _whole(variable: str, default: int, low: int, high: int, meaning: str) -> Any:
    about = {"variable": variable, "low": low, "high": high, "meaning": meaning}
    return field(default=default, metadata=about)


def _text(variable: str, default: str, form: str, expected: str, meaning: str) -> Any:
    """Describe a text that is of a form, which `expected` puts into words."""
    about = {"variable": variable, "form": form, "expected": expected, "meaning": meaning}
    return field(default=default, metadata=about)


_TEXT_MAX: Final = 1000  # characters
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = rf"{_LABEL}(?:\.{_LABEL})*"
_HOST = rf"(?:(?:\*\.)?{_NAME}|\[[0-9a-f:.]{{2,45}}\])"
_HOSTS = rf"\*|{_HOST}(?: *, *{_HOST})*"
_SITE = rf"(?:https?://)?{_HOST}(?::[0-9]{{1,5}})?"
_SITES = rf"'none'|\*|(?:'self'|{_SITE})(?: +(?:'self'|{_SITE}))*"
_ADDRESS = rf"(?:(?:tcp|tls)://)?{_HOST}:[0-9]{{1,5}}"


@dataclass(frozen=True)
class Settings:
    """The settings of a server; `metadata` of a field has its variable, bounds and meaning."""

    sequence: int = _whole("GATESCOPE_SEQUENCE", 500, 100, 500, "steps of a sequence")
    hidden_size: int = _whole("GATESCOPE_HIDDEN_SIZE", 64, 16, 64, "units of a layer")
    steps: int = _whole("GATESCOPE_STEPS", 100_000, 6000, 100_000, "updates of a training")
    frames: int = _whole("GATESCOPE_FRAMES", 120, 20, 500, "checkpoints that a film keeps")
    trainings: int = _whole(
        "GATESCOPE_TRAININGS", min(2, os.cpu_count() or 1), 1, 64, "trainings at once"
    )
    queue: int = _whole("GATESCOPE_QUEUE", 60, 0, 1000, "trainings that wait in line")
    upload: int = _whole("GATESCOPE_UPLOAD", 5_000_000, 100_000, 5_000_000, "bytes of an upload")
    computing: int = _whole("GATESCOPE_COMPUTING", 2, 1, 64, "visits computed at the same time")
    runs: int = _whole("GATESCOPE_RUNS", 16, 4, 1000, "runs over a sequence that are kept")
    networks: int = _whole("GATESCOPE_NETWORKS", 256, 4, 10_000, "trained networks that are kept")
    hosts: str = _text(
        *("GATESCOPE_HOSTS", "*", _HOSTS, "host names with commas between them, or *"),
        "names by which it may be called; `*` is any",
    )
    frame_ancestors: str = _text(
        *("GATESCOPE_FRAME_ANCESTORS", "'self'", _SITES),
        "'none', or 'self' and sites such as https://moodle.example.org with spaces between them",
        "sites that may show it in a frame",
    )
    scheduler: str = _text(
        *("GATESCOPE_SCHEDULER", "", _ADDRESS, "an address such as tcp://scheduler:8786"),
        "the Dask scheduler that trainings go to; none: they run on this machine",
    )


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings out of environment variables. Raises SettingError."""
    said: dict[str, Any] = {}
    for one in fields(Settings):
        raw = environment.get(one.metadata["variable"], "").strip()
        if raw:
            said[one.name] = (_number if "low" in one.metadata else _line)(raw, **one.metadata)
    if "scheduler" in said and find_spec("distributed") is None:
        raise SettingError(
            "GATESCOPE_SCHEDULER needs Dask: pip install -r requirements-cluster.txt"
        )
    return Settings(**said)


def _number(raw: str, variable: str, low: int, high: int, meaning: str) -> int:
    if raw.isascii() and raw.isdecimal() and len(raw) < 10 and low <= int(raw) <= high:
        return int(raw)
    raise SettingError(
        f"{variable} ({meaning}) must be a whole number from {low} to {high}, got {raw[:20]!r}"
    )


def _line(raw: str, variable: str, form: str, expected: str, meaning: str) -> str:
    if len(raw) <= _TEXT_MAX and re.fullmatch(form, raw, re.ASCII | re.IGNORECASE):
        return raw
    raise SettingError(f"{variable} ({meaning}) must be {expected}, got {raw[:40]!r}")


SETTINGS: Final = read_settings(os.environ)
