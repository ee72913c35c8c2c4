"""Fast paths behind `trace`, `bptt` and training; a test proves that they equal the cells."""

from collections.abc import Mapping

from .lstm import Plan
from .training import TrainingPlan, training_plan

KERNELS: Mapping[str, type[Plan]] = {"lstm": Plan}

__all__ = ["KERNELS", "Plan", "TrainingPlan", "training_plan"]
