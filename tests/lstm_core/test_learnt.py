"""The trained networks: what their files say about them is computed anew from their weights."""

import hashlib
from typing import Any

import numpy as np
import pytest

import lstm_core as lc
from lstm_core.networks import _recipe_learnt as recipe
from lstm_core.networks import _trained

OPENING = "I grew up in France and love chess so I speak"
LEARNT = tuple(recipe.CELL_OF)


def learner(name: str) -> tuple[recipe.Learner, dict[str, str]]:
    params, votes, bias, about = _trained.load(name)
    return recipe.Learner(params, votes, bias), about


@pytest.mark.parametrize("name", LEARNT)
def test_the_score_in_the_file_is_the_score_of_the_weights(name: str) -> None:
    ready, about = learner(name)
    marks = recipe.examination(recipe.CELL_OF[name], ready)
    for key, mark in marks.items():  # an answer on the edge may fall otherwise elsewhere
        assert float(about[key]) == pytest.approx(float(mark), abs=0.005), key
    assert float(marks["held_out"]) > 0.95


@pytest.mark.parametrize("name", LEARNT)
def test_it_reads_and_answers_like_the_recipe_says(name: str) -> None:
    """The network on disk, run as any other one, against the oracle in plain Python."""
    network, rng = lc.NETWORKS[name], np.random.default_rng(7)
    alphabet = network.tokens
    assert isinstance(alphabet, lc.Alphabet)
    right = 0
    for _ in range(200):
        symbols = recipe.sentence(rng)
        run = network.run(alphabet.encode([lc.Token("", s) for s in symbols]))
        expected = [recipe.LABELS[k] or None for k in recipe.answers(symbols)]
        right += list(run.readouts) == expected
    assert right >= 190


@pytest.mark.parametrize("name", LEARNT)
def test_the_opening_is_answered_right(name: str) -> None:
    run = lc.NETWORKS[name].run(OPENING)
    assert run.readouts == (*[None] * (len(run.tokens) - 1), "french")


def test_its_gates_are_no_switches() -> None:
    steps = lc.NETWORKS["learnt"].run(OPENING).traces[0].steps
    gates = np.concatenate([steps.i, steps.f, steps.o])
    assert ((gates > 0.1) & (gates < 0.9)).mean() >= 0.2
    built = lc.NETWORKS["grew_up_in"].run(OPENING).traces[0].steps
    assert ((built.f > 0.1) & (built.f < 0.9)).mean() == 0


def test_its_memory_is_spread_over_units() -> None:
    """Another country changes the memory of more than one unit."""
    network = lc.NETWORKS["learnt"]
    last = [
        network.run(OPENING.replace("France", country)).traces[0].steps.c[-2]
        for country in ("France", "China", "Japan")
    ]
    assert (np.ptp(last, axis=0) > 0.25).sum() >= 2


def test_both_were_made_alike() -> None:
    (_, one), (_, two) = map(learner, LEARNT)
    for key in ("recipe", "seed", "steps"):
        assert one[key] == two[key] == {"recipe": recipe.RECIPE, "seed": str(recipe.SEED),
                                        "steps": str(recipe.STEPS)}[key]  # fmt: skip
    sizes = {lc.NETWORKS[name].hidden_size for name in LEARNT}
    assert sizes == {recipe.HIDDEN}


def test_the_files_hold_numbers_and_nothing_that_runs() -> None:
    for name in LEARNT:
        assert _trained.path(name).stat().st_mode & 0o044, "a server is somebody else"
        head = _trained.path(name).read_bytes()
        length = int.from_bytes(head[:8], "little")
        assert head[8:9] == b"{" and length < 2000
        assert len(head) < 10_000


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
def test_the_recipe_runs_and_learns(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short training, twice: the same numbers, and a lower loss than at first."""
    monkeypatch.setattr(recipe, "STEPS", 60)
    trained = [list(recipe.train(cell)) for _ in range(2)]
    prints = [digest(learners[-1]) for learners in trained]
    assert prints[0] == prints[1]
    x, right, weight = recipe.batch([recipe.sentence(np.random.default_rng(1)) for _ in range(64)])
    losses = [loss(cell, trained[0][k], x, right, weight) for k in (0, -1)]
    assert losses[1] < 0.7 * losses[0]


def digest(ready: recipe.Learner) -> str:
    arrays = (*ready.params, ready.votes, ready.bias)
    return hashlib.sha256(b"".join(a.tobytes() for a in arrays)).hexdigest()


def loss(cell: str, ready: recipe.Learner, x: Any, right: Any, weight: Any) -> float:
    votes = recipe.scores(cell, ready, x)[1]
    chance = np.exp(votes) / np.exp(votes).sum(axis=-1, keepdims=True)
    chosen = np.take_along_axis(chance, right[..., None], axis=-1)[..., 0]
    return float(-(np.log(chosen) * weight).sum() / weight.sum())


def test_the_gradient_of_the_recipe_is_that_of_its_loss() -> None:
    """Against finite differences, one weight of every array."""
    rng = np.random.default_rng(3)
    for cell in ("lstm", "rnn"):
        ready = recipe.fresh(cell, rng)
        x, right, weight = recipe.batch([recipe.sentence(rng) for _ in range(8)])
        arrays = [np.array(a) for a in (*ready.params, ready.votes, ready.bias)]
        for k, d in enumerate(recipe.gradient(cell, ready, x, right, weight)):
            place = tuple(rng.integers(0, size) for size in arrays[k].shape)
            moved: list[float] = []
            for sign in (1, -1):
                shifted = [a.copy() for a in arrays]
                shifted[k][place] += sign * 1e-6
                other = recipe.Learner(type(ready.params)(*shifted[:-2]), *shifted[-2:])
                moved.append(loss(cell, other, x, right, weight))
            assert (moved[0] - moved[1]) / 2e-6 == pytest.approx(d[place], rel=1e-4, abs=1e-8)


def test_the_plain_network_loses_what_the_lstm_keeps() -> None:
    """The sentence that stands among the examples: 27 words after France."""
    text = "I grew up in France " + "and love chess and like chess " * 4 + "so I speak"
    assert lc.NETWORKS["learnt"].run(text).readouts[-1] == "french"
    assert lc.NETWORKS["learnt_rnn"].run(text).readouts[-1] != "french"
