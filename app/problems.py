"""What could not be done, as one sentence each. No Streamlit here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.i18n import Words

_SHOWN = 24  # characters of a bad value that a sentence repeats
_BREAKS = {0x85, 0x2028, 0x2029}  # lines end here, too
_BIDI = {0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


@dataclass(frozen=True)
class Problem:
    """One thing that could not be used: the key of its sentence and the values in it.

    `train` is the recipe of a network that is not here: it can be trained again.
    """

    key: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    source: str = "link"
    train: str = ""

    def sentence(self, words: Words) -> str:
        """Say it in one sentence."""
        source = words(f"notices.source.{self.source}")
        return words(self.key, source=source, **self.values)


def shown(text: str) -> str:
    """Make foreign text fit to stand in a sentence: short, visible, and in its own direction.

    Control characters become their pictures (U+2400…), half characters a question mark; the
    isolates keep right-to-left letters from turning the rest of the sentence round.
    """
    whole = text.encode(errors="replace").decode()
    short = whole if len(whole) <= _SHOWN else whole[:_SHOWN] + "…"
    seen = (_picture(ord(c)) or c for c in short if ord(c) not in _BIDI)
    return f"“\u2068{''.join(seen)}\u2069”"


def _picture(code: int) -> str:
    """Return the picture of a character that cannot be seen, "" of one that can."""
    if code < 32:
        return chr(0x2400 + code)
    if code in _BREAKS:
        return "␤"
    return "␡" if code == 127 else "␦" if 128 <= code < 160 else ""


class Unusable(ValueError):
    """A value that a parameter cannot take; `expected` says what it can, `part` what was wrong."""

    def __init__(self, expected: str, got: str, part: str = "") -> None:
        super().__init__(expected)
        self.expected, self.got, self.part = expected, got, part
