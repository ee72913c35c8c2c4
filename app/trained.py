"""Trained networks: those of the films that ship, and those that were trained here. No Streamlit.

What was trained here is kept by the text of its recipe, the step at which it stands included
(`adding~seed-3~to-300`): the same text is the same network, whoever trained it. The ones that
nobody asked for longest make room; a link to one of them trains it again.
"""

from dataclasses import replace
from functools import cache
from threading import Lock
from typing import Final

import numpy as np

import lstm_core as lc
from app import films
from app.bounded import Bounded
from app.catalogue import FILMS, TASK
from app.settings import SETTINGS

NETWORK: Final = 200_000  # bytes that a network may have for its share: a layer of 64 units


def memory() -> Bounded:
    """Return an empty memory for networks."""
    return Bounded(SETTINGS.networks, NETWORK)


_kept = memory()
_lock = Lock()


def put(recipe: str, network: lc.Network) -> None:
    """Keep a network under its recipe, which names the step at which it stands."""
    with _lock:
        _kept[recipe] = network


def find(net: str, recipe: str = "") -> lc.Network | None:
    """Return the trained network of a name (`task_adding`) and a recipe; None if it is not here.

    "" is the last frame of the film that ships; every frame of that film is always here too.
    """
    task = net.removeprefix(TASK)
    if not recipe:
        return _moment(task, None) if shipped(task) else None
    with _lock:
        if network := _kept.get(recipe):
            return network if network.name == net else None
    read, film = lc.read_recipe(recipe), shipped(task)
    if film and read.task == task and film.read == replace(read, to=None) and read.to in film.steps:
        return _moment(task, read.to)
    return None


def is_the(network: lc.Network, recipe: str) -> bool:
    """Tell whether a network is the one that is here under a recipe."""
    known = find(network.name, recipe)
    if known is None or known.readout != network.readout:
        return False
    return all(
        np.array_equal(one, other)
        for layers in zip(known.layers, network.layers, strict=True)
        for params in zip(*layers, strict=True)
        for one, other in zip(*params, strict=True)
    )


def shipped(name: str) -> lc.Film | None:
    """Return a film that ships with the app; None where there is none."""
    return _film(name) if name in films.shipped() else None


# These two grow to all that ships, 8 MB, and never beyond.


@cache
def _film(name: str) -> lc.Film:
    return lc.read_film((FILMS / f"{name}.safetensors").read_bytes())


@cache
def _moment(task: str, step: int | None) -> lc.Network | None:
    """Return the network of a film that ships, after a step or at its end."""
    film = shipped(task)
    if film is None:
        return None
    frame = -1 if step is None else film.frame_at(step)
    return lc.TASKS[task].network(film.model(frame))
