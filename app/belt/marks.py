"""What a trained network reached on sentences that it had never seen, in words.

The figures are those that came with the weights (lstm_core/networks/_recipe_learnt.py).
"""

import re

import lstm_core as lc
from app.i18n import Words

_BAND = re.compile(r"words_(\d+)_(\d+)")
_LASTS = 0.995  # from here on every sentence counts as right


def marks(network: lc.Network, words: Words) -> str:
    """Say how often it is right, at the usual length and at the greatest distance."""
    low, high = _farthest(network)
    return words(
        "details.beside.marks",
        cell=network.cell.upper(),
        share=_percent(network.about["held_out"]),
        count=f"{int(network.about['held_out_of']):,}",
        low=low,
        high=high,
        far=_percent(network.about[f"words_{low}_{high}"]),
    )


def luck(network: lc.Network, other: lc.Network, words: Words) -> str:
    """Say of how many trainings the network lasts that far: one training is an anecdote."""
    (kept, of), (other_kept, other_of) = _lasting(network), _lasting(other)
    cells = {"cell": network.cell.upper(), "other": other.cell.upper()}
    counts = {"kept": kept, "of": of, "other_kept": other_kept, "other_of": other_of}
    return words("details.beside.luck", **cells, **counts)


def _farthest(network: lc.Network) -> tuple[int, int]:
    """Return the band of distances, in words, that lies farthest."""
    bands = [found for key in network.about if (found := _BAND.fullmatch(key))]
    return max((int(band[1]), int(band[2])) for band in bands)


def _lasting(network: lc.Network) -> tuple[int, int]:
    low, high = _farthest(network)
    shares = [float(share) for share in network.about[f"words_{low}_{high}_of_seeds"].split()]
    return sum(share >= _LASTS for share in shares), len(shares)


def _percent(share: str) -> str:
    return f"{100 * float(share):.0f} %"
