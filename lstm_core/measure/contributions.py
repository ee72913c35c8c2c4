"""Which input and which unit moved a gate: a pre-activation taken apart."""

from dataclasses import dataclass

from ..arrays import Array
from ..cells import CELLS
from ..errors import ShapeError, unknown_name
from ..trace import Trace
from ._checks import in_range


@dataclass(frozen=True, eq=False)
class Contributions:
    """The signed terms of one pre-activation.

    `inputs`  (D,)  W·x, one term per input
    `units`   (H,)  U·h_before, one term per unit
    `bias`    the bias
    `cell`    what the unit's own c says through a peephole, 0 in a cell without
    `total`   the pre-activation as the trace recorded it, the sum of all terms
    """

    inputs: Array
    units: Array
    bias: float
    cell: float
    total: float


def contributions(
    t: Trace, signal: str, unit: int, step: int, batch: int | None = None
) -> Contributions:
    """Say which input and which unit pushed a gate, and how far.

    `signal` is any signal with an activation function: i f g o of the LSTM, r z n of the GRU, h of
    the plain RNN. A trace of (T, B, D) needs `batch`, the row to look at.

    `math.fsum` of the terms equals `total` to 1e-12 of their size in float64. For the GRU's n the
    terms are those after the reset gate: units r ⊙ (U_n h_before), bias b_n + r·b_hn.
    The total is what the weights computed, also where a Clamp replaced the signal itself.

    Raises UnknownName, NumberError (unit, step or batch out of range), ShapeError.
    """
    kind = CELLS[t.cell]
    if signal not in kind.PREACTIVATIONS:
        raise unknown_name("signal with terms", signal, kind.PREACTIVATIONS)
    in_range("unit", unit, t.hidden_size, "contributions")
    in_range("step", step, len(t), "contributions")
    if (batch is None) != (t.x.ndim == 2):
        expected = "None for x (T, D)" if t.x.ndim == 2 else f"in 0 … {t.x.shape[1] - 1}"
        raise ShapeError(f"batch must be {expected}, got {batch} in contributions")
    if batch is not None:
        in_range("batch", batch, t.x.shape[1], "contributions")
    place = step if batch is None else (step, batch)
    now = kind.Steps(*(a[place] for a in t.steps))
    before = kind.State(*(a[place] for a in t.before))
    terms = kind.terms(t.params, signal, unit, t.x[place], before, now)
    total = float(getattr(now, kind.PREACTIVATIONS[signal])[unit])
    return Contributions(*terms, total)
