"""In which order did three X or Y come? Eight orders.

Task 6b of Hochreiter & Schmidhuber (1997); `_order` says what differs. There an answer is right
when every output is within 0.3 of its target; here when the right class is the likeliest.
"""

from itertools import product

import numpy as np

from ..exam import Exam
from ..training.config import TrainConfig
from . import _order
from ._sequences import guess, guess_loss, right_as_a_whole
from ._task import Batch, Task
from ._texts import as_trained

SPANS = ((0.10, 0.20), (0.33, 0.43), (0.66, 0.76))
CLASSES = tuple("".join(order) for order in product("XY", repeat=3))  # there Q, R, S, U, V, A, B, C


def sample(rng: np.random.Generator, batch: int, length: int) -> Batch:
    """Draw strings; the order is asked for at the end."""
    return _order.sample(rng, batch, length, SPANS)


TASK = Task(
    name="temporal_order3",
    paper="Hochreiter & Schmidhuber (1997), task 6b",
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
