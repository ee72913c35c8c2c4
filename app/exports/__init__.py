"""What a run looks like as a file: each writer takes a run, its link and words, and returns bytes.

No Streamlit here. A file says in its own head what is what, in the language of the link.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import lstm_core as lc
from app import standalone
from app.exports import arrays, sheet, table
from app.i18n import Words
from app.share import Link

Writer = Callable[[lc.Run, Link, Words], bytes]


class Kind(NamedTuple):
    """A kind of file: how it is written, and what it calls itself."""

    write: Writer
    media_type: str


KINDS: Final[dict[str, Kind]] = {
    "trace.csv": Kind(table.write, "text/csv; charset=utf-8"),
    "trace.npz": Kind(arrays.write, "application/octet-stream"),
    "trace.xlsx": Kind(
        sheet.write, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    "trace.html": Kind(standalone.write, "text/html; charset=utf-8"),
}
