"""Building an LSTM by hand, gate by gate.

One idea covers all hand-built networks. A bias of ±S holds a gate open or shut; a weight of 2S on
a one-hot input turns it over; σ(20) differs from 1 by 2e-9. A unit that holds 1 shows
h = tanh(1) = 0.762, so a weight of R = 2S/tanh(1) from that unit turns a gate over too. A bias of
−3S waits for two such pushes, one of −5S for three: AND. In the candidate, ±S offers ±1.
"""

from collections.abc import Sequence
from math import tanh
from typing import NamedTuple

import numpy as np

from ..cells.lstm import BLOCKS, Params

S = 20.0
R = 2 * S / tanh(1)
OPEN, SHUT = S, -S  # biases
OPENS, SHUTS = 2 * S, -2 * S  # weights on an input, against the bias
UNLESS_TWO, WHEN_TWO, WHEN_THREE = 3 * S, -3 * S, -5 * S  # biases that wait for several pushes
OFFERS = S  # bias or weight on an input of a candidate: offers 1; −OFFERS offers −1
COPIES = R / 2  # weight on a unit of a candidate: offers what that unit holds, 1 or −1


class Gate(NamedTuple):
    """One gate (or the candidate) of one unit: a row of the weights."""

    bias: float
    inputs: Sequence[tuple[int, float]] = ()  # (input, weight); the others are 0
    units: Sequence[tuple[int, float]] = ()  # (unit, weight); the others are 0


def params(input_size: int, units: Sequence[dict[str, Gate]]) -> Params:
    """Lay the gates i, f, g, o of every unit out in torch's row blocks."""
    hidden_size = len(units)
    weight_ih = np.zeros((4 * hidden_size, input_size))
    weight_hh = np.zeros((4 * hidden_size, hidden_size))
    bias = np.zeros(4 * hidden_size)
    for unit, gates in enumerate(units):
        for block, name in enumerate(BLOCKS):
            row, gate = block * hidden_size + unit, gates[name]
            bias[row] = gate.bias
            for k, weight in gate.inputs:
                weight_ih[row, k] = weight
            for k, weight in gate.units:
                weight_hh[row, k] = weight
    return Params(weight_ih, weight_hh, bias)
