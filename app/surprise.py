"""Another sequence for a network, drawn at random. No Streamlit here."""

from random import Random

import lstm_core as lc
from app.i18n import Words

TRIES = 20


def surprise(network: lc.Network, words: Words, now: str, rng: Random) -> str:
    """Draw a sequence that shows what a network can do, not the one that is there already.

    Lines that somebody wrote come before what the network draws itself: they can be read. {0} and
    {1} in them are two of its units.
    """
    lines = words.get(f"networks.{network.name}.surprises")
    units = list(words.get(f"networks.{network.name}.units") or {})
    names = [words(f"networks.{network.name}.units.{unit}") for unit in units]

    def draw() -> str:
        if not lines:
            return network.sample(rng) if network.sample else _example(network, words, rng)
        line = rng.choice(lines)
        for place, name in enumerate(rng.sample(names, min(2, len(names)))):
            line = line.replace(f"{{{place}}}", name)
        return line

    drawn = draw()
    for _ in range(TRIES):
        if drawn != now:
            break
        drawn = draw()
    return drawn


def _example(network: lc.Network, words: Words, rng: Random) -> str:
    return rng.choice(words.list(f"networks.{network.name}.examples"))
