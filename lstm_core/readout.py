"""What a network says: a rule so small that a browser can repeat it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Literal


@dataclass(frozen=True)
class Readout:
    """Read an answer from the units of one step.

    `kind`       "count":  the value of the one unit, rounded half up, as digits: "4"
                 "switch": labels[0] if the value of the one unit is above the threshold,
                           otherwise labels[1]
                 "speak":  the labels of all units above the threshold, in the order of `units`,
                           joined by "+": "french+chinese"; None if there is none
    `source`     "h" or "c": where the value is read
    `units`      the units that are read
    `labels`     keys of words ("speak": one per unit; "switch": above, not above)
    `threshold`  must be exceeded, for "switch" and "speak"
    """

    kind: Literal["count", "switch", "speak"]
    source: Literal["h", "c"]
    units: tuple[int, ...]
    labels: tuple[str, ...] = ()
    threshold: float = 0.0

    def decode(self, h: Sequence[float], c: Sequence[float] | None) -> str | None:
        """Return the key of the answer after one step. h and c are (H,)."""
        values = h if self.source == "h" or c is None else c
        chosen = [float(values[unit]) for unit in self.units]
        if self.kind == "count":
            return str(floor(chosen[0] + 0.5))
        above = [value > self.threshold for value in chosen]
        if self.kind == "switch":
            return self.labels[0] if above[0] else self.labels[1]
        said = [label for label, loud in zip(self.labels, above, strict=True) if loud]
        return "+".join(said) or None
