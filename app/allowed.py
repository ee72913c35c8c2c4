"""What a server allows of a training, where that is less than the app can do. No Streamlit here."""

from typing import Final, NamedTuple

import lstm_core as lc
from app.settings import SETTINGS

BOUND: Final = {"hidden_size": "hidden_size", "steps": "steps", "length": "sequence"}
"""A setting of a training, and the one of the server that bounds it."""


class Beyond(NamedTuple):
    """A setting of a training that a server does not allow: what it is, and the most it may be."""

    name: str
    got: int
    most: int


def beyond(recipe: lc.Recipe) -> Beyond | None:
    """Return the first setting of a recipe that is more than this server allows, None if none is.

    The recipes that ship are below the least that a server can allow (tests/app/test_limits.py).
    """
    for config in (recipe.config, *(changed for _, changed in recipe.changes)):
        for name in BOUND:
            if found := too_much(name, getattr(config, name)):
                return found
    return None


def too_much(name: str, value: object) -> Beyond | None:
    """Tell whether one setting of a training is more than this server allows."""
    most = getattr(SETTINGS, BOUND[name]) if name in BOUND else None
    return Beyond(name, value, most) if most and isinstance(value, int) and value > most else None
