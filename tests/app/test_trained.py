"""Trained networks on the server: found by name and recipe, the oldest make room."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

import lstm_core as lc
from app import trained

NET = replace(lc.random_network(2, 1), name="task_latch")


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(trained, "_kept", type(trained._kept)())


def test_a_network_is_found_by_its_name_and_its_recipe():
    trained.put("latch~seed-3~to-300", NET)
    assert trained.find("task_latch", "latch~seed-3~to-300") is NET
    assert trained.find("task_adding", "latch~seed-3~to-300") is None
    assert trained.find("task_latch", "latch~seed-4~to-300") is None


def test_those_that_nobody_asked_for_longest_make_room(monkeypatch):
    monkeypatch.setattr(trained, "KEPT_MAX", 3)
    for step in (1, 2, 3):
        trained.put(f"latch~to-{step}", NET)
    assert trained.find("task_latch", "latch~to-1")
    trained.put("latch~to-4", NET)
    kept = [step for step in (1, 2, 3, 4) if trained.find("task_latch", f"latch~to-{step}")]
    assert kept == [1, 3, 4]


def test_many_threads_keep_and_find_at_once():
    def work(step):
        trained.put(f"latch~to-{step}", NET)
        return trained.find("task_latch", f"latch~to-{step}") is NET

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))
