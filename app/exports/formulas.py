"""One step of a cell as spreadsheet formulas: the same equations as in `lstm_core/cells/`.

A formula names cells of three sheets. Weights has a row for every gate of a unit, x a row for every
step, Trace the same row for the same step and the state before it in the row above.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from xlsxwriter.utility import xl_col_to_name

import lstm_core as lc

LEFT = 3  # columns of Weights before the first number: gate, unit, name
LEAD = 2  # columns of x and Trace before the first number: step, token
STEEPEST = 700.0  # EXP of more than 709 is an error in a spreadsheet, though 1/(1+EXP) is just 0


@dataclass(frozen=True)
class Places:
    """Where everything stands: sizes, the order of the signals, the first row of the steps."""

    inputs: int
    units: int
    signals: tuple[str, ...]
    blocks: tuple[str, ...]
    steep: bool

    def column(self, signal: str, unit: int) -> int:
        """Return the column of a signal of a unit on the sheet Trace, from 0."""
        return LEAD + self.signals.index(signal) * self.units + unit

    def value(self, signal: str, unit: int, row: int) -> str:
        """Name a cell of the sheet Trace, rows counted from 1."""
        return f"{xl_col_to_name(self.column(signal, unit))}{row}"

    def weights_row(self, block: str, unit: int) -> int:
        """Return the row of a gate of a unit on the sheet Weights, from 1."""
        return 2 + self.blocks.index(block) * self.units + unit

    def from_x(self, block: str, unit: int, row: int) -> str:
        """W·x of a gate."""
        n = self.weights_row(block, unit)
        weights = _span(LEFT, self.inputs, n, "Weights!", "$")
        return f"SUMPRODUCT({weights},{_span(LEAD, self.inputs, row, 'x!')})"

    def from_h(self, block: str, unit: int, row: int) -> str:
        """U·h_before of a gate."""
        n = self.weights_row(block, unit)
        weights = _span(LEFT + self.inputs, self.units, n, "Weights!", "$")
        before = _span(self.column("h", 0), self.units, row - 1)
        return f"SUMPRODUCT({weights},{before})"

    def bias(self, block: str, unit: int, which: int = 0) -> str:
        """Name the bias of a gate.

        which = 1 is the number beside it: the GRU's second bias, inside the reset product, or the
        weight of a peephole.
        """
        column = xl_col_to_name(LEFT + self.inputs + self.units + which)
        return f"Weights!${column}${self.weights_row(block, unit)}"

    def pushed(self, block: str, unit: int, row: int) -> str:
        """W·x + U·h_before + b of a gate."""
        parts = (self.from_x, self.from_h)
        return "+".join([*(part(block, unit, row) for part in parts), self.bias(block, unit)])

    def gate(self, block: str, unit: int, row: int, c: str = "") -> str:
        """σ of what pushes a gate, the cell `c` at which a peephole looks included."""
        pushed = self.pushed(block, unit, row)
        pushed += f"+{self.bias(block, unit, 1)}*{c}" if c else ""
        pushed = f"MAX(-{STEEPEST:g},{pushed})" if self.steep else f"({pushed})"
        return f"1/(1+EXP(-{pushed}))"


def _span(first: int, count: int, row: int, sheet: str = "", fixed: str = "") -> str:
    left, right = xl_col_to_name(first), xl_col_to_name(first + count - 1)
    return f"{sheet}${left}{fixed}{row}:${right}{fixed}{row}"


def _lstm(at: Places, unit: int, row: int) -> dict[str, str]:
    return {**_gates(at, unit, row, ("i", "f", "o")), **_rest_of_lstm(at, unit, row)}


def _lstm_1997(at: Places, unit: int, row: int) -> dict[str, str]:
    return {**_gates(at, unit, row, ("i", "o")), **_rest_of_lstm(at, unit, row)}


def _peephole(at: Places, unit: int, row: int) -> dict[str, str]:
    c, c_before = (at.value("c", unit, k) for k in (row, row - 1))
    seen = {"i": c_before, "f": c_before, "o": c}
    gates = {name: at.gate(name, unit, row, seen[name]) for name in seen}
    return {**gates, **_rest_of_lstm(at, unit, row)}


def _coupled(at: Places, unit: int, row: int) -> dict[str, str]:
    gates = {**_gates(at, unit, row, ("f", "o")), "i": f"1-{at.value('f', unit, row)}"}
    return {**gates, **_rest_of_lstm(at, unit, row)}


def _gates(at: Places, unit: int, row: int, names: tuple[str, ...]) -> dict[str, str]:
    return {name: at.gate(name, unit, row) for name in names}


def _rest_of_lstm(at: Places, unit: int, row: int) -> dict[str, str]:
    """Return g, c and h from the gates."""
    kept = at.value("c", unit, row - 1)
    if "f" in at.signals:
        kept = f"{at.value('f', unit, row)}*{kept}"
    return {
        "g": f"TANH({at.pushed('g', unit, row)})",
        "c": f"{kept}+{at.value('i', unit, row)}*{at.value('g', unit, row)}",
        "h": f"{at.value('o', unit, row)}*TANH({at.value('c', unit, row)})",
    }


def _gru(at: Places, unit: int, row: int) -> dict[str, str]:
    r, z, n = (at.value(name, unit, row) for name in ("r", "z", "n"))
    recalled = f"{r}*({at.from_h('n', unit, row)}+{at.bias('n', unit, 1)})"
    return {
        **{name: at.gate(name, unit, row) for name in ("r", "z")},
        "n": f"TANH({at.from_x('n', unit, row)}+{at.bias('n', unit)}+{recalled})",
        "h": f"(1-{z})*{n}+{z}*{at.value('h', unit, row - 1)}",
    }


def _rnn(at: Places, unit: int, row: int) -> dict[str, str]:
    return {"h": f"TANH({at.pushed('h', unit, row)})"}


FORMULAS: Mapping[str, Callable[[Places, int, int], dict[str, str]]] = {
    "lstm": _lstm,
    "gru": _gru,
    "rnn": _rnn,
    "lstm_1997": _lstm_1997,
    "peephole": _peephole,
    "coupled": _coupled,
}


def places(network: lc.Network, trace: Any) -> Places:
    """Lay out the sheets for a network's first trace."""
    kind = lc.CELLS[network.cell]
    pushes = [getattr(trace.steps, name) for name in set(kind.PREACTIVATIONS.values())]
    steep = any(np.abs(push).max(initial=0.0) > STEEPEST for push in pushes)
    return Places(
        network.input_size, network.hidden_size, tuple(kind.SIGNALS), tuple(kind.BLOCKS), steep
    )
