"""How much of the time a gate is shut, and how much it is open."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ..arrays import Array
from ..cells import CELLS
from ..errors import UnknownName, unknown_name
from ..trace import Trace
from ._checks import one_sequence

SHUT: Final = 0.1
OPEN: Final = 0.9


@dataclass(frozen=True, eq=False)
class Saturation:
    """The share of steps at which the gate of each unit is shut and open. (H,) each.

    `shut`  share of steps below 0.1
    `open`  share of steps above 0.9
    """

    shut: Array
    open: Array


def saturation(t: Trace, signal: str) -> Saturation:
    """Say how often a gate is all but shut or all but open.

    Karpathy, Johnson & Fei-Fei (2015), Visualizing and Understanding Recurrent Networks:

        shut = #{steps: gate < 0.1} / T,  open = #{steps: gate > 0.9} / T

    so shut ≥ 0, open ≥ 0, shut + open ≤ 1. `signal` is a gate: i f o of an LSTM, r z of a GRU.
    Returns (H,) each; nan without a step.

    Traps: the value in force counts, also where a clamp holds it; 0.1 and 0.9 themselves are
    neither. A gate of the GRU called z is open when it keeps.
    Raises UnknownName (no gate of that name; a plain RNN has none), ShapeError (a batch).

    >>> import lstm_core as lc
    >>> saturation(lc.NETWORKS["counter"].run("aa.a").traces[0], "i")
    Saturation(shut=array([0.25]), open=array([0.75]))
    """
    one_sequence(t, "saturation")
    gates = CELLS[t.cell].GATES
    if not gates:
        raise UnknownName(f"cell {t.cell!r} has no gates, so none can saturate")
    if signal not in gates:
        raise unknown_name(f"gate of {t.cell!r}", signal, gates)
    values = getattr(t.steps, signal)
    if not len(t):
        return Saturation(*np.full((2, t.hidden_size), np.nan))
    return Saturation(shut=(values < SHUT).mean(axis=0), open=(values > OPEN).mean(axis=0))
