"""What a training loop needs of a cell: a forward and a lean backward pass on buffers that stay."""

from typing import Any, Final, Protocol

from ..arrays import Array
from .by_steps import StepsPlan
from .gru_training import GruTrainingPlan
from .lstm_training import LstmTrainingPlan
from .peephole_training import PeepholeTrainingPlan
from .rnn_training import RnnTrainingPlan

FAST: Final = {
    "lstm": LstmTrainingPlan,
    "lstm_1997": LstmTrainingPlan,
    "coupled": LstmTrainingPlan,
    "peephole": PeepholeTrainingPlan,
    "gru": GruTrainingPlan,
    "rnn": RnnTrainingPlan,
}


class TrainingPlan(Protocol):
    """A cell's passes over a batch of one size. Made once, called at every training step.

    Trap: what it hands out are views of its buffers; its next `forward` or `backward` overwrites
    them.
    """

    def forward(self, params: Any, x: Array, start: Any = None) -> Array:
        """Read x (T, B, D) from the State `start` (zeros if None); return h of all steps (T, B, H).

        Checks nothing. What does not fit a float becomes inf or nan without a warning.
        """
        ...

    def backward(self, d_h: Array, want_d_x: bool) -> tuple[Any, Array | None]:
        """Carry ∂L/∂h (T, B, H) back through the last `forward`: (Params, ∂L/∂x or None).

        Nothing arrives from behind the last step, so a sequence cut in pieces is truncated BPTT.
        """
        ...

    @property
    def last(self) -> Any:
        """The State after the last step: the `start` of the next piece of a sequence."""
        ...


def training_plan(
    cell: str, length: int, batch: int, input_size: int, hidden_size: int, dtype: Any
) -> TrainingPlan:
    """Return the passes of a cell, a key of CELLS, for batches (length, batch, input_size)."""
    plan = FAST.get(cell, StepsPlan)
    return plan(cell, length, batch, input_size, hidden_size, dtype)
