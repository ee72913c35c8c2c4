"""Which of X and Y came first, which second? Four orders, far apart from each other and the end.

Task 6a of Hochreiter & Schmidhuber (1997); `_order` says what differs. There an answer is right
when every output is within 0.3 of its target; here when the right class is the likeliest.
"""

import numpy as np

from ..exam import Exam
from ..training.config import TrainConfig
from . import _order
from ._sequences import guess, guess_loss, right_as_a_whole
from ._task import Batch, Task
from ._texts import as_trained

SPANS = ((0.10, 0.20), (0.50, 0.60))
CLASSES = ("XX", "XY", "YX", "YY")  # there Q, R, S, U


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw strings; the order is asked for at the end."""
    return _order.sample(rng, batch, length, SPANS)


TASK = Task(
    name="temporal_order",
    paper="Hochreiter & Schmidhuber (1997), task 6a",
    input_size=len(_order.SYMBOLS),
    output_size=len(CLASSES),
    loss="softmax",
    sample=sample,
    length=_order.LENGTH,
    lengths=(10, 300),
    judge=right_as_a_whole,
    metric="right",
    goal=0.99,
    chance=lambda length: guess(len(CLASSES)),
    chance_loss=lambda length: guess_loss(len(CLASSES)),
    oracle=lambda x: _order.oracle(x, len(SPANS)),
    recipe=TrainConfig(hidden_size=8, rate=0.02, forget_bias="chrono"),
    tokens=_order.TOKENS,
    labels=CLASSES,
    reads_all=False,
    events=_order.matters,
    exam=Exam(as_trained(sample, _order.TOKENS, _order.LENGTH), _order.right),
)
