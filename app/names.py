"""What the units and the inputs of a network are called, in the learner's language."""

import lstm_core as lc
from app.i18n import Words


def unit_names(network: lc.Network, words: Words) -> list[str]:
    """Name the units of the first layer."""
    named = words.get(f"networks.{network.name}.units") or {}
    keys = network.unit_names or tuple(str(k + 1) for k in range(network.hidden_size))
    return [named.get(key) or words("belt.unit", number=key) for key in keys]


def input_names(network: lc.Network, words: Words) -> list[str]:
    """Name the inputs: the symbols of an alphabet, or what is measured."""
    known = words.get(f"networks.{network.name}") is not None
    name = network.name if known else "custom"
    if symbols := words.get(f"networks.{name}.symbols"):
        return list(symbols)
    if isinstance(network.tokens, lc.Numbers):
        return list(network.tokens.names)
    if network.tokens is None:
        return [f"x{k + 1}" for k in range(network.input_size)]
    return list(network.tokens.symbols)
