"""What whoever runs a server can set, all in one place: each by an environment variable.

docs/deployment.md has the table of them. A value that cannot be is refused when the server starts,
in one sentence; a server that silently took another one would be found out by a class.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final


class SettingError(ValueError):
    """A variable that cannot be; the text names it and says what was expected."""


def _whole(variable: str, default: int, low: int, high: int, meaning: str) -> Any:
    about = {"variable": variable, "low": low, "high": high, "meaning": meaning}
    return field(default=default, metadata=about)


def _text(variable: str, default: str, meaning: str) -> Any:
    return field(default=default, metadata={"variable": variable, "meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """The settings of a server; `metadata` of a field has its variable, bounds and meaning."""

    sequence: int = _whole("GATESCOPE_SEQUENCE", 500, 10, 500, "steps of a sequence")
    hidden_size: int = _whole("GATESCOPE_HIDDEN_SIZE", 64, 4, 64, "units of a network")
    steps: int = _whole("GATESCOPE_STEPS", 100_000, 100, 100_000, "updates of a training")
    frames: int = _whole("GATESCOPE_FRAMES", 120, 20, 500, "checkpoints that a film keeps")
    trainings: int = _whole(
        "GATESCOPE_TRAININGS", min(2, os.cpu_count() or 1), 1, 64, "trainings at once"
    )
    queue: int = _whole("GATESCOPE_QUEUE", 60, 0, 1000, "trainings that wait in line")
    upload: int = _whole("GATESCOPE_UPLOAD", 5_000_000, 10_000, 5_000_000, "bytes of an upload")
    computing: int = _whole("GATESCOPE_COMPUTING", 1, 1, 64, "visits computed at the same time")
    runs: int = _whole("GATESCOPE_RUNS", 16, 4, 1000, "runs over a sequence that are kept")
    networks: int = _whole("GATESCOPE_NETWORKS", 256, 4, 10_000, "trained networks that are kept")
    hosts: str = _text("GATESCOPE_HOSTS", "*", "host names it answers to, with commas; * is any")
    frame_ancestors: str = _text(
        "GATESCOPE_FRAME_ANCESTORS", "'self'", "sites that may show it in a frame, with spaces"
    )
    scheduler: str = _text("GATESCOPE_SCHEDULER", "", "address of a Dask scheduler for trainings")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings out of environment variables. Raises SettingError."""
    said: dict[str, Any] = {}
    for one in fields(Settings):
        raw = environment.get(one.metadata["variable"], "").strip()
        if raw:
            said[one.name] = _number(raw, **one.metadata) if "low" in one.metadata else raw
    return Settings(**said)


def _number(raw: str, variable: str, low: int, high: int, meaning: str) -> int:
    if raw.isascii() and raw.isdecimal() and len(raw) < 10 and low <= int(raw) <= high:
        return int(raw)
    raise SettingError(
        f"{variable} ({meaning}) must be a whole number from {low} to {high}, got {raw[:20]!r}"
    )


SETTINGS: Final = read_settings(os.environ)
