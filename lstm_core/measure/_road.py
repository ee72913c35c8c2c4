"""The direct road of a trace: memory = keep ⊙ memory before + written, and where it is held."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array
from ..cells import CELLS
from ..cells._cell import Road
from ..errors import UnknownName
from ..trace import Trace
from ._checks import in_range, one_sequence


@dataclass(frozen=True, eq=False)
class Lane:
    """The direct road of one unit, in order of reading, in float64.

    `start`    the memory before the first step
    `memory`   (T,)  c of an LSTM, h of a GRU
    `keep`     (T,)  f of an LSTM, z of a GRU, 1 where nothing is forgotten; 0 where the memory
               itself is held
    `written`  (T,)  i·g of an LSTM, (1 − z)·n of a GRU; 0 where the memory itself is held
    `edit`     (T,)  what a clamp put in where the memory is held, else 0
    """

    start: float
    memory: Array
    keep: Array
    written: Array
    edit: Array


def lane(t: Trace, unit: int, where: str) -> Lane:
    """Return the direct road of one unit of a trace that is not reversed."""
    road = road_of(t, where)
    in_range("unit", unit, t.hidden_size, where)
    held = held_steps(t, road.memory)[:, unit]

    def of_unit(values: Array) -> Array:
        return values[..., unit].astype(np.float64)

    memory = of_unit(getattr(t.steps, road.memory))
    return Lane(
        start=float(getattr(t.start, road.memory)[unit]),
        memory=memory,
        keep=np.where(held, 0.0, of_unit(kept(t, road))),
        written=np.where(held, 0.0, of_unit(road.written(t.steps))),
        edit=np.where(held, memory, 0.0),
    )


def road_of(t: Trace, where: str) -> Road:
    """Return the road of the trace's cell; refuse a batch and a cell that has none."""
    one_sequence(t, where)
    road = CELLS[t.cell].ROAD
    if road is None:
        others = ", ".join(key for key, cell in CELLS.items() if cell.ROAD is not None)
        raise UnknownName(
            f"cell {t.cell!r} has no direct road, it computes its state anew at every step; "
            f"cells that have one: {others}; in {where}"
        )
    return road


def kept(t: Trace, road: Road) -> Array:
    """Return how much of the memory each step kept, (T, H)."""
    if road.keep is None:
        return np.ones_like(t.steps.h)
    return getattr(t.steps, road.keep)


def held_steps(t: Trace, signal: str) -> NDArray[np.bool_]:
    """Return (T, H): where a clamp held the signal."""
    held = np.zeros((len(t), t.hidden_size), bool)
    for clamp in t.clamps:
        if clamp.signal == signal:
            steps = slice(clamp.first, None if clamp.last is None else clamp.last + 1)
            held[steps, slice(None) if clamp.units is None else list(clamp.units)] = True
    return held
