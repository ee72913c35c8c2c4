"""Write experiments.md, the list of the ready experiments with their links and figures.

    python docs/list_experiments.py

Run it after an experiment, its words, a network or the link has changed; a test compares.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import lstm_core as lc  # noqa: E402
from app.experiments import EXPERIMENTS, PAGE, link  # noqa: E402
from app.i18n import languages, words  # noqa: E402
from app.share import write_link  # noqa: E402

FILE = Path(__file__).with_name("experiments.md")
HEAD = """# The ready experiments

Each link opens a network with something done to it, at the step where that shows; put the address
of your server before it, as in `http://localhost:8501/effect?v=1&…`. The job: how many of 500 cases
of the network's own task are answered rightly, untouched and changed. This page is written by
`python docs/list_experiments.py`.

| experiment | what is done | predict | what happens | the job | opening |
|---|---|---|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    return HEAD + "".join(f"| {' | '.join(row(key))} |\n" for key in EXPERIMENTS)


def row(key: str) -> Iterator[str]:
    """Yield the cells of an experiment's row."""
    one, table = EXPERIMENTS[key], words("en").table(f"effect.experiments.{key}")
    yield f"{table['title']} (`{one.net}`)"
    yield ", ".join(f"`{lc.edit_text(entry.edit)}`" for entry in link(key, "en").edits)
    yield table["ask"]
    yield table["happens"]
    yield job(key)
    yield " · ".join(f"[{own}]({address(key, lang)})" for lang, own in languages().items())


def job(key: str) -> str:
    """Say what an experiment does to the network's job."""
    here = link(key, "en")
    ready = lc.NETWORKS[here.net]
    edits = lc.settled([entry.edit for entry in here.edits], ready.run(here.seq))
    if any(isinstance(edit, lc.ReplaceToken) for edit in edits):
        return "its cases have other words"
    before, after = lc.examine(ready), lc.examine(ready, edits)
    if before.error is not None and after.error is not None:
        return f"error {before.error:.3f} → {after.error:.3f}"
    return f"{before.accuracy:.0%} → {after.accuracy:.0%}".replace("%", " %")


def address(key: str, lang: str) -> str:
    """Return the address of an experiment in a language, without the server."""
    return f"/{PAGE}?{write_link(link(key, lang))}"


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
