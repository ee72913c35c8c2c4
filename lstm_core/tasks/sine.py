"""Say the next value of a sine whose period and phase nobody tells.

The first example of most introductions, no paper's; what it needs is in Gers, Eck & Schmidhuber
(2001, "Applying LSTM to time series predictable through time-window approaches"): a few steps back
are enough, x_{t+1} = 2 cos ω · x_t − x_{t-1}. Without noise; amplitude 1, periods from 10 to 40
steps. A curve that hugs the sine proves little: repeating the last value does so too.
"""

from math import pi, sin

import numpy as np

from ..arrays import Array
from ..numbers import Numbers
from ..training.config import TrainConfig
from ._sequences import squared_error
from ._task import Batch, Task

SLOWEST, FASTEST = 2 * pi / 40, 2 * pi / 10  # ω, radians a step
NOT_ASKED = 4  # steps to see which sine it is


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw sines with ω from U(2π/40, 2π/10) and any phase; the next value is asked for."""
    angular = rng.uniform(SLOWEST, FASTEST, batch)
    waves = np.sin(rng.uniform(0, 2 * pi, batch) + angular * np.arange(length + 1)[:, None])
    mask = np.ones((length, batch))
    mask[:NOT_ASKED] = 0.0
    return Batch(waves[:-1, :, None], waves[1:, :, None], mask)


def oracle(x: Array) -> Array:
    """Fit 2 cos ω to all steps so far, by least squares, and take the next step."""
    two_cos = np.zeros_like(x)
    with np.errstate(invalid="ignore"):  # 0/0 where a single value stands in the middle
        two_cos[2:] = ((x[2:] + x[:-2]) * x[1:-1]).cumsum(0) / (x[1:-1] ** 2).cumsum(0)
    before = np.concatenate([x[:1], x[:-1]])
    return np.nan_to_num(two_cos) * x - before


def chance(length: int) -> dict[str, float]:
    """Say 0 always: 1/2. Repeat the last value: the mean of 1 − cos ω over all ω."""
    mean_cos = (sin(FASTEST) - sin(SLOWEST)) / (FASTEST - SLOWEST)
    return {"constant": 1 / 2, "persistence": 1 - mean_cos}


TASK = Task(
    name="sine",
    paper="after Gers, Eck & Schmidhuber (2001)",
    input_size=1,
    output_size=1,
    loss="squared",
    sample=sample,
    length=50,
    lengths=(NOT_ASKED + 1, 300),
    judge=squared_error,
    metric="error",
    goal=0.002,
    tolerance=0.1,
    chance=chance,
    chance_loss=chance,
    oracle=oracle,
    recipe=TrainConfig(hidden_size=8, rate=0.02, evaluate=20, frame=4),
    tokens=Numbers(("value",), low=-1.0),
)
