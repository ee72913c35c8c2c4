"""The job of `grew_up_in`, learnt: nobody chose a weight. See `_recipe_learnt`."""

from random import Random

import numpy as np

from ..exam import Exam, every_step
from ..network import Network
from ..readout import Readout
from ._trained import load
from .grew_up_in import COUNTRIES, OTHER, SPEAK, right
from .grew_up_in import NETWORK as BUILT

NAMES = ("France", "China", "Japan", "speak")
OTHERS = ("I", "and", "but", "so", "love", "like", "chess", "now", "can", "also")


def asked(rng: Random) -> str:
    """Draw a sentence like those of the training, but one that names a country and then asks.

    It comes from another seed than any sentence of the training.
    """
    from ._recipe_learnt import HELD_OUT_SEED, sentence  # the recipe is a program of its own

    draws = np.random.default_rng([HELD_OUT_SEED, rng.getrandbits(32)])
    symbols: list[int] = []
    while not set(symbols) & set(COUNTRIES):
        symbols = [*sentence(draws)[:-1], SPEAK]
    return " ".join(rng.choice(OTHERS) if s == OTHER else NAMES[s] for s in symbols)


def network(name: str = "learnt") -> Network:
    """Read the weights and lay them out as a network that reads the words of `grew_up_in`."""
    params, votes, bias, about = load(name)
    hidden_size = params.weight_hh.shape[1]
    return Network(
        name=name,
        cell=about["cell"],
        layers=((params,),),
        tokens=BUILT.tokens,
        readout=Readout(
            "vote",
            source="h",
            units=tuple(range(hidden_size)),
            labels=("", "french", "chinese", "japanese"),
            weights=tuple(tuple(row) for row in votes.tolist()),
            bias=tuple(bias.tolist()),
        ),
        unit_names=tuple(str(unit + 1) for unit in range(hidden_size)),
        sample=BUILT.sample,
        about=about,
        exam=Exam(asked, right, every_step),
    )
