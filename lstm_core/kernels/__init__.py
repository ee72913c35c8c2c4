"""Fast paths that stand behind `trace` and `bptt`; a test proves that they equal the cells."""

from collections.abc import Mapping

from .lstm import Plan

KERNELS: Mapping[str, type[Plan]] = {"lstm": Plan}
