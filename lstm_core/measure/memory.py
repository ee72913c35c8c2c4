"""How long a unit remembers, what is still here, and where it came from.

All of it is about the direct road, memory = keep ⊙ memory before + written: c of an LSTM with
keep f, h of a GRU with keep z. It is the road on which the error travels unhurt, the constant
error carousel of Hochreiter & Schmidhuber (1997) with the forget gate of Gers, Schmidhuber &
Cummins (2000). Trap of all three: the road through h is not in it. What a unit tells the gates
and they tell it back is memory too, and `bptt` sees it (`delay3` keeps nothing in c, yet
remembers for three steps).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array
from ..cells import CELLS
from ..cells._cell import Road
from ..trace import Trace, flipped
from ._road import Lane, held_steps, kept, lane, road_of
from .saturation import SHUT

HALF, HORIZON = 0.5, 0.01


@dataclass(frozen=True, eq=False)
class MemoryLength:
    """How long each unit remembers by the direct road. (H,) each.

    `keep`       median of f (GRU: z) over the steps: what a usual step keeps
    `half_life`  steps until half is left, at that rate
    `horizon`    steps until 1 % is left
    `wipes`      how many steps wipe: f is below 0.1 there
    """

    keep: Array
    half_life: Array
    horizon: Array
    wipes: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Origins:
    """Where the memory of one unit came from: one term for each that had a hand in it.

    `start`    (T,)  [k]: what is left after step k of what was there before the first step
    `written`  (T, T)  [s, k]: what is left after step k of what step s wrote
    `edit`     (T, T)  [s, k]: what is left after step k of what a clamp put in at step s
    """

    start: Array
    written: Array
    edit: Array


def still_here(t: Trace, unit: int) -> Array:
    """Return the share of what a unit held after step s that is there after step k.

    Gers, Schmidhuber & Cummins (2000):

        share[s, k] = ∂c_k / ∂c_s by the direct road = f_{s+1} · f_{s+2} · … · f_k
        share[s, s] = 1

    with z for f and h for c in a GRU. Where a clamp of c holds a step between, nothing of what was
    before is left: 0. Returns (T, T), indexed [s, k], nan for k < s.

    Of a reverse trace the steps are in input order, so k is the earlier index, nan for k > s.
    Traps: the direct road; the road through h is not in it. T² numbers: 8 MB for 1,000 steps. A
    share is between 0 and 1 unless a clamp holds f elsewhere.
    Raises UnknownName (a plain RNN has no direct road), NumberError, ShapeError (a batch).

    >>> import lstm_core as lc
    >>> still_here(lc.NETWORKS["leaky10"].run("1 0 0").traces[0], 0).round(2)[0].tolist()
    [1.0, 0.9, 0.81]
    """
    if t.reverse:
        return still_here(flipped(t), unit)[::-1, ::-1]
    return _shares(lane(t, unit, "still_here"))


def memory_length(t: Trace) -> MemoryLength:
    """Say after how many steps half, and all but 1 %, of what a unit held is gone.

    The law of exponential decay at the rate of a usual step:

        ln keep = median over the steps of ln f,  ln f = −ln(1 + exp(−a_f))
        half_life = ln ½ / ln keep,  horizon = ln 0.01 / ln keep

    with z for f in a GRU. The median, because forgetting comes in two kinds: a leak at every step,
    of which a half-life tells, and a wipe now and then, which is counted in `wipes`; one wipe would
    drown a mean. ln f comes from the pre-activation, which still tells 1 − 1e-17 from 1 when f
    itself cannot; where a clamp holds f it is the logarithm of the held value. A half-life is ∞
    only where f is held at 1 at the usual step (or above 1, which no σ can do) and in the cell of
    1997, which has no f; otherwise it is finite, at most the largest float. Where a usual step is
    held at 0 it is 0. Without a step everything is nan.

    Traps: the direct road; the road through h is not in it. It is about a usual step, not about
    this sequence: see `still_here` for what happened when. `keep` itself rounds to 1 near 1: do
    not compute a half-life from it. A clamp of c or a cut is not in it either, only f.
    Raises UnknownName (a plain RNN has no direct road), ShapeError (a batch).

    >>> import lstm_core as lc
    >>> memory_length(lc.NETWORKS["leaky10"].run("1 0 0").traces[0]).half_life.round(2).tolist()
    [6.58]
    """
    road = road_of(t, "memory_length")
    value: Array = np.abs(kept(t, road).astype(np.float64))
    held = held_steps(t, road.keep) if road.keep else np.ones(value.shape, bool)
    log_keep = _log_keep(t, road, value, held)
    usual = np.median(log_keep, axis=0) if len(t) else np.full(t.hidden_size, np.nan)
    # ln f rounds to 0 far beyond every real gate, too: only a hand, or a cell that has no forget
    # gate, makes it exactly 1.
    kept_by_hand = (held & (value >= 1)).sum(axis=0) > len(t) // 2
    return MemoryLength(
        keep=np.exp(usual),
        half_life=_steps_until(HALF, usual, kept_by_hand),
        horizon=_steps_until(HORIZON, usual, kept_by_hand),
        wipes=(value < SHUT).sum(axis=0),
    )


def _log_keep(t: Trace, road: Road, value: Array, held: NDArray[np.bool_]) -> Array:
    """Return the logarithm of what is kept, from the pre-activation unless it is held."""
    with np.errstate(divide="ignore"):  # ln 0 = −∞ is meant
        log_value: Array = np.log(value)
    if road.keep is None:
        return log_value
    a: Array = getattr(t.steps, CELLS[t.cell].PREACTIVATIONS[road.keep]).astype(np.float64)
    return np.where(held, log_value, -np.logaddexp(0.0, -a))


def _steps_until(share: float, log_keep: Array, for_ever: NDArray[np.bool_]) -> Array:
    """Return ln share / ln keep; ∞ where nothing is ever lost, never by overflow."""
    with np.errstate(divide="ignore", over="ignore"):
        steps = np.log(share) / log_keep
    finite = np.minimum(np.abs(steps), np.finfo(np.float64).max)
    return np.where(for_ever, np.inf, finite)


def where_from(t: Trace, unit: int) -> Origins:
    """Take the memory of a unit apart into what each step wrote, the start and the edits.

    The equation c_k = f_k c_{k-1} + i_k g_k, unrolled (Gers, Schmidhuber & Cummins 2000):

        c_k = start[k] + Σ_s written[s, k] + Σ_s edit[s, k]
        start[k] = f_0 · … · f_k · c_start
        written[s, k] = i_s g_s · f_{s+1} · … · f_k,  0 for k < s

    In a GRU the memory is h, keep is z, and (1 − z) n is written. Where a clamp holds c at step s
    all terms before end, what the step computed is thrown away, and edit[s, s] is the held value;
    from there on it fades like the others. A clamp of f, i or g is in the terms already; a clamp
    of an LSTM's h touches no term.

    The sum is c to 1e-12 of the sum of absolute terms (in float32 as precise as the trace is).
    Of a reverse trace the steps are in input order: what was written at s is 0 for k > s.
    Traps: the direct road; *why* the gates let this much in, which may depend on h and so on
    earlier steps, is not in it. 2 T² numbers.
    Raises UnknownName (a plain RNN has no direct road), NumberError, ShapeError (a batch).

    >>> import lstm_core as lc
    >>> where_from(lc.NETWORKS["counter"].run("aa.a").traces[0], 0).written[:, -1].round(6).tolist()
    [1.0, 1.0, 0.0, 1.0]
    """
    if t.reverse:
        found = where_from(flipped(t), unit)
        return Origins(found.start[::-1], found.written[::-1, ::-1], found.edit[::-1, ::-1])
    road = lane(t, unit, "where_from")
    share = np.triu(_shares(road))
    start = road.start * np.cumprod(road.keep)
    return Origins(start, road.written[:, None] * share, road.edit[:, None] * share)


def _shares(road: Lane) -> Array:
    """Return (T, T) [s, k]: the product of keep from s+1 to k, nan for k < s."""
    length = len(road.keep)
    share = np.full((length, length), np.nan)
    for s in range(length):
        share[s, s] = 1.0
        share[s, s + 1 :] = np.cumprod(road.keep[s + 1 :])
    return share
