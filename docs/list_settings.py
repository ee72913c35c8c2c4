"""Write the table of settings in deployment.md, out of app/settings.py.

    python docs/list_settings.py

Run it after a setting has changed; a test compares.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.settings import Settings  # noqa: E402

FILE = Path(__file__).with_name("deployment.md")
HEAD = "| variable | what it sets | default | what it may be |\n|---|---|---|---|\n"
DEFAULTS = {"trainings": "2, on one processor 1", "scheduler": "none"}
"""Defaults that depend on the machine, or are nothing."""


def page(text: str) -> str:
    """Return the page with its table made anew."""
    table = HEAD + "".join(f"| {' | '.join(row(one))} |\n" for one in fields(Settings))
    marks = r"(<!-- settings -->\n).*?(<!-- /settings -->)"
    return re.sub(marks, lambda found: found[1] + table + found[2], text, flags=re.DOTALL)


def row(one: Field[Any]) -> Iterator[str]:
    """Yield the cells of a setting's row."""
    about = one.metadata
    yield f"`{about['variable']}`"
    yield about["meaning"]
    default = f"{one.default:,}" if "low" in about else f"`{one.default}`"
    yield DEFAULTS.get(one.name, default)
    yield f"{about['low']:,} to {about['high']:,}" if "low" in about else about["expected"]


if __name__ == "__main__":
    FILE.write_text(page(FILE.read_text("utf-8")), encoding="utf-8")
