"""Edits in a link, and their limits: whatever the network. No Streamlit here."""

from typing import Final

import lstm_core as lc
from app.problems import Unusable
from lstm_core.history import BETWEEN, Entries, once, read_entries

EDITS_MAX: Final = 40
VALUE_MAX: Final = 1_000_000  # of a weight or a held value, with either sign
_PIECE_MAX = 120  # characters of one edit: a list of units must not become a long one
_EXAMPLE = "clamp_f_all_0_end_1"


def read_edits(raw: str) -> Entries:
    """Read the edits of a link; raise Unusable for the first that is none, or is too much."""
    pieces = raw.split(BETWEEN, EDITS_MAX) if raw else []
    if len(pieces) > EDITS_MAX:
        raise Unusable(str(EDITS_MAX), str(raw.count(BETWEEN) + 1), "_many")
    return once(entry for piece in pieces for entry in _read(piece))


def _read(piece: str) -> Entries:
    try:
        entries = read_entries(piece[: _PIECE_MAX + 1])
    except lc.LstmCoreError:
        raise Unusable(_EXAMPLE, piece) from None
    if len(piece) > _PIECE_MAX or not entries:
        raise Unusable(_EXAMPLE, piece)
    for entry in entries:
        if (too_large := beyond(entry.edit)) is not None:
            raise Unusable(f"−{VALUE_MAX:,}…{VALUE_MAX:,}", f"{too_large:g}", "_value")
    return entries


def beyond(edit: lc.Edit) -> float | None:
    """Return the number of an edit that is larger than any that is taken, None if there is none."""
    value = getattr(edit, "factor", getattr(edit, "value", 0.0))
    return value if isinstance(value, float) and abs(value) > VALUE_MAX else None
