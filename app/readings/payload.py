"""The message of the readings: the one that is open, as figures and words. No Streamlit here."""

from collections.abc import Callable
from dataclasses import asdict
from hashlib import blake2b
from json import dumps
from typing import Any, Final

import lstm_core as lc
from app.belt.assets import PLOTLY_PATH
from app.belt.payload import pack
from app.figures.palette import PALETTE
from app.i18n import Words
from app.readings.jobs import jobs
from app.readings.path import path
from app.readings.saturation import saturation
from app.readings.seen import Look, Seen, View
from app.readings.still_here import still_here
from app.readings.where_from import where_from

READINGS: Final[dict[str, Callable[[Seen], View]]] = {
    "still_here": still_here,
    "where_from": where_from,
    "saturation": saturation,
    "path": path,
    "jobs": jobs,
}
_SHARED = ("title", "numbers", "lecture", "lecture_leave", "lecture_help")


def encode(run: lc.Run, baseline: lc.Run | None, words: Words, look: Look) -> bytes:
    """Encode the open reading; the others are computed when they are asked for."""
    seen = Seen(run, _comparable(run, baseline), words, look)
    opened = look.reading if look.reading in READINGS else next(iter(READINGS))
    about = {
        "lang": words.lang,
        "open": opened,
        "look": asdict(look),
        "tabs": [[key, words(f"readings.tabs.{key}")] for key in READINGS],
        "words": {key: words(f"readings.{key}") for key in _SHARED}
        | {"jobs": words.table("readings.jobs"), "step": words("readings.where_from.step")},
        "view": _described(seen, READINGS[opened](seen)),
        "palette": PALETTE,
        "plotly": PLOTLY_PATH,
    }
    identity = blake2b(dumps(about).encode(), digest_size=8).hexdigest()
    return pack(about | {"id": identity}, {})


def _comparable(run: lc.Run, baseline: lc.Run | None) -> lc.Run | None:
    """Return the untouched run if it has the same steps; without edits there is none."""
    if baseline is None or baseline is run or len(baseline.x) != len(run.x):
        return None
    return baseline


def _described(seen: Seen, view: View) -> dict[str, Any]:
    """Describe a view; figures say where their tokens stand, and what is left out is said."""
    window, length = seen.window, len(seen.trace)
    notes = [view.note] if view.note else []
    if view.figure and window.start and not view.whole:
        shown = window.stop - window.start
        notes.append(seen.say("window", shown=shown, all=length))
    steps = {
        "axes": view.axes,
        "first": seen.first,
        "labels": seen.marks,
        "more": view.ticks,
    }
    # `asdict` would copy every number of a figure.
    fields = {name: getattr(view, name) for name in View.__dataclass_fields__}
    return fields | {"note": " ".join(notes), "steps": steps}
