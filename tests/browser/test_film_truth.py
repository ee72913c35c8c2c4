"""What the film says of a frame, held to numbers of lstm_core: films that ship, and others."""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import lstm_core as lc
from app.film import payload
from app.film.probe import probe
from app.film.slow import describe
from app.i18n import languages, words
from lstm_core.films import FILMS, open_film
from lstm_core.training.film import Film, film_of
from lstm_core.training.follow import follow
from lstm_core.training.update import one_update
from tests.browser.belt_page import belt_page

# Other cells, other kinds of tasks, more layers; too short to be solved.
SHORT = (
    "anbn~cell-gru~steps-60",
    "anbn~cell-rnn~steps-60",
    "anbn~cell-lstm_1997~steps-60",
    "adding~cell-peephole~layers-2~steps-60",
    "first_symbol~cell-coupled~steps-60~forget_bias-0",
    "temporal_order~steps-50~rate-1",
)
SHOWN = 12  # frames of a film that are judged: first, last, and some between


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    with belt_page(browser, "film") as page:
        yield page


class Case:
    """A film and the sequence that its frames read, with what the page is told of both."""

    def __init__(self, film: Film) -> None:
        self.film, self.recipe = film, film.read
        self.task = lc.TASKS[self.recipe.task]
        text = words("en")(f"networks.task_{self.task.name}.opening")
        self.seen = probe(self.task, self.task.network(film.model()).run(text))
        self.told = [self._message(words(code)) for code in languages()]

    def _message(self, said: Any) -> dict[str, Any]:
        length = self.recipe.config.length or self.task.length
        task = payload._task(self.task, length, said)
        seen = payload._probe(self.task, self.seen, said)
        table = said.table("film")
        return {"story": table["story"], "gates": table["gates"], "task": task, "probe": seen}

    def asked(self, page: Any) -> dict[int, dict[str, Any]]:
        seen = {**self.told[0]["probe"], "x": self.seen.x.ravel().tolist()}
        content = base64.b64encode(lc.film_bytes(self.film)).decode()
        frames = np.linspace(0, len(self.film) - 1, SHOWN).astype(int).tolist()
        what = {"bytes": content, "cell": self.recipe.cell, "probe": seen, "languages": self.told}
        told = page.evaluate("what => film.tell(what)", {**what, "frames": frames})
        return dict(zip(frames, told, strict=True))

    def trace(self, frame: int) -> lc.Trace:
        model = self.film.model(frame)
        layer = type(model.layers[0])(*(array.astype(float) for array in model.layers[0]))
        return lc.trace(model.cell, layer, self.seen.x)

    def mark(self, frame: int) -> float:
        """The last evaluation that is not later than a frame."""
        held = self.film.arrays["eval.steps"]
        earlier = np.flatnonzero(held <= self.film.steps[frame])
        if not len(earlier):
            return float(self.film.arrays["metric"][frame])
        return float(self.film.arrays["eval.metric"][earlier[-1]])


def films() -> Iterator[Case]:
    for name in FILMS:
        if not name.endswith("_cured"):
            yield Case(open_film(name))
    for text in SHORT:
        yield Case(film_of(follow(lc.read_recipe(text)), text))
    sunk = open_film("sine")
    yield Case(replace(sunk, stopped="nan"))
    bare = {
        key: array[:0] if key.startswith("eval.") else array for key, array in sunk.arrays.items()
    }
    yield Case(replace(sunk, arrays=bare, stopped=""))


NUMBERS = ("step", "mark", "value", "at", "elsewhere")


def parsed(template: str, text: str, whole: bool = True) -> re.Match[str] | None:
    """Read what a template was filled with."""

    def hole(name: re.Match[str]) -> str:
        return f"(?P<{name[1]}>{r'[−~0-9.]+(?: %)?' if name[1] in NUMBERS else '.+?'})"

    pattern = re.sub(r"\\\{(\w+)\\\}", hole, re.escape(template))
    return re.fullmatch(pattern, text) if whole else re.match(pattern, text)


