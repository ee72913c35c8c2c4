"""Real series: cut into an earlier part to learn from and a later part to be judged on.

The order in time is kept, and whatever is measured to scale a series is measured on the earlier
part alone: the network is judged on years that nothing in its training knew of.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..arrays import Array
from ._task import Batch, Sampler

EARLIER = 0.7  # share of the series that training sees


def read(name: str) -> Array:
    """Return the second column of data/<name>.csv; source and terms stand at the head of each."""
    path = Path(__file__).parent / "data" / f"{name}.csv"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return np.array([float(line.split(",")[1]) for line in lines[1:]])


class Series(NamedTuple):
    """A series in the units that the network reads, and where its later part begins."""

    values: Array
    cut: int

    @property
    def earlier(self) -> Array:
        """What training sees."""
        return self.values[: self.cut]

    @property
    def later(self) -> Array:
        """What it is judged on."""
        return self.values[self.cut :]


def cut(values: Array) -> int:
    """Return where the later part of a series begins."""
    return int(EARLIER * len(values))


def sampler(part: Array, not_asked: int) -> Sampler:
    """Draw windows of a part; the next value is asked for, from step `not_asked` on."""

    def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
        starts = rng.integers(0, len(part) - length, batch)
        window = part[np.arange(length + 1)[:, None] + starts][..., None]
        mask = np.ones((length, batch))
        mask[:not_asked] = 0.0
        return Batch(window[:-1], window[1:], mask)

    return sample


def recite(series: Series, x: Array) -> Array:
    """Say what comes next as one who knows the series by heart: find x (T, B, 1) in it.

    Of a longer x the first part is looked for; from there on it says the value that it has read.
    """
    length = min(len(x), len(series.values) - 1)
    windows = sliding_window_view(series.values, length + 1)
    known, seen = windows[:, :length], x[:length, :, 0]
    squared_distance = (known**2).sum(1)[:, None] - 2 * known @ seen  # + |seen|², the same for all
    said = windows[squared_distance.argmin(0), 1:].T[..., None]
    return np.concatenate((said, x[length:]))


def error_of_saying(series: Series, length: int, not_asked: int, back: int | None) -> float:
    """Return the mean squared error of one rule over all windows of the later part.

    The rule says the value `back` steps before the one that is asked for; None: it says 0.
    """
    windows = sliding_window_view(series.later, length + 1)
    first = not_asked + 1
    said = windows[:, first - back : length + 1 - back] if back else 0.0
    return float(((windows[:, first:] - said) ** 2).mean())
