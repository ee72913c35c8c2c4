"""What a reading looks at, and what it gives back. No Streamlit here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

import lstm_core as lc
from app.i18n import Words
from app.names import unit_names

SHOWN_MAX = 120  # steps that a picture shows: the last ones
CHIPS_MAX = 8  # units up to which each has a chip; more are a list
LETTERS_MAX = 14  # of a token that stands in a picture or a sentence
_PICTURES = {" ": "␣", "\n": "↵", "\t": "⇥", "\x7f": "␡"}


@dataclass(frozen=True)
class Look:
    """What was chosen: which reading, of which unit, which two units of which signal."""

    reading: str = "still_here"
    unit: int = 0
    signal: str = "c"
    a: int = 0
    b: int = 1


@dataclass(frozen=True, eq=False)
class Seen:
    """A run, the untouched one beside it if edits changed something, and what was chosen."""

    run: lc.Run
    baseline: lc.Run | None
    words: Words
    look: Look

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the readings."""
        return self.words(f"readings.{key}", **values)

    @property
    def trace(self) -> lc.Trace:
        """The first layer, as the belt shows it."""
        return self.run.traces[0]

    @property
    def before(self) -> lc.Trace | None:
        """The untouched trace, where it has the same steps and anything differs."""
        return self.baseline.traces[0] if self.baseline else None

    @property
    def cell(self) -> Any:
        """What is known of the cell: its gates, its road."""
        return lc.CELLS[self.trace.cell]

    @cached_property
    def window(self) -> slice:
        """The steps that are shown."""
        return slice(max(0, len(self.trace) - SHOWN_MAX), len(self.trace))

    @property
    def first(self) -> int:
        """The number of the first step that is shown, counted from 1."""
        return self.window.start + 1

    @cached_property
    def labels(self) -> list[str]:
        """The tokens of the steps that are shown, as a person sees them."""
        tokens = [pictured(t.text) for t in self.run.tokens if t.symbol is not None]
        tokens = tokens or [f"x{k + 1}" for k in range(len(self.trace))]
        return tokens[self.window]

    @cached_property
    def marks(self) -> list[str]:
        """The same for a figure: plotly.js reads its texts as if they were HTML."""
        return [escape(label, quote=False) for label in self.labels]

    @cached_property
    def units(self) -> list[str]:
        """The names of the units."""
        return unit_names(self.run.network, self.words)

    def place(self, step: int) -> str:
        """Name a step (0-based, of the whole run): “France” (step 4)."""
        return self.say("place", token=self.labels[step - self.window.start], step=step + 1)

    def ask(self, gate: str) -> str:
        """Return the everyday name of a gate, without its question mark."""
        table = self.words.table("belt.gate", f"cells.{self.trace.cell}.belt.gate")
        return table[gate]["ask"].rstrip("?？").removesuffix("多少")


@dataclass(frozen=True)
class View:
    """One reading, ready for the browser.

    `sentence`  what you see, in numbers
    `figure`    Plotly's dictionaries (app/figures), None where there is nothing to draw
    `alt`       the picture for whoever does not see it
    `note`      what the picture leaves out
    `square`    True where both axes have one scale
    `whole`     True where every step counts, not only those that are shown
    `axes`      axes on which tokens are written where they fit
    `ticks`     further (position, label) of these axes
    `choosers`  see `chooser`
    `table`     {"head": [...], "rows": [[...]], "chosen": row or −1}
    `frames`    for each step {"data", "layout", "sentence", "sum", "alt"}: the step is a slider
    `ranks`     the units of `jobs`
    """

    sentence: str
    figure: Mapping[str, Any] | None = None
    alt: str = ""
    note: str = ""
    square: bool = False
    whole: bool = False
    axes: tuple[str, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    choosers: tuple[Mapping[str, Any], ...] = ()
    table: Mapping[str, Any] | None = None
    frames: tuple[Mapping[str, Any], ...] = ()
    ranks: tuple[Mapping[str, Any], ...] = field(default=())


def chooser(seen: Seen, key: str, names: Mapping[Any, str] | None = None) -> dict[str, Any]:
    """Describe what can be chosen: all units, or other names; more than a few are a list."""
    names = dict(enumerate(seen.units)) if names is None else names
    return {
        "key": key,
        "label": seen.say(f"choose.{key}"),
        "list": len(names) > CHIPS_MAX,
        "options": [[value, name] for value, name in names.items()],
        "value": getattr(seen.look, key),
    }


def unit_chooser(seen: Seen) -> tuple[dict[str, Any], ...]:
    """Describe the choice of one unit, where there is more than one."""
    return (chooser(seen, "unit"),) if len(seen.units) > 1 else ()


def looked(raw: object, run: lc.Run) -> Look:
    """Make a Look of what a browser sent: whatever does not exist becomes the default."""
    got: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    signals = lc.CELLS[run.network.cell].State._fields
    units = run.network.hidden_size

    def unit(key: str, default: int) -> int:
        value = got.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < units:
            return value
        return min(default, units - 1)

    signal, reading = str(got.get("signal")), got.get("reading")
    return Look(
        reading=reading if isinstance(reading, str) else Look.reading,
        unit=unit("unit", 0),
        signal=signal if signal in signals else signals[-1],
        a=unit("a", 0),
        b=unit("b", 1),
    )


def pictured(text: str) -> str:
    """Return what a token looks like: white space alone and control characters are pictures."""
    short = text if len(text) <= LETTERS_MAX else text[: LETTERS_MAX - 1] + "…"
    if short.strip() and short.isprintable():
        return short
    return "".join(_PICTURES.get(c, chr(0x2400 + ord(c)) if c < " " else c) for c in short)
