"""The networks in the order in which a learner meets them, by what they do. No Streamlit here.

`lc.NETWORKS` is a folder and knows no order; a test holds the two together.
"""

from pathlib import Path
from typing import Final

import lstm_core as lc

DOES: Final[dict[str, tuple[str, ...]]] = {
    "remember": (
        *("grew_up_in", "learnt", "latch", "remember_first", "delay3", "leaky10", "max_so_far"),
        *("temporal_order", "continual_reber"),
    ),
    "count": (
        *("counter", "parity", "mod3", "clock2", "clock4", "clock8", "adding", "serial_adder"),
    ),
    "decide": ("rising_edge", "dyck1", "anbn"),
    "read": ("quotes_en", "quotes_zh", "keyword_beijing", "line_position", "text_reader"),
    "nobody": ("random",),
}
BESIDE: Final = {"learnt": "learnt_rnn"}
"""Networks of the same job by the same recipe: the second is shown beside the first, not alone."""

TASKS: Final = (
    *("first_symbol", "latch", "copy_memory", "adding", "multiplication"),
    *("temporal_order", "temporal_order3", "parity", "anbn", "anbncn", "dyck1"),
    *("embedded_reber", "continual_reber", "sine", "sunspots", "co2"),
)
"""What is learnt, from short lessons to long ones; series of numbers come last."""
TASK: Final = "task_"
"""Before the name of a task: the network that was trained for it."""

FILMS: Final = Path(lc.__file__).parent / "films"

CELLS: Final = ("lstm", "gru", "rnn", "lstm_1997", "peephole", "coupled")
"""The cells that a random network can have, in the order in which they are offered."""


def networks() -> tuple[str, ...]:
    """Name the networks of the gallery, the first one first."""
    return tuple(name for names in DOES.values() for name in names)


def tasks() -> tuple[str, ...]:
    """Name what can be trained, in the order in which a learner meets it."""
    return TASKS


def every_network() -> tuple[str, ...]:
    """Name all that a link may name: those of the gallery, and a trained one for each task."""
    return networks() + tuple(TASK + task for task in TASKS)
