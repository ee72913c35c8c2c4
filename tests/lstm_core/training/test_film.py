"""Recipes, films and single updates: what is written is what is read, and what is shown is true."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from lstm_core.training.recipe import FIXED, LIMITS, of_task

TEXT = "adding~cell-gru~seed-3~hidden_size-4~at-6~rate-0.001~at-9~clip_norm-0~to-11"


def values(name):
    low, high = LIMITS[name]
    if isinstance(getattr(lc.TrainConfig(), name), int):
        return st.integers(int(low), int(high))
    return st.floats(low, high).map(lambda value: float(f"{value:.6g}"))


def config_of(found: dict[str, Any]) -> lc.TrainConfig:
    return lc.TrainConfig(**found)


CONFIGS = st.fixed_dictionaries(
    {name: values(name) for name in LIMITS}
    | {
        "stop": st.booleans(),
        "optimiser": st.sampled_from(["sgd", "rmsprop", "adam", "nadam", "adamw"]),
        "schedule": st.sampled_from(["constant", "step", "cosine"]),
        "initial": st.sampled_from(["torch", "xavier", "he", "orthogonal"]),
    }
).map(config_of)


@settings(max_examples=40)
@given(
    task=st.sampled_from(sorted(lc.TASKS)),
    cell=st.sampled_from(sorted(lc.CELLS)),
    configs=st.lists(CONFIGS, min_size=1, max_size=3),
    to=st.none() | st.integers(0, 1000),
    file=st.sampled_from(["", "0123456789abcdef"]),
)
def test_a_recipe_is_read_as_it_was_written(task, cell, configs, to, file):
    low, high = lc.TASKS[task].lengths
    length = min(high, max(low, configs[0].length)) * bool(configs[0].length)
    first = replace(configs[0], length=length)
    configs = [first, *configs[1:]]
    recipe = replace(of_task(task), cell=cell, config=first, to=to, file=file)
    for step, config in zip((120, 300), configs[1:], strict=False):
        kept = {name: getattr(configs[0], name) for name in FIXED}
        recipe = recipe.changed(step, replace(config, **kept))
    assert lc.read_recipe(lc.recipe_text(recipe)) == recipe


def test_a_length_that_a_task_has_not_and_a_file_that_is_none_are_refused():
    for text in ("sine~length-2", "adding~length-1", "adding~file-x", "adding~file-"):
        with pytest.raises(lc.NumberError):
            lc.read_recipe(text)


def test_the_recipe_of_a_task_is_its_name():
    for task in lc.TASKS:
        assert lc.recipe_text(of_task(task)) == task
        assert lc.read_recipe(task) == of_task(task)


@pytest.mark.parametrize(
    "text",
    [
        *("", "nothing", "adding~", "adding~rate", "adding~rate-", "adding~rate-x"),
        *("adding~rate-nan", "adding~hidden_size-65", "adding~hidden_size-1.5", "adding~layers-0"),
        *("adding~cell-lsmt", "adding~to--1", "adding~to-9999999", "adding~at-5~at-5~rate-1"),
        *("adding~stop-maybe", "adding~optimiser-magic", "adding~forget_bias-much", "adding~to-²"),
        *("adding~at-5~seed-3", "adding~" + "rate-1~" * 500),
    ],
)
def test_what_is_no_recipe_is_refused(text):
    with pytest.raises(lc.LstmCoreError):
        lc.read_recipe(text)


@given(st.text(max_size=200))
def test_any_text_is_a_recipe_or_is_refused(text):
    for one in (text, f"adding~{text}", f"adding~rate-{text}"):
        try:
            assert lc.read_recipe(lc.recipe_text(lc.read_recipe(one))) == lc.read_recipe(one)
        except lc.LstmCoreError:
            pass


@pytest.fixture(scope="module")
def shots():
    return list(lc.follow(lc.read_recipe(TEXT)))


def test_a_recipe_is_followed_through_every_change(shots):
    assert [shot.step for shot in shots] == [0, 5, 6, 9, 10, 11]
    rate = lc.read_recipe(TEXT).config.rate
    assert [shot.rate for shot in shots] == [rate, rate, rate, 0.001, 0.001, 0.001]
    assert shots[-1].stopped == ""
    resumed = list(lc.follow(lc.read_recipe(TEXT), resume=shots[2]))
    assert [shot.step for shot in resumed] == [9, 10, 11]
    for a, b in zip(resumed[-1].model.layers[0], shots[-1].model.layers[0], strict=True):
        assert np.array_equal(a, b)


def test_a_film_is_read_as_it_was_written(shots):
    film = lc.film_of(shots, TEXT)
    again = lc.read_film(lc.film_bytes(film, {"note": "marks"}))
    assert again.recipe == TEXT and again.about == {"note": "marks"}
    assert again.arrays.keys() == film.arrays.keys()
    assert all(np.array_equal(a, again.arrays[name]) for name, a in film.arrays.items())
    for k, shot in enumerate(shots):
        model = again.model(k)
        assert model.cell == "gru"
        assert np.array_equal(model.layers[0].weight_hh, shot.model.layers[0].weight_hh)
        assert np.array_equal(model.weight, shot.model.weight)
    assert [film.frame_at(step) for step in (0, 4, 5, 8, 9, 99)] == [0, 0, 1, 2, 3, 5]


def test_a_film_in_pieces_is_the_whole(shots):
    film = lc.film_of(shots, TEXT)
    pieces = lc.film_of(shots[:2], TEXT).joined(lc.film_of(shots[2:], TEXT))
    assert pieces.arrays.keys() == film.arrays.keys()
    assert all(np.array_equal(a, pieces.arrays[name]) for name, a in film.arrays.items())
    assert film.picked([0, 3]).steps.tolist() == [0, 9]


def broken(film):
    """Yield files that are none of ours, each in another way."""
    good = lc.film_bytes(film)
    yield from (b"", b"x", good[:50], good[:-3], good + b"x", b"\xff" * 200, good[::-1])
    yield (2**40).to_bytes(8, "little") + good[8:]
    yield good.replace(b'"film"', b'"fxlm"')
    yield good.replace(b"adding~", b"addinx~")
    yield good.replace(b"hidden_size-4", b"hidden_size-5")
    for name, value in (("out.bias", np.nan), ("steps", -1)):
        arrays = dict(film.arrays) | {name: np.full_like(film.arrays[name], value)}
        yield lc.film_bytes(replace(film, arrays=arrays))
    yield lc.film_bytes(replace(film, arrays={k: a for k, a in film.arrays.items() if k != "loss"}))
    wide = film.arrays["loss"].astype(np.float64)
    yield lc.film_bytes(replace(film, arrays=dict(film.arrays) | {"loss": wide}))


def test_a_damaged_or_foreign_film_is_refused(shots):
    for content in broken(lc.film_of(shots, TEXT)):
        with pytest.raises(lc.LstmCoreError):
            lc.read_film(content)


@settings(max_examples=200)
@given(data=st.data())
def test_a_hostile_file_is_refused_or_read_and_never_breaks_anything(shots, data):
    content = bytearray(lc.film_bytes(lc.film_of(shots, TEXT)))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, min(2000, len(content) - 1)))
        content[place] = data.draw(st.integers(0, 255))
    try:
        film = lc.read_film(bytes(content))
        film.model()
    except lc.LstmCoreError:
        pass


@pytest.mark.parametrize("cell", ["lstm", "peephole", "gru"])
def test_the_update_that_is_shown_is_the_one_that_is_made(cell):
    recipe = lc.read_recipe(f"adding~cell-{cell}~layers-2~hidden_size-3~length-10~frame-1~to-4")
    shots = list(lc.follow(recipe))
    update = lc.one_update(recipe, 3, shots[3].model, shots[3].memory)
    assert update.exact
    assert np.array_equal(update.after.weight, shots[4].model.weight)
    assert update.norm == shots[4].norms.gradient
    (off,) = update.output[-1] - update.batch.y[-1, 0]
    assert update.losses.sum() == pytest.approx(off**2)
    assert len(update.traces) == len(update.gradients) == 2
    assert update.gradients[0].steps.h.shape == (10, 3)


def test_where_only_the_weights_are_known_it_says_so():
    recipe = lc.read_recipe("anbn~hidden_size-3~to-0")
    (shot,) = lc.follow(recipe)
    update = lc.one_update(recipe, 0, shot.model)
    assert not update.exact
    moved = update.after.weight - update.before.weight
    assert np.abs(moved).max() == pytest.approx(recipe.config.rate, rel=1e-3)  # Adam's first step


def test_every_setting_has_its_limits():
    plain = {each.name for each in fields(lc.TrainConfig)}
    assert plain - LIMITS.keys() == {"optimiser", "schedule", "initial", "stop"}
