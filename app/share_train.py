"""The recipe of a trained network in a link. No Streamlit here."""

from typing import Final

import lstm_core as lc
from app.allowed import beyond
from app.catalogue import TASK
from app.problems import Unusable
from lstm_core.training.recipe import PIECE, of_task

LONGEST: Final = 400  # characters of a recipe
EXAMPLE: Final = "adding~cell-gru~seed-3~to-300"


def named(chosen: str) -> tuple[str, str]:
    """Return the network and the recipe that a choice names: a network's name, or a recipe."""
    task, piece, _ = chosen.partition(PIECE)
    return (TASK + task, chosen) if piece else (chosen, "")


def read_train(raw: str) -> str:
    """Return a recipe in the one form that it has; "" for what the shipped network was made by.

    Raises Unusable for a text that is none, and for one that is more than this server allows.
    """
    if not raw:
        return ""
    recipe = _read(raw)
    if found := beyond(recipe):
        raise Unusable(f"{found.most:,}", f"{found.got:,}", f"_{found.name}")
    return "" if recipe == of_task(recipe.task) else lc.recipe_text(recipe)


def read_settings(raw: str) -> str:
    """Return a recipe in the one form that it has, a task's own too. Raises Unusable."""
    if not raw:
        return ""
    recipe = _read(raw)
    if beyond(recipe):
        raise Unusable(EXAMPLE, raw)
    return lc.recipe_text(recipe)


def _read(raw: str) -> lc.Recipe:
    if len(raw) > LONGEST:
        raise Unusable(EXAMPLE, raw)
    try:
        return lc.read_recipe(raw)
    except lc.LstmCoreError:
        raise Unusable(EXAMPLE, raw) from None
