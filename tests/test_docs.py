"""The pages of docs/ say what is so."""

import ast
import re
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
import torch

from app.catalogue import TASK, networks
from app.experiments import EXPERIMENTS
from app.experiments import link as experiment
from app.i18n import languages
from app.settings import Settings
from app.share import Link, opening, read_link, write_link
from docs import list_experiments, list_settings, list_tasks
from docs.list_networks import FILE, page
from lstm_core.films import FILMS

TEXT = FILE.read_text(encoding="utf-8")
FILM_LINKS = [
    query
    for file in (list_tasks.FILE, FILE.parents[1] / "README.md")
    for query in re.findall(r"film\?(v=1[^)` ]*)", file.read_text(encoding="utf-8"))
    if "…" not in query
]


def test_the_list_of_networks_is_up_to_date() -> None:
    assert page() == TEXT, "run: python docs/list_networks.py"


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", networks())
def test_the_opening_link_of_every_network_is_there(name: str, lang: str) -> None:
    link = write_link(Link(lang=lang, net=name, seq=opening(name, lang)))
    assert TEXT.count(f"](?{link})") == 1


def test_no_other_link_is_there() -> None:
    assert len(re.findall(r"\]\(", TEXT)) == len(networks()) * len(languages())


def test_the_list_of_experiments_is_up_to_date() -> None:
    text = list_experiments.FILE.read_text(encoding="utf-8")
    assert list_experiments.page() == text, "run: python docs/list_experiments.py"
    for key in EXPERIMENTS:
        for lang in languages():
            assert text.count(f"](/effect?{write_link(experiment(key, lang))})") == 1


def test_the_notebook_page_runs_and_says_what_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run its code from top to bottom; a comment that begins with a value is what comes out."""
    text = (FILE.parent / "notebook.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)
    names: dict[str, Any] = {"my_lstm": torch.nn.LSTM(3, 4), "x": np.zeros((5, 3))}
    monkeypatch.chdir(tmp_path)
    checked = 0
    for block in blocks:
        exec(compile(block, "docs/notebook.md", "exec"), names)
        for line in block.splitlines():
            code, mark, comment = line.partition("  # ")
            if mark and (value := said(comment)):
                assert eval(code, names) == value[0], line
                checked += 1
    assert len(blocks) >= 8
    assert checked >= 15


def said(comment: str) -> tuple[Any, ...]:
    """Return the value that a comment begins with, up to a colon; () where it is prose."""
    for text in (comment, comment.partition(": ")[0]):
        try:
            return (ast.literal_eval(text),)
        except (SyntaxError, ValueError):
            continue
    return ()


def test_the_tables_of_tasks_and_patients_are_as_the_code_has_them() -> None:
    text = list_tasks.FILE.read_text(encoding="utf-8")
    assert list_tasks.page(text) == text, "run: python docs/list_tasks.py"


def test_the_table_of_settings_is_as_the_code_has_it() -> None:
    text = list_settings.FILE.read_text(encoding="utf-8")
    assert list_settings.page(text) == text, "run: python docs/list_settings.py"
    table = text.partition("<!-- settings -->")[2].partition("<!-- /settings -->")[0]
    for one in fields(Settings):
        assert table.count(f"| `{one.metadata['variable']}` |") == 1


@pytest.mark.parametrize("query", FILM_LINKS)
def test_every_link_to_a_film_opens_it(query: str) -> None:
    link, problems = read_link(parse_qs(query))
    assert problems == ()
    assert link.net.removeprefix(TASK) in FILMS


def test_every_line_of_the_threat_model_names_a_test_that_exists() -> None:
    text = (FILE.parent / "security.md").read_text(encoding="utf-8")
    lines = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| ")][1:]
    tests = Path(__file__).parent.rglob("test_*.py")
    there = {
        name
        for file in tests
        for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.M)
    }
    assert len(lines) >= 25
    for threat, stops, test in lines:
        assert threat.strip() and stops.strip()
        assert test.strip().strip("`") in there, test
