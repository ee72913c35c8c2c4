"""What whoever runs a server can set: read once, held everywhere, and said where it bites."""

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import pytest

import lstm_core as lc
from app import settings
from app.allowed import BOUND, beyond
from app.catalogue import TASKS, networks
from app.experiments import EXPERIMENTS
from app.experiments import link as experiment
from app.films import read_upload
from app.growing import GrowingFilm
from app.i18n import languages, words
from app.problems import Problem
from app.reading import about, cut, network, read, within
from app.settings import SETTINGS, SettingError, Settings, read_settings
from app.share import STEP_MAX, Link, opening, read_link
from lstm_core.training.clinic import PATIENTS
from tests.visits import fine, link, said, visit

Limit = Callable[..., None]
NUMBERS = [one for one in fields(Settings) if "low" in one.metadata]
LEAST = {one.name: one.metadata["low"] for one in NUMBERS}


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Limit:
    """Let a test set what whoever runs the server can set."""

    def set_them(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setitem(vars(SETTINGS), name, value)

    return set_them


def bites(problems: tuple[Problem, ...] | list[Problem], most: str) -> str:
    """Check that there is one sentence and that it names the limit; return its key."""
    (problem,) = problems
    for lang in languages():
        assert most in problem.sentence(words(lang))
    return problem.key


@pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one.name)
def test_a_number_is_taken_within_its_bounds_and_refused_beyond(one):
    low, high = one.metadata["low"], one.metadata["high"]
    assert low <= one.default <= high
    for value in (low, high):
        assert getattr(read_settings({one.metadata["variable"]: f" {value} "}), one.name) == value
    for bad in (f"{low - 1}", f"{high + 1}", "many", "1e3", "-1", "٣", "9" * 30, "\n"):
        if bad.strip():
            with pytest.raises(SettingError, match=one.metadata["variable"]) as told:
                read_settings({one.metadata["variable"]: bad})
            assert "\n" not in str(told.value) and str(high) in str(told.value)
    assert read_settings({one.metadata["variable"]: ""}) == Settings()


