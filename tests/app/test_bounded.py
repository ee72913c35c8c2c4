"""What is remembered has a bound, whatever is asked: what ships, or a number and bytes."""

import ast
import asyncio
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import numpy as np
import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

import lstm_core as lc
from app import runs, trained, uploads
from app.bounded import Bounded, nbytes, remembered
from app.film import stage
from app.growing import ROOM
from app.jobs import Jobs
from app.settings import SETTINGS
from app.share import Link
from app.training import KEPT_MAX, Studio
from lstm_core import character_classes
from lstm_core.examine import _paper
from tests.visits import fine, link, visit

ROOT = Path(__file__).resolve().parents[2]
BY_WHAT_SHIPS = {
    "app/belt/assets.py": {"_plotly", "_zipped", "files", "served", "version"},
    "app/cluster.py": {"version"},
    "app/experiments.py": {"link"},  # of the experiments that are ready, in a language
    "app/film/routes.py": {"_zipped"},  # of the films that ship
    "app/films.py": {"shipped", "shipped_bytes"},
    "app/gallery/payload.py": {"encode"},  # a language
    "app/i18n/__init__.py": {"_table", "languages"},
    "app/lessons.py": {"links"},  # a language
    "app/standalone.py": {"_modules", "_plotly", "_styles"},
    "app/trained.py": {"_film", "_moment"},  # of the films that ship, and their frames
    "app/training.py": {"jobs"},
    "app/widgets.py": {"_keys"},  # of a network, in a language
    "lstm_core/tasks/_legal.py": {"chance", "chance_loss"},  # a few numbers for a length, <= 200
    "lstm_core/tasks/continual_reber.py": {"outer_letters"},
}
"""Every function whose results are all kept: there are as many of them as what ships has parts."""


def test_nothing_else_is_kept_without_a_bound():
    found: dict[str, set[str]] = {}
    for folder in ("app", "lstm_core", "pages"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = getattr(node, "decorator_list", [])
                if any(ast.unparse(name) in ("cache", "functools.cache") for name in names):
                    found.setdefault(str(path.relative_to(ROOT)), set()).add(node.name)  # pyright: ignore
    assert found == BY_WHAT_SHIPS


def test_a_large_value_takes_the_place_of_several():
    memory = Bounded(4, 800)
    for key in range(9):
        memory[key] = np.zeros(key % 2)
    assert list(memory) == [5, 6, 7, 8]
    memory["large"] = (np.zeros(250), {"again": np.zeros(50)})  # 3 of 4 shares
    assert list(memory) == [8, "large"]
    with pytest.raises(ValueError, match="large"):
        memory["too large"] = np.zeros(401)


def test_arrays_count_once_and_views_as_the_whole():
    whole = np.zeros(100)
    assert nbytes((whole, [whole[:3]], {"one": whole.reshape(10, 10)})) == 800
    assert nbytes(lc.random_network(64, 1).run("a" * 500)) > 2_000_000
    assert nbytes(None) == nbytes("text") == 0


def test_what_many_ask_for_at_once_is_computed_once():
    asked, together = list[int](), Barrier(5)

    @remembered(2, 100)
    def square(number: int) -> int:
        asked.append(number)
        return number * number

    def ask() -> None:
        together.wait()
        assert square(7) == 49

    threads = [Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked == [7]


def test_runs_of_users_have_a_bound():
    for length in range(40):
        link = Link(net="random", size=64, seed=length, seq="a" * (500 - length))
        assert runs.run(link) is runs.run(link)
    for kept in (runs._run.cache, runs._run_edited.cache):  # pyright: ignore
        assert kept.maxsize == SETTINGS.runs * runs.RUN
        assert len(kept) <= SETTINGS.runs
        assert sum(map(nbytes, kept.values())) <= kept.maxsize


def test_networks_of_users_have_a_bound(monkeypatch):
    monkeypatch.setattr(trained, "_kept", Bounded(8, trained.NETWORK))
    for seed in range(30):
        network = replace(lc.random_network(64 if seed % 3 else 4, seed), name="task_latch")
        trained.put(f"latch~seed-{seed}~to-3", network)
    assert 0 < len(trained._kept) <= 8
    assert nbytes(list(trained._kept.values())) <= 8 * trained.NETWORK
    before = trained._film.cache_info().currsize, trained._moment.cache_info().currsize
    for name in ("../../etc/passwd", "task_nothing", "nothing", ""):
        assert trained.find(name) is trained.shipped(name) is None
    assert (trained._film.cache_info().currsize, trained._moment.cache_info().currsize) == before


def test_the_rest_that_users_feed_has_a_bound():
    character_classes.class_of("e" + "\u0301" * 4000)
    assert character_classes._class_of.cache_info().maxsize == 4096, "of one code point each"
    assert stage._taken_apart.cache.maxsize <= 12_000_000  # pyright: ignore
    assert (_paper.cache_info().maxsize or 0) <= 32, "an exam that ships has less than 4 MB"


def test_a_visitor_keeps_few_films_and_few_bytes():
    studio = Studio(Jobs([]))
    recipe = "latch~length-4~hidden_size-64~layers-3"
    shot = next(iter(lc.follow(lc.read_recipe(recipe))))
    large = lc.film_of([replace(shot, step=step) for step in range(12)], recipe)
    small = large.picked([0])
    assert ROOM / 2 < nbytes(large) < 2 * ROOM
    films = [studio.open(small) for _ in range(6)]
    assert list(studio) == films[-KEPT_MAX:]
    studio.pinned = films[-1].name
    for _ in range(5):
        last = studio.open(large)
        assert studio.find(studio.pinned) is films[-1]
        others = [one for one in studio if one not in (last, films[-1])]
        assert sum(nbytes(one.film) for one in others) <= ROOM
    assert len(list(studio)) <= KEPT_MAX + 1


def test_a_file_is_forgotten_as_soon_as_it_is_read(monkeypatch):
    forgotten: list[str] = []
    monkeypatch.setattr(
        MemoryUploadedFileManager, "remove_file", lambda _, session, file: forgotten.append(file)
    )
    app = visit()
    app.file_uploader(key="file").upload("state.json", b'{"v": 1, "net": "counter"}').run()
    assert link(fine(app)).net == "counter"
    assert len(forgotten) == 1


@pytest.mark.parametrize(("there", "status"), [(uploads.WAITING_MAX, 429), (0, "taken")])
def test_files_that_nobody_asked_for_have_a_bound(there, status, monkeypatch):
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"status": "taken"})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    monkeypatch.setattr(uploads, "waiting", lambda session: there if session == "ann" else 0)
    scope = {"type": "http", "method": "PUT", "path": "/base/_stcore/upload_file/ann/1"}
    asyncio.run(uploads.BoundedUploads(app)(scope, receive, send))
    assert sent[0]["status"] == status
    assert uploads.waiting("nobody") == 0
