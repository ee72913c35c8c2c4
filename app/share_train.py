"""The recipe of a trained network in a link. No Streamlit here."""

from typing import Final

import lstm_core as lc
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

    Raises Unusable for a text that is none.
    """
    if not raw:
        return ""
    if len(raw) > LONGEST:
        raise Unusable(EXAMPLE, raw)
    try:
        recipe = lc.read_recipe(raw)
        return "" if recipe == of_task(recipe.task) else lc.recipe_text(recipe)
    except lc.LstmCoreError:
        raise Unusable(EXAMPLE, raw) from None
