"""Tick with period 4: two units in a ring."""

from ._clock import clock

NETWORK = clock(period=4)
