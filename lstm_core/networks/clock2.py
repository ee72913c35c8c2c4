"""Tick with period 2: one unit that contradicts itself."""

from ._clock import clock

NETWORK = clock(period=2)
