"""Which unit does the job: the correlation of every unit with every known track."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array
from ..cells import CELLS
from ..errors import unknown_name
from ..network import Run
from ._checks import in_range, one_sequence
from .tracks import Track, tracks

FLAT: Final = 1e-6  # a unit that moves less only leaks through gates that are never quite shut
SHORTEST: Final = 3  # through two points there is always a line
DIGITS: Final = 9  # correlations that differ by less are a tie


@dataclass(frozen=True)
class Match:
    """How well one unit follows one track.

    `name`         the track's name in `tracks`
    `track`        the Track itself
    `unit`         which unit
    `signal`       h or c
    `correlation`  Pearson's r, from −1 to 1; −1 follows it upside down
    """

    name: str
    track: Track = field(repr=False, compare=False)
    unit: int
    signal: str
    correlation: float


def who_does_it(run: Run, signal: str | None = None, trace: int = 0) -> tuple[Match, ...]:
    """Compare every unit with everything that could be known, and return the best match first.

    Pearson's correlation over the steps of u = h or c of a unit and v = the values of a track:

        r = Σ (u − ū)(v − v̄) / √(Σ (u − ū)² · Σ (v − v̄)²)

    `signal` is h or c; None for what the cell remembers in: c of an LSTM, h of the others. `trace`
    says which of `run.traces` in a stack or with two directions. Sorted by |r|; where it ties to
    nine digits, in the order of `tracks`, then of the units.

    A track that does not change, a unit that moves by less than 1e-6 (a gate of σ(−20) leaks that
    much) and a text of less than three steps give no correlation and are left out.

    Traps: following is not doing: cut the unit out and see. In a short text many tracks look
    alike. Pearson's r sees straight lines only. The units of a network with edits are the edited.
    Raises UnknownName, NumberError, ShapeError (a batch).

    >>> import lstm_core as lc
    >>> best = who_does_it(lc.NETWORKS["counter"].run("aa.a..a"))[0]
    >>> best.name, best.unit, best.signal, round(best.correlation, 3)
    ('count_0', 0, 'c', 1.0)
    """
    in_range("trace", trace, len(run.traces), "who_does_it")
    t = run.traces[trace]
    one_sequence(t, "who_does_it")
    state = CELLS[t.cell].State._fields
    of = state[-1] if signal is None else signal
    if of not in state:
        raise unknown_name(f"part of the state of {t.cell!r}", of, state)
    return _matches(run, of, getattr(t.steps, of)) if len(t) >= SHORTEST else ()


def _matches(run: Run, signal: str, values: Array) -> tuple[Match, ...]:
    named = tracks(run.tokens or run.x, run.network)
    known = np.array([track.values for track in named.values()])
    r = correlations(known, values.T.astype(np.float64))
    matches = [
        Match(name, track, unit, signal, float(r[row, unit]))
        for row, (name, track) in enumerate(named.items())
        for unit in range(r.shape[1])
        if not np.isnan(r[row, unit])
    ]
    return tuple(sorted(matches, key=lambda match: -round(abs(match.correlation), DIGITS)))


def correlations(tracks: Array, units: Array) -> Array:
    """Return Pearson's r of each of (K, T) with each of (H, T): (K, H), nan for what is flat."""
    u, v = _directions(tracks), _directions(units)
    return np.clip(u @ v.T, -1, 1)


def _directions(rows: Array) -> Array:
    """Return each row less its mean, of length 1; nan for a row that does not change."""
    flat: NDArray[np.bool_] = np.ptp(rows, axis=1) < FLAT
    rows = rows - rows.mean(axis=1, keepdims=True)
    length = np.where(flat, np.nan, np.sqrt((rows**2).sum(axis=1)))
    return rows / length[:, None]
