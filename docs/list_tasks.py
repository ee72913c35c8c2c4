"""Write the table of tasks and the table of the clinic in training.md, with links to their films.

    python docs/list_tasks.py

Run it after a task, its words, a film or the link has changed; a test compares.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import lstm_core as lc  # noqa: E402
from app.catalogue import TASK, tasks  # noqa: E402
from app.i18n import languages, words  # noqa: E402
from app.share import VERSION  # noqa: E402
from lstm_core.films import open_film  # noqa: E402
from lstm_core.training.clinic import PATIENTS  # noqa: E402

FILE = Path(__file__).with_name("training.md")
TASKS = (
    "| task | what it must do | paper | solved at | who cannot know better | film |\n"
    "|---|---|---|---|---|---|\n"
)
CLINIC = "| patient | sick | cured |\n|---|---|---|\n"


def page(text: str) -> str:
    """Return the page with its tables made anew."""
    text = _put(text, "tasks", TASKS + "".join(_rows(map(task_row, tasks()))))
    return _put(text, "clinic", CLINIC + "".join(_rows(map(patient_row, PATIENTS))))


def _put(text: str, name: str, table: str) -> str:
    marks = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
    return re.sub(marks, lambda found: found[1] + table + found[2], text, flags=re.DOTALL)


def _rows(rows: Iterator[Iterator[str]]) -> Iterator[str]:
    return (f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |\n" for row in rows)


def task_row(name: str) -> Iterator[str]:
    """Yield the cells of a task's row."""
    task, said = lc.TASKS[name], words("en")
    film = open_film(name)
    yield f"{said(f'networks.{TASK}{name}.title')} (`{name}`)"
    yield said(f"tasks.{name}.what")
    yield task.paper
    better = "≤" if task.metric == "error" else "≥"
    yield f"{task.metric} {better} {task.goal:.3g}"
    chance = task.chance(task.length)
    yield ", ".join(f"{said(f'film.baselines.{key}')} {value:.3g}" for key, value in chance.items())
    steps = int(film.steps[-1])
    mark = float((film.about or {})["held_out"])
    yield f"{' · '.join(links(name))}: {steps} steps, then {mark:.3g} on fresh sequences"


def links(name: str) -> Iterator[str]:
    """Yield the links to a task's film, one a language."""
    for lang, own in languages().items():
        yield f"[{own}](film?{urlencode({'v': VERSION, 'lang': lang, 'net': TASK + name})})"


def patient_row(name: str) -> Iterator[str]:
    """Yield the cells of a patient's row."""
    patient = PATIENTS[name]
    yield words("en")(f"clinic.{name}.title")
    yield f"`{patient.sick}`"
    yield f"`{patient.cured}`"


if __name__ == "__main__":
    FILE.write_text(page(FILE.read_text("utf-8")), encoding="utf-8")
