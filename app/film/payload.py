"""The message of the film: names, words and the probe. The film itself travels by its own route."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from app.belt.assets import PLOTLY_PATH
from app.belt.payload import pack
from app.catalogue import TASK
from app.figures.palette import PALETTE
from app.film.probe import Probe, events, turns
from app.film.slow import describe
from app.film.stage import Stage
from app.i18n import Words
from lstm_core.tasks import Task

Number = float | int


def encode(now: Stage, words: Words) -> bytes:
    """Encode what is on the stage for the browser; the films themselves travel by their routes."""
    seen = now.probe
    about, arrays = (None, {}) if now.update is None else describe(now.update, now.task, now.slow)
    header = {
        "lang": words.lang,
        "words": words.table("film"),
        "task": _task(now.task, now.length, words),
        "film": now.reel._asdict(),
        "pinned": now.pinned._asdict() if now.pinned else None,
        "probe": _probe(now.task, seen, words),
        "update": about,
        "palette": PALETTE,
        "plotly": PLOTLY_PATH,
    }
    probe = {"probe.x": seen.x, "probe.right": seen.right, "probe.asked": seen.asked}
    return pack(header, probe | arrays)


def _task(task: Task, length: int, words: Words) -> dict[str, Any]:
    table = words.table(f"networks.{TASK}{task.name}")
    labels = table.get("labels", {})
    return {
        "name": task.name,
        "question": words(f"networks.{TASK}{task.name}.question"),
        "what": words(f"tasks.{task.name}.what"),
        "how": words(f"tasks.{task.name}.how"),
        "loss": task.loss,
        "metric": task.metric,
        "goal": task.goal,
        "labels": [labels.get(label, label) for label in task.labels],
        "baselines": {
            "metric": _levels(task.chance(length), words),
            "loss": _levels(task.chance_loss(length), words),
        },
    }


def _levels(found: Mapping[str, Number], words: Words) -> list[dict[str, Any]]:
    """Name the marks of those who cannot know better."""
    return [
        {"key": key, "label": words(f"film.baselines.{key}"), "value": float(value)}
        for key, value in found.items()
    ]


def _probe(task: Task, seen: Probe, words: Words) -> dict[str, Any]:
    digest = blake2b(seen.x.tobytes() + "\0".join(seen.tokens).encode(), digest_size=8)
    return {
        "id": f"{task.name}-{digest.hexdigest()}",
        "tokens": list(seen.tokens),
        "T": len(seen.x),
        "D": task.input_size,
        "events": events(task, seen),
        "eventsName": words.get(f"film.events.{task.name}") or "",
        **turns(task, seen),
    }
