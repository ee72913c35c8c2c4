"""A film that somebody opens: read as it was saved, or refused in one sentence, whatever it is."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from app import trained
from app.films import BYTES_MAX, read_upload
from app.i18n import languages, words
from app.problems import Problem
from app.takes import reels

SMALL = "anbn~hidden_size-2~batch-2~steps-4~evaluate-2~frame-2"


@cache
def saved() -> bytes:
    return lc.film_bytes(lc.film_of(lc.follow(lc.read_recipe(SMALL)), SMALL))


def refused(content: bytes) -> str:
    """The key of the sentence that refuses a file; every language has it."""
    problem = read_upload(content)
    assert isinstance(problem, Problem)
    for lang in languages():
        assert problem.sentence(words(lang)).endswith((".", "。"))
    return problem.key.rsplit(".", 1)[1]


def changed(**texts: str) -> bytes:
    """A film whose texts say something else."""
    length = int.from_bytes(saved()[:8], "little")
    head: dict[str, Any] = json.loads(saved()[8 : 8 + length])
    head["__metadata__"] |= texts
    return with_head(head)


def with_head(head: Any) -> bytes:
    length = int.from_bytes(saved()[:8], "little")
    text = json.dumps(head).encode()
    return len(text).to_bytes(8, "little") + text + saved()[8 + length :]


def head() -> dict[str, Any]:
    return json.loads(saved()[8 : 8 + int.from_bytes(saved()[:8], "little")])


def test_what_was_saved_is_opened():
    film = read_upload(saved())
    assert isinstance(film, lc.Film)
    assert (film.recipe, film.stopped) == (SMALL, "steps")
    assert film.steps.tolist() == [0, 2, 4]


def test_texts_that_only_the_server_writes_and_endless_ones_are_left_out():
    film = read_upload(changed(status="{", next="1", mark="7", story="x" * 10_000))
    assert isinstance(film, lc.Film) and film.about == {"mark": "7"}


@pytest.mark.parametrize(
    "recipe", ["quake", "anbn~cell-lstn", "anbn~wings-2", "<script>", "../../etc/passwd"]
)
def test_a_film_of_something_unknown_is_refused(recipe):
    assert refused(changed(recipe=recipe)) == "unknown"


@pytest.mark.parametrize(
    "texts",
    [
        {"recipe": "anbn~hidden_size-100000000"},
        {"recipe": "anbn~hidden_size-3"},
        {"recipe": "anbn~hidden_size-2~layers-3"},
        {"recipe": "anbn~cell-gru~hidden_size-2"},
        {"recipe": SMALL + "~at-0~rate-nan"},
        {"gatescope": "trace"},
        {"version": "2"},
    ],
)
def test_a_film_that_does_not_fit_its_recipe_is_refused(texts):
    assert refused(changed(**texts)) == "damaged"


def test_a_file_that_is_too_large_or_too_small_is_refused():
    assert refused(b"\0" * (BYTES_MAX + 1)) == "size"
    for content in (b"", b"\0" * 8, b"\xff" * 8, b"\xff" * 1000, b"PK\3\4 a zip", b"{}" * 50):
        assert refused(content) == "damaged"


def test_weights_that_are_no_numbers_are_refused():
    film = read_upload(saved())
    assert isinstance(film, lc.Film)
    for name, bad in (("layer0.weight_hh", np.nan), ("out.bias", np.inf)):
        array = film.arrays[name].copy()
        array.flat[0] = bad
        content = lc.film_bytes(replace(film, arrays={**film.arrays, name: array}))
        assert refused(content) == "damaged"
    for name, array in (
        ("steps", np.array([0, 4, 2], np.int32)),
        ("steps", np.array([-1, 2, 4], np.int32)),
        ("steps", np.array([0, 2, 10**6], np.int32)),
        ("steps", film.steps.astype(np.float32)),
        ("loss", film.arrays["loss"][:2]),
        ("layer0.weight_hh", film.arrays["layer0.weight_hh"].astype(np.float64)),
    ):
        content = lc.film_bytes(replace(film, arrays={**film.arrays, name: array}))
        assert refused(content) == "damaged"


def test_a_forged_network_does_not_take_the_place_of_the_real_one():
    film = read_upload(saved())
    assert isinstance(film, lc.Film)
    recipe, _, real = reels.network(film, 4)
    assert not trained.is_the(real, recipe)
    trained.put(recipe, real)
    assert trained.is_the(real, recipe)
    weights = {**film.arrays, "layer0.bias": film.arrays["layer0.bias"] + 1}
    forged = replace(film, arrays=weights)
    _, _, other = reels.network(forged, 4)
    assert not trained.is_the(other, recipe)
    named = reels.filed(forged, recipe)
    assert named != recipe and lc.recipe_text(lc.read_recipe(named)) == named


def test_a_head_that_points_elsewhere_is_refused():
    for offsets in ([0, 10**12], [-8, 0], [4, 0], "all", None):
        for name in ("steps", "out.bias"):
            found = head()
            found[name]["data_offsets"] = offsets
            assert refused(with_head(found)) == "damaged"
    for shape in ([2**62, 2**62], [-1], [], "x"):
        found = head()
        found["out.bias"]["shape"] = shape
        assert refused(with_head(found)) == "damaged"
    assert refused(with_head([[]])) == "damaged"
    assert refused(with_head({})) == "damaged"


def ends_well(content: bytes) -> None:
    found = read_upload(content)
    if isinstance(found, lc.Film):
        assert np.isfinite(found.model().weight).all()
        assert found.read.task in lc.TASKS
    else:
        assert found.key.startswith("notices.film.")


@given(st.binary(max_size=300))
def test_noise_is_refused(content):
    ends_well(content)


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=9))
def test_a_damaged_film_is_opened_or_refused(place, noise):
    at = place % len(saved())
    ends_well(saved()[:at] + noise + saved()[at + len(noise) :])


@given(st.integers(0, 10_000))
def test_half_a_film_is_refused(place):
    ends_well(saved()[: place % len(saved())])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)


@settings(max_examples=40)
@given(st.sampled_from(sorted(["__metadata__", "steps", "eval.loss", "out.bias"])), json_values)
def test_a_head_of_any_kind_is_opened_or_refused(name, value):
    found = head()
    found[name] = value
    ends_well(with_head(found))