TAKEN = {
    "hosts": ("*", "class.example.org", "*.example.org, localhost,127.0.0.1", "[::1]"),
    "frame_ancestors": ("'none'", "'self'", "*", "'self' https://moodle.example.org:8443 *.b.org"),
    "scheduler": ("tcp://scheduler:8786", "10.0.0.7:8786", "tls://[::1]:8786"),
}
REFUSED = {
    "hosts": ("a b", "https://a.org", "a.org:80", "*.", "a\nb", "a;b", "a" * 70, "a," * 900 + "a"),
    "frame_ancestors": (
        *("'self'; script-src *", "'self'\nx: y", "data:", "'none' 'self'", "'self',a", "a/b"),
        "a " * 900 + "a",
    ),
    "scheduler": ("http://a:1", "tcp://a", "a", "tcp://a:1;b"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_text_is_taken_in_its_form_and_nothing_else(name):
    variable = next(one.metadata["variable"] for one in fields(Settings) if one.name == name)
    for text in TAKEN[name]:
        assert getattr(read_settings({variable: text}), name) == text
    for text in REFUSED[name]:
        with pytest.raises(SettingError, match=variable) as told:
            read_settings({variable: text})
        assert "\n" not in str(told.value) and len(str(told.value)) < 300


def test_a_scheduler_needs_dask_and_a_server_without_it_says_so(monkeypatch):
    monkeypatch.setattr(settings, "find_spec", lambda name: None)
    assert read_settings({"GATESCOPE_TRAININGS": "4"}).trainings == 4
    with pytest.raises(SettingError, match="pip install -r requirements-cluster"):
        read_settings({"GATESCOPE_SCHEDULER": "tcp://scheduler:8786"})


def test_what_ships_fits_under_the_least_that_can_be_set(limit):
    limit(**LEAST)
    recipes = [text for one in PATIENTS.values() for text in (one.sick, one.cured)]
    assert all(beyond(lc.read_recipe(text)) is None for text in (*TASKS, *recipes))
    assert all(lc.TASKS[name].length <= SETTINGS.sequence for name in TASKS)
    for lang in languages():
        for key in EXPERIMENTS:
            assert read(experiment(key, lang))[2] == ()
        for name in networks():
            texts = (opening(name, lang), *words(lang).list(f"networks.{name}.examples"))
            assert not any(cut(network(name), text) for text in texts)


def test_a_sequence_is_cut_where_the_server_says(limit):
    ready, text = lc.NETWORKS["counter"], "a" * 300
    assert about(text, ready, ready.run(text), words("en")) == []
    limit(sequence=120)
    read_part = cut(ready, text)
    assert len(read_part) == 120
    key = bites(about(text, ready, ready.run(read_part), words("en")), "120")
    assert key == "notices.cut_server"
    (_, run, problems) = read(Link(net="counter", seq=text, t=200))
    assert len(run.x) == 120
    assert bites(problems, "120") == "notices.link.t"
    limit(sequence=STEP_MAX)
    run = ready.run(cut(ready, "a" * 600))
    assert bites(about("a" * 600, ready, run, words("en")), "500") == "notices.cut"


def test_a_random_network_is_as_large_as_the_server_allows(limit):
    query = {"net": "random", "size": "40"}
    assert read_link(query)[0].size == 40
    limit(hidden_size=32)
    found, problems = read_link(query)
    assert bites(problems, "32") == "notices.link.size_server"
    assert found.size == Link.size
    assert within(Link(net="random", size=40)).size == 1, "what no widget offers"
    app = fine(visit(**query))
    assert any("32" in sentence for sentence in said(app))
    assert app.number_input(key="size").max == 32
    assert link(app).size == Link.size


@pytest.mark.parametrize("name", BOUND)
def test_a_recipe_beyond_a_limit_is_not_trained(name, limit):
    most = LEAST[BOUND[name]]
    text = f"latch~{name}-{most + 1}"
    assert read_link({"train": text})[1] == ()
    limit(**{BOUND[name]: most})
    assert read_link({"train": f"latch~{name}-{most}"})[1] == ()
    for one in (text, f"latch~at-5~{name}-{most + 1}") if name == "steps" else (text,):
        found, problems = read_link({"train": one})
        assert bites(problems, f"{most:,}") == f"notices.link.train_{name}"
        assert found.train == ""


def test_the_form_keeps_a_setting_that_the_server_does_not_allow(limit):
    app = visit("film")
    app.session_state["film_settings"] = True  # the popover is open
    limit(hidden_size=16)
    fine(app.run()).number_input(key="film_hidden_size_0").set_value(40).run()
    assert any("16" in sentence and "40" in sentence for sentence in said(fine(app)))
    assert app.session_state["film_desk"].recipe == "adding"


def film(text: str) -> lc.Film:
    return lc.film_of([next(iter(lc.follow(lc.read_recipe(text))))], text)


def test_a_film_that_is_opened_keeps_to_the_limits(limit):
    large = lc.film_bytes(film("latch~length-4~hidden_size-40~layers-3"))
    assert isinstance(read_upload(large), lc.Film)
    limit(hidden_size=32)
    problem = read_upload(large)
    assert isinstance(problem, Problem)
    assert bites([problem], "32") == "notices.film.hidden_size"
    limit(upload=100_000)
    problem = read_upload(large)
    assert isinstance(problem, Problem)
    assert bites([problem], "0.1 MB") == "notices.film.server"


def test_a_film_has_as_many_frames_as_the_server_keeps(limit):
    first = film("anbn~hidden_size-2")
    for most in (20, 200):
        limit(frames=most)
        growing = GrowingFilm()
        for step in range(300):
            steps = {"steps": np.array([step], np.int32)}
            growing.add(lc.Film(first.recipe, {**first.arrays, **steps}))
        assert growing.film and most // 2 <= len(growing.film) <= most
