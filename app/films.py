"""Films that ship with the app, and films that somebody opens. No Streamlit here."""

from dataclasses import replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

import lstm_core as lc
from app.allowed import beyond
from app.problems import Problem
from app.settings import SETTINGS

FOLDER: Final = Path(lc.__file__).parent / "films"
BYTES_MAX: Final = 5_000_000
_TEXTS_MAX, _TEXT_MAX = 20, 200  # of what a foreign film says about itself
_SERVERS: Final = ("status", "next")  # texts that only the server writes


@cache
def shipped() -> dict[str, str]:
    """List the films that ship with the app: name → a name of its content."""
    return {
        path.stem: blake2b(path.read_bytes(), digest_size=8).hexdigest()
        for path in sorted(FOLDER.glob("*.safetensors"))
    }


@cache
def shipped_bytes(name: str) -> bytes:
    """Read the file of a film that ships."""
    return (FOLDER / f"{name}.safetensors").read_bytes()


def shipped_path(name: str) -> str:
    """Return where a browser gets a film that ships, below the server's root."""
    return f"film/shipped/{shipped()[name]}/{name}"


def live_path(training: str) -> str:
    """Return where a browser gets the film of a training; the next frame's number follows."""
    return f"film/live/{training}?from="


def read_upload(content: bytes) -> lc.Film | Problem:
    """Read a film that somebody opens; what is damaged, foreign or hostile is refused."""
    if len(content) > SETTINGS.upload:
        what = "size" if SETTINGS.upload == BYTES_MAX else "server"
        limit = f"{SETTINGS.upload / 1_000_000:.4g}"
        return Problem(f"notices.film.{what}", {"limit": limit}, "file")
    try:
        film = lc.read_film(content)
    except lc.UnknownName:
        return Problem("notices.film.unknown", source="file")
    except lc.LstmCoreError:
        return Problem("notices.film.damaged", source="file")
    if found := beyond(film.read):
        values = {"limit": f"{found.most:,}", "got": f"{found.got:,}"}
        return Problem(f"notices.film.{found.name}", values, "file")
    texts = [
        (name, text)
        for name, text in (film.about or {}).items()
        if name not in _SERVERS and len(name) + len(text) <= _TEXT_MAX
    ]
    return replace(film, about=dict(texts[:_TEXTS_MAX]))
