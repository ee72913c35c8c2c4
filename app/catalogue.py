"""The networks in the order in which a learner meets them, by what they do. No Streamlit here.

`lc.NETWORKS` is a folder and knows no order; a test holds the two together.
"""

from typing import Final

DOES: Final[dict[str, tuple[str, ...]]] = {
    "remember": ("grew_up_in",),
    "count": ("counter",),
    "decide": (),
    "read": ("quotes_en",),
    "nobody": ("random",),
}


def networks() -> tuple[str, ...]:
    """Name all networks, the first one first."""
    return tuple(name for names in DOES.values() for name in names)
