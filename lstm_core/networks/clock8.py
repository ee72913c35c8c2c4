"""Tick with period 8: four units in a ring."""

from ._clock import clock

NETWORK = clock(period=8)
