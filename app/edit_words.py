"""Edits in words: "Keep of unit 2 held at 100 % from step 5 to 12". No Streamlit here.

On the screen steps and units are counted from 1, in the code from 0.
"""

import lstm_core as lc
from app.figures.numbers import num
from app.i18n import Words
from app.names import input_names, unit_names

_NAMED_MAX = 3  # units that a sentence names; more are counted
SHARPNESS = 20  # of the networks that are built by hand: their weights are this large or more


def sentence(edit: lc.Edit, network: lc.Network, words: Words) -> str:
    """Say what an edit does. It fits the network (`experiment.misfit`)."""
    match edit:
        case lc.Clamp():
            return _clamp(edit, network, words)
        case lc.Cut():
            return words("effect.said.cut", unit=units((edit.unit,), network, words))
        case lc.Overwrite():
            return words(
                "effect.said.put",
                signal=signal(edit.signal, network, words),
                unit=units((edit.unit,), network, words),
                step=edit.step + 1,
                value=num(edit.value),
            )
        case lc.SetWeight():
            return _weight(edit, network, words)
        case lc.Sharpen():
            level = edit.factor * SHARPNESS
            if round(level, 9).is_integer():
                return words("effect.said.sharpness", level=f"{level:.0f}", of=SHARPNESS)
            return words("effect.said.factor", factor=num(edit.factor))
        case lc.ReplaceToken():
            return words("effect.said.token", text=edit.text, step=edit.step + 1)


def _clamp(edit: lc.Clamp, network: lc.Network, words: Words) -> str:
    kind = edit.value if isinstance(edit.value, str) else "held"
    value = "" if isinstance(edit.value, str) else held_value(edit.signal, edit.value, network)
    return words(
        f"effect.said.{kind}",
        signal=signal(edit.signal, network, words),
        units=units(edit.units, network, words),
        value=value,
        when=_when(edit, words),
    )


def _when(edit: lc.Clamp, words: Words) -> str:
    if edit.last is None:
        return words("effect.when.from", first=edit.first + 1) if edit.first else ""
    if edit.last == edit.first:
        return words("effect.when.at", first=edit.first + 1)
    return words("effect.when.between", first=edit.first + 1, last=edit.last + 1)


def _weight(edit: lc.SetWeight, network: lc.Network, words: Words) -> str:
    block, unit = divmod(edit.row, network.hidden_size)
    return words(
        "effect.said.weight",
        source=source(edit.field, edit.column, network, words),
        signal=signal(blocks(network, edit.field)[block], network, words),
        unit=units((unit,), network, words),
        value=num(edit.value),
    )


def source(field: str, column: int, network: lc.Network, words: Words) -> str:
    """Say what a weight is multiplied with: an input, the h of a unit, or nothing (a bias)."""
    if field == "weight_ih":
        return words("effect.source.input", name=input_names(network, words)[column])
    if field == "weight_hh":
        return words("effect.source.unit", name=units((column,), network, words))
    return words(f"effect.source.{field}")


def blocks(network: lc.Network, field: str) -> tuple[str, ...]:
    """Name the row blocks of an array of weights.

    A GRU's second bias has the candidate's alone, a peephole that of its gate: `weight_ci` has i.
    """
    if field == "bias_hn" or field.startswith("weight_c"):
        return (field[-1],)
    return tuple(lc.CELLS[network.cell].BLOCKS)


def signal(name: str, network: lc.Network, words: Words) -> str:
    """Name a signal as the picture does: Keep, Write, Show …"""
    return words(f"effect.signals.{network.cell}.{name}")


def units(chosen: tuple[int, ...] | None, network: lc.Network, words: Words) -> str:
    """Name the units of a clamp; many are counted."""
    if chosen is None:
        return words("effect.units.all")
    if len(chosen) > _NAMED_MAX:
        return words("effect.units.many", count=len(chosen))
    names = unit_names(network, words)
    named = (words("effect.units.named", name=names[unit]) for unit in chosen)
    return words("effect.units.between").join(named)


def held_value(name: str, value: float, network: lc.Network) -> str:
    """Write a held value: of a gate as a percentage."""
    gate = name in lc.CELLS[network.cell].GATES
    return f"{num(100 * value, 1)} %" if gate and 0 <= value <= 1 else num(value)
