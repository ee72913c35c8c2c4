"""Say how much the carbon dioxide in the air of Mauna Loa will change until next month.

Monthly means from March 1958 to 2001 (data/co2.csv; Keeling & Whorf, 2004). The level rises and
rises, beyond what any scale fitted to the past covers, and a network whose units are saturated
there cannot follow it; so it reads changes, the usual first step with a trend. One unit is the
standard deviation of the changes up to 1988, which the network learns from; it is judged on the
months from November 1988 on. Two lines say what that is worth: that the level stays as it is, and
that the change is that of a year ago. Solved means 0.8 times the error of the latter: no paper's
criterion.
"""

import numpy as np

from ..numbers import Numbers
from ..training.config import TrainConfig
from ._sequences import squared_error
from ._series import Series, cut, error_of_saying, read, recite, sampler
from ._task import Task

YEAR = 12  # months, and as many are not asked
LENGTH = 48


def scaled() -> Series:
    """Scale by the earlier part alone."""
    changes = np.diff(read("co2"))
    end = cut(changes)
    return Series(changes / changes[:end].std(), end)


SERIES = scaled()


def chance(length: int) -> dict[str, float]:
    """Say that the level stays, a change of 0; say the change of a year ago."""
    return {
        "unchanged": error_of_saying(SERIES, length, YEAR, back=None),
        "last_year": error_of_saying(SERIES, length, YEAR, back=YEAR),
    }


TASK = Task(
    name="co2",
    paper="Keeling & Whorf (2004); monthly means of Mauna Loa, 1958 to 2001",
    input_size=1,
    output_size=1,
    loss="squared",
    sample=sampler(SERIES.earlier, YEAR),
    held_out=sampler(SERIES.later, YEAR),
    length=LENGTH,
    lengths=(YEAR + 1, 140),
    judge=squared_error,
    metric="error",
    goal=round(0.8 * chance(LENGTH)["last_year"], 4),
    chance=chance,
    chance_loss=chance,
    oracle=lambda x: recite(SERIES, x),
    recipe=TrainConfig(hidden_size=8, rate=0.02, evaluate=20, frame=4),
    tokens=Numbers(("change",), low=-5.0, high=5.0),
)
