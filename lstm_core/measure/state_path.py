"""The way that two units of a state take through the plane."""

import numpy as np

from ..arrays import Array
from ..cells import CELLS
from ..errors import NumberError, unknown_name
from ..trace import Trace
from ._checks import in_range, one_sequence


def path(t: Trace, signal: str, units: tuple[int, int]) -> Array:
    """Return the points (a, b) of two units of h or c after each step: (T, 2).

    `signal` is part of the state: h or c of an LSTM, h of a GRU or a plain RNN. The point before
    the first step is `t.start`. Of a reverse trace the points are in input order: it walked from
    the last to the first. Trap: two units of many; what looks like a loop may be open elsewhere.
    Raises UnknownName, NumberError, ShapeError (a batch).

    >>> import lstm_core as lc
    >>> path(lc.NETWORKS["dyck1"].run("(()").traces[0], "c", (0, 1)).round(3).tolist()
    [[1.0, 0.0], [2.0, 0.0], [1.0, 0.0]]
    """
    one_sequence(t, "path")
    state = CELLS[t.cell].State._fields
    if signal not in state:
        raise unknown_name(f"part of the state of {t.cell!r}", signal, state)
    if len(units) != 2:
        raise NumberError(f"units must be two, got {len(units)} in path")
    for unit in units:
        in_range("unit", unit, t.hidden_size, "path")
    return getattr(t.steps, signal)[:, list(units)].astype(np.float64)