def spoken(story: dict[str, str], text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Find which sentences a text is made of, and what was filled in."""
    kinds = [key for key in story if key not in ("gap", "comma", "gate")]
    found = [(key, match) for key in kinds if (match := parsed(story[key], text))]
    if not found:  # "solved", and what is seen then
        found = [(key, match) for key in kinds if (match := parsed(story[key], text, False))]
        assert len(found) == 1, text
        yield from spoken(story, text[found[0][1].end() :].strip())
    assert len(found) == 1, (text, found)
    yield found[0][0], found[0][1].groupdict()


def number(text: str) -> float:
    if text == "~0":
        return 0.0
    plain = float(text.replace("−", "-").removesuffix(" %"))
    return plain / 100 if text.endswith("%") else plain


def near(text: str, value: float) -> bool:
    """Tell whether what is printed is a rounding of a value."""
    return abs(number(text) - value) <= (0.0051 if "%" in text else 0.00051)


def judge(case: Case, frame: int, unit: int, key: str, told: dict[str, str]) -> None:
    """Hold one sentence to the numbers of a frame."""
    film, task, last = case.film, case.task, frame == len(case.film) - 1
    steps = case.trace(frame).steps
    if "step" in told:
        assert int(told["step"]) == film.steps[frame]
    if key in ("nan", "explosion"):
        assert last and film.stopped == key
    elif key.startswith("start"):
        start(case, frame, key)
    elif key.startswith("solved"):
        held = film.arrays["eval.metric"][-2:].astype(float)
        assert last and film.stopped == "solved" and all(task.solved(mark) for mark in held)
        assert near(told["mark"], case.mark(frame))
    elif key in ("chooses", "begins"):
        there = np.isin(np.arange(len(case.seen.x)), case.told[0]["probe"]["events"])
        at, elsewhere = steps.i[there, unit].mean(), steps.i[~there, unit].mean()
        assert near(told["at"], at) and near(told["elsewhere"], elsewhere)
        assert (at > 0.5 and elsewhere < 0.1) if key == "chooses" else at > 2 * elsewhere
    elif key == "counts":
        seen, memory = case.told[0]["probe"], getattr(steps, told.get("memory", "c"))
        moves = np.diff(np.concatenate([[0.0], memory[:, unit]]))
        way = np.sign(moves[seen["up"][0]])
        assert (moves[seen["up"]] * way > 0).all() and (moves[seen["down"]] * way < 0).all()
        assert told["memory"] == lc.CELLS[case.recipe.cell].State._fields[-1]
        assert (told["up"], told["down"]) == (seen["upName"], seen["downName"])
    else:
        beside_chance(case, frame, key, told)


def start(case: Case, frame: int, key: str) -> None:
    gates = lc.CELLS[case.recipe.cell].GATES
    means = [float(getattr(case.trace(frame).steps, gate).mean()) for gate in gates]
    half = bool(means) and all(0.35 <= mean <= 0.65 for mean in means)
    assert case.film.steps[frame] == 0
    assert key == ("start_plain" if not gates else "start_half" if half else "start")


def beside_chance(case: Case, frame: int, key: str, told: dict[str, str]) -> None:
    """Hold "better", "hardly" and "no better" to the best of those who cannot know better."""
    task, mark = case.task, case.mark(frame)
    levels = task.chance(case.recipe.config.length or task.length)
    right = task.metric == "right"
    name = (max if right else min)(levels, key=lambda one: levels[one])
    base = levels[name]
    assert near(told["mark"], mark) and near(told["value"], base)
    assert told["baseline"] in [said(f"film.baselines.{name}") for said in map(words, languages())]
    gain = (mark - base) / (1 - base) if right else (base - mark) / base / 2
    kind, metric = key.split("_")
    assert metric == task.metric
    assert kind == ("guessing" if gain <= 0 else "better" if gain > 0.1 else "hardly")


def test_every_sentence_about_a_frame_is_true(page: Any) -> None:
    heard: set[str] = set()
    for case in films():
        for frame, one in case.asked(page).items():
            keys = []
            for message, text in zip(case.told, one["said"], strict=True):
                parts = list(spoken(message["story"], text))
                for key, values in parts:
                    judge(case, frame, one["unit"], key, values)
                keys.append([key for key, _ in parts])
            assert keys[0] == keys[1], one["said"]  # both languages say the same
            heard.update(keys[0])
            read_alike(case, frame, one)
    story = words("en").table("film")["story"]
    assert heard == {*story} - {"gap", "comma", "gate"}, "a sentence was never put to the test"


def read_alike(case: Case, frame: int, one: dict[str, Any]) -> None:
    """Hold what the pictures show beside the sentence to the library's own measures."""
    trace = case.trace(frame)
    cell = lc.CELLS[case.recipe.cell]
    assert one["mark"] == pytest.approx(case.mark(frame))
    if len(case.film.model().layers) == 1:
        model = case.film.model(frame)
        said = trace.steps.h @ model.weight.T.astype(float) + model.bias
        np.testing.assert_allclose(one["output"], said.ravel(), rtol=1e-9, atol=1e-9)
    if "h" == cell.State._fields[-1] and not cell.GATES:
        assert one["half"] is None
    else:
        expected = lc.memory_length(trace).half_life
        got = np.array([np.inf if half is None else half for half in one["half"]])
        np.testing.assert_allclose(np.minimum(got, 1e6), np.minimum(expected, 1e6), 1e-5, 0.01)
    for gate in one["saturated"]:
        found = lc.saturation(trace, gate)
        np.testing.assert_allclose(one["saturated"][gate], np.stack([found.shut, found.open], 1))
        assert one["opened"][gate] == pytest.approx(getattr(trace.steps, gate).mean())


@pytest.mark.parametrize(
    ("name", "backward", "update"),
    [
        ("adding", "backward", "update"),
        ("anbn", "backward_all", "update"),
        ("clinic_bad_start_sick", "backward_none", "update"),
        ("clinic_short_truncation_sick", "backward", "update_clipped"),
        ("clinic_exploding_sick", "backward_all", "update_none"),
    ],
)
def test_one_update_is_told_as_it_was(page: Any, name: str, backward: str, update: str) -> None:
    film = open_film(name)
    task, step = lc.TASKS[film.read.task], int(film.steps[-1])
    made = one_update(film.read, step, film.model())
    about, arrays = describe(made, task, step)
    sent = {
        key: arrays[f"update.{key}"].ravel().tolist() for key in ("memory", "d_memory", "losses")
    }
    for code in languages():
        said = words(code).table("film")["slow"]
        told = page.evaluate("([u, s, w]) => film.slow(u, s, w)", [about, sent, said])
        values = []
        for key, text in zip(("forward", "loss", backward, update), told, strict=True):
            match = parsed(said[key], text)
            assert match, (key, text)
            values.append(match.groupdict())
        assert int(values[0]["T"]) == len(made.traces[0])
        assert number(values[1]["loss"]) == pytest.approx(made.losses.sum(), rel=0.01, abs=0.001)
        blame = np.hypot.reduce(made.gradients[0].steps.c, axis=1)
        for key, value in (("first", blame[0]), ("last", blame[-1]), ("top", blame.max())):
            if key in values[2]:
                assert number(values[2][key]) == pytest.approx(value, rel=0.01, abs=0.001)
        if update != "update_none":
            moved = max(
                abs(np.asarray(b, float) - a).max()
                for b, a in zip(
                    (*made.after.layers[0], made.after.weight, made.after.bias),
                    (*made.before.layers[0], made.before.weight, made.before.bias),
                    strict=True,
                )
            )
            assert number(values[3]["most"]) == pytest.approx(moved, rel=0.01)
            assert number(values[3]["norm"]) == pytest.approx(made.norm, rel=0.01, abs=0.001)
