"""Say next year's number of sunspots: a real series with a rhythm of about eleven years.

Yearly means from 1700 to 2008 (data/sunspots.csv), a classic since Yule (1927). Scaled to 0 … 1 by
the least and the most of the years up to 1915, which the network learns from; it is judged on the
years from 1916 on, which go up to 1.23. Solved means half the error of saying that the next year
will be like this one: no paper's criterion.
"""

from ..numbers import Numbers
from ..training.config import TrainConfig
from ._sequences import squared_error
from ._series import Series, cut, error_of_saying, read, recite, sampler
from ._task import Task

NOT_ASKED = 5  # years to see where in the rhythm it is
LENGTH = 40


def scaled() -> Series:
    """Scale by the earlier part alone."""
    values = read("sunspots")
    end = cut(values)
    least, most = values[:end].min(), values[:end].max()
    return Series((values - least) / (most - least), end)


SERIES = scaled()


def chance(length: int) -> dict[str, float]:
    """Say the last value again."""
    return {"persistence": error_of_saying(SERIES, length, NOT_ASKED, back=1)}


TASK = Task(
    name="sunspots",
    paper="Yule (1927); yearly means of the National Geophysical Data Center, 1700 to 2008",
    input_size=1,
    output_size=1,
    loss="squared",
    sample=sampler(SERIES.earlier, NOT_ASKED),
    held_out=sampler(SERIES.later, NOT_ASKED),
    length=LENGTH,
    lengths=(NOT_ASKED + 1, 80),
    judge=squared_error,
    metric="error",
    goal=round(chance(LENGTH)["persistence"] / 2, 4),
    chance=chance,
    chance_loss=chance,
    oracle=lambda x: recite(SERIES, x),
    recipe=TrainConfig(hidden_size=8, rate=0.02, evaluate=10, frame=2),
    tokens=Numbers(("value",), high=2.0),
)
