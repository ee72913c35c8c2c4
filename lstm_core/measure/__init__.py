"""Readings of a trace: what moved a gate, what a unit remembers, and which unit does the job."""

from .contributions import Contributions, contributions
from .memory import MemoryLength, Origins, memory_length, still_here, where_from
from .saturation import Saturation, saturation
from .state_path import path
from .tracks import Track, tracks
from .who_does_it import Match, who_does_it

__all__ = [
    "Contributions",
    "Match",
    "MemoryLength",
    "Origins",
    "Saturation",
    "Track",
    "contributions",
    "memory_length",
    "path",
    "saturation",
    "still_here",
    "tracks",
    "where_from",
    "who_does_it",
]
