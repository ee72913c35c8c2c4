"""The job of `grew_up_in`, learnt: nobody chose a weight. See `_recipe_learnt`."""

from ..network import Network
from ..readout import Readout
from ._trained import load
from .grew_up_in import NETWORK as BUILT


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
    )
