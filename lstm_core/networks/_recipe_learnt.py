"""The recipe of `learnt` and `learnt_rnn`: same job, same sentences, same steps, another cell.

    python -m lstm_core.networks._recipe_learnt

writes learnt.safetensors and learnt_rnn.safetensors anew, with the marks that they reached, in a
few minutes. The job is that of `grew_up_in`, but here nobody chooses a weight: sentences are drawn
at random, Adam lowers the cross-entropy, and what comes out is kept.

Trap: one training is an anecdote. On sentences as long as those of the training every seed answers
all of 2,000 right, but for one seed of the plain cell (95 %). What lasts far longer is a matter of
luck, with gates (4 of 8 seeds) as without (5 of 8): one country of three is little enough for a few
saturated units of a plain recurrent cell. The networks that are shipped are those of the first seed
whose LSTM keeps the country for 80 words and whose plain cell does not; how far each seed lasts is
in the files. On another type of machine a last digit differs, and after thousands of steps the
marks of a seed may too.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array
from ..bptt import bptt
from ..cells import CELLS
from ..random_network import params_from_two_biases
from ..trace import trace
from ._trained import save
from .grew_up_in import COUNTRIES, OTHER, SPEAK

CELL_OF = {"learnt": "lstm", "learnt_rnn": "rnn"}
RECIPE = "lstm_core.networks._recipe_learnt"
LABELS = ("", "french", "chinese", "japanese")  # "" is silence
INPUTS, HIDDEN = 5, 6
SEED, SEEDS, HELD_OUT_SEED = 4, range(1, 9), 2**31
STEPS, BATCH = 4000, 64
SHORTEST, LONGEST = 5, 12  # tokens of a sentence
CHANCES = (0.04, 0.04, 0.04, 0.14, 0.74)  # of a country each, of "speak", of any other word
RATE, DECAY = 0.01, 0.05  # Adam's step, and how much each weight shrinks towards 0 per unit of it
SPEAK_WEIGHT = 4.0  # an answer counts as much as four silences
BANDS = ((1, 5), (6, 10), (11, 20), (21, 40), (41, 80))  # words from the country to "speak"
HELD_OUT, PER_BAND = 2000, 500


Whole = NDArray[np.integer[Any]]


class Learner(NamedTuple):
    """A cell and the linear layer that votes on what it says."""

    params: Any
    votes: Array  # (labels, H)
    bias: Array  # (labels,)


def sentence(rng: np.random.Generator) -> list[int]:
    """Draw one sentence of symbols."""
    length = int(rng.integers(SHORTEST, LONGEST + 1))
    return rng.choice(INPUTS, size=length, p=CHANCES).tolist()


def sentence_at(rng: np.random.Generator, distance: int) -> list[int]:
    """Draw words, a country, words, and at last "speak", so many words after the country."""
    before = [OTHER] * int(rng.integers(0, 6))
    country = int(rng.choice(COUNTRIES))
    return [*before, country, *[OTHER] * (distance - 1), SPEAK]


def answers(symbols: Sequence[int]) -> list[int]:
    """Say what is right after every word: an index into LABELS."""
    last, right = 0, list[int]()
    for symbol in symbols:
        last = 1 + COUNTRIES.index(symbol) if symbol in COUNTRIES else last
        right.append(last if symbol == SPEAK else 0)
    return right


def batch(sentences: Sequence[Sequence[int]]) -> tuple[Array, Whole, Array]:
    """Lay sentences side by side: x (T, B, D), what is right (T, B), its weight (T, B).

    Shorter ones are filled up with words whose weight is 0.
    """
    longest = max(map(len, sentences))
    filled = [[*one, *[OTHER] * (longest - len(one))] for one in sentences]
    symbols = np.array(filled, int).T
    right = np.array([answers(one) for one in filled], int).T
    inside = np.arange(longest)[:, None] < np.array([len(one) for one in sentences])
    weight = np.where(inside, np.where(symbols == SPEAK, SPEAK_WEIGHT, 1.0), 0.0)
    return np.eye(INPUTS)[symbols], right, weight


def fresh(cell: str, rng: np.random.Generator) -> Learner:
    """Draw all weights as torch does: U(-1/√H, 1/√H)."""
    kind, bound = CELLS[cell], 1 / np.sqrt(HIDDEN)
    rows = len(kind.BLOCKS) * HIDDEN
    shapes = ((rows, INPUTS), (rows, HIDDEN), (rows,), (rows,), (len(LABELS), HIDDEN))
    w_ih, w_hh, b_ih, b_hh, votes = (rng.uniform(-bound, bound, shape) for shape in shapes)
    if "f" in kind.BLOCKS:  # a memory that keeps at first learns sooner to keep (Gers et al., 2000)
        b_ih[kind.BLOCKS.index("f") * HIDDEN :][:HIDDEN] += 1
    params = params_from_two_biases(kind, w_ih, w_hh, b_ih, b_hh)
    return Learner(params, votes, np.zeros(len(LABELS)))


def scores(cell: str, learner: Learner, x: Array) -> tuple[Any, Array]:
    """Run over a batch; return the trace and the votes (T, B, labels)."""
    t = trace(cell, learner.params, x)
    return t, t.steps.h @ learner.votes.T + learner.bias


def gradient(cell: str, learner: Learner, x: Array, right: Whole, weight: Array) -> list[Array]:
    """Return the gradient of the weighted mean cross-entropy, one array per array of weights."""
    t, votes = scores(cell, learner, x)
    chance: Array = np.exp(votes - votes.max(axis=-1, keepdims=True))
    chance /= chance.sum(axis=-1, keepdims=True)
    d_votes: Array = (chance - np.eye(len(LABELS))[right]) * (weight / weight.sum())[..., None]
    g = bptt(t, d_votes @ learner.votes)
    d_matrix: Array = np.einsum("tbl,tbh->lh", d_votes, t.steps.h)
    return [*g.params, d_matrix, d_votes.sum(axis=(0, 1))]


def train(cell: str, seed: int = SEED) -> Iterator[Learner]:
    """Train with Adam (Kingma & Ba, 2015) and decoupled weight decay; yield after every step."""
    rng = np.random.default_rng(seed)
    learner = fresh(cell, rng)
    params: Any = CELLS[cell].Params
    weights = [np.array(a) for a in (*learner.params, learner.votes, learner.bias)]
    mean, square = ([np.zeros_like(a) for a in weights] for _ in range(2))
    for step in range(1, STEPS + 1):
        x, right, weight = batch([sentence(rng) for _ in range(BATCH)])
        for k, d in enumerate(gradient(cell, learner, x, right, weight)):
            mean[k] = 0.9 * mean[k] + 0.1 * d
            square[k] = 0.999 * square[k] + 0.001 * d**2
            move = mean[k] / (1 - 0.9**step)
            move = move / (np.sqrt(square[k] / (1 - 0.999**step)) + 1e-8)
            weights[k] = weights[k] - RATE * (move + DECAY * weights[k])
        learner = Learner(params(*weights[:-2]), weights[-2], weights[-1])
        yield learner


def right_share(cell: str, learner: Learner, sentences: Sequence[Sequence[int]]) -> float:
    """Return the share of sentences in which the answer after every single word is right."""
    x, right, weight = batch(sentences)
    said = scores(cell, learner, x)[1].argmax(axis=-1)
    return float(((said == right) | (weight == 0)).all(axis=0).mean())


def examination(cell: str, learner: Learner) -> dict[str, str]:
    """Examine what was learnt on fresh sentences, the same ones for every learner.

    "held_out" is the share of sentences like those of the training in which every answer is right;
    "words_a_b" the share where one country came a to b words before "speak".
    """
    rng = np.random.default_rng(HELD_OUT_SEED)
    fresh_ones = [sentence(rng) for _ in range(HELD_OUT)]
    marks = {"held_out": right_share(cell, learner, fresh_ones)}
    for low, high in BANDS:
        asked = [sentence_at(rng, int(rng.integers(low, high + 1))) for _ in range(PER_BAND)]
        marks[f"words_{low}_{high}"] = right_share(cell, learner, asked)
    return {key: f"{mark:.4f}" for key, mark in marks.items()}


def main() -> None:
    """Train both cells from all seeds, print the marks, write the two files."""
    for name, cell in CELL_OF.items():
        learners = {seed: last for seed in SEEDS for *_, last in [train(cell, seed)]}
        marks = {seed: examination(cell, one) for seed, one in learners.items()}
        farthest = "words_{}_{}".format(*BANDS[-1])
        about = {"cell": cell, "recipe": RECIPE, "seed": str(SEED), "steps": str(STEPS)}
        about |= marks[SEED] | {"held_out_of": str(HELD_OUT)}
        about[f"{farthest}_of_seeds"] = " ".join(one[farthest] for one in marks.values())
        print(name, about)
        save(name, *learners[SEED], about)


if __name__ == "__main__":
    main()
