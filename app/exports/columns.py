"""The names that all files share: of signals, of units, of answers."""

from collections.abc import Iterator

import lstm_core as lc
from app.i18n import Words


def signals(run: lc.Run) -> tuple[str, ...]:
    """Name the values of a step that a file keeps: gates, candidate, state."""
    return tuple(lc.CELLS[run.network.cell].SIGNALS)


def traces(run: lc.Run) -> Iterator[tuple[str, lc.Trace]]:
    """Yield every trace with the end of its columns' names: "", or torch's "_l1_reverse"."""
    directions = len(run.network.layers[0])
    for k, trace in enumerate(run.traces):
        layer, direction = divmod(k, directions)
        alone = len(run.traces) == 1
        yield "" if alone else f"_l{layer}{'_reverse' * direction}", trace


def inputs_tell(run: lc.Run) -> bool:
    """Tell whether the inputs say more than the tokens: numbers do, one-hot symbols do not."""
    return not isinstance(run.network.tokens, lc.Alphabet)


def answer(run: lc.Run, step: int, words: Words) -> str | float | int:
    """Return the answer after a step: a number, or words; "" where there is none."""
    said = run.readouts[step]
    if said is None or not isinstance(said, str):
        return "" if said is None else said
    if run.network.readout and run.network.readout.kind == "count":
        return int(said)
    labels = words.get(f"networks.{run.network.name}.labels") or {}
    return " + ".join(labels.get(key, key) for key in said.split("+"))


def visible(text: str) -> str:
    """Show control characters as their pictures, as on the tape: no file format likes them raw."""
    seen = (
        chr(0x2400 + ord(char)) if ord(char) < 32 else "␡" if ord(char) == 127 else char
        for char in text
    )
    return "".join(seen).encode("utf-8", errors="replace").decode("utf-8")


def held(trace: lc.Trace, signal: str, unit: int, step: int) -> float | None:
    """Return the value at which a signal of a unit is held at a step; None where it is free."""
    for clamp in reversed(trace.clamps):  # a later one wins
        until = len(trace) if clamp.last is None else clamp.last
        mine = clamp.units is None or unit in clamp.units
        if clamp.signal == signal and mine and clamp.first <= step <= until:
            return float(clamp.value)
    return None
