"""The networks in the order in which a learner meets them, by what they do. No Streamlit here.

`lc.NETWORKS` is a folder and knows no order; a test holds the two together.
"""

from typing import Final

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

CELLS: Final = ("lstm", "gru", "rnn")
"""The cells that a random network can have, in the order in which they are offered."""


def networks() -> tuple[str, ...]:
    """Name all networks, the first one first."""
    return tuple(name for names in DOES.values() for name in names)
