"""What a network says: a rule so small that a browser can repeat it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor
from typing import Final, Literal

Kind = Literal["count", "number", "switch", "sign", "accept", "speak", "pair", "vote", "several"]
Answer = str | float | None
"""Digits or the key of a word; a number as it is; None: the network says nothing."""


@dataclass(frozen=True)
class Readout:
    """Read an answer from the units of one step. v are their values, s the sum of weights·v, and
    of the bias where there is one.

    `kind`       "count":  s rounded half up, as digits: "4"
                 "number": s itself
                 "switch": labels[0] if the one v is above the threshold, otherwise labels[1]
                 "sign":   labels[0] if the one v is above the threshold, labels[1] if it is below
                           its negative, otherwise labels[2]
                 "accept": labels[0] if no v is further from 0 than the threshold, otherwise
                           labels[1]
                 "speak":  the labels of all units above the threshold, in the order of `units`,
                           joined by "+": "french+chinese"; None if there is none
                 "pair":   the signs of two v, each further from 0 than the threshold, choose from
                           labels (++, +-, -+, --); None if one is not
                 "vote":   the label of the row of `weights` with the largest weights·v + bias; the
                           label "" is silence, None
                 "several": the labels of all rows of `weights` whose weights·v + bias is above the
                           threshold, joined by "+"; None if there is none
    `source`     "h" or "c": where the value is read
    `units`      the units that are read
    `labels`     keys of words, as above; "speak": one per unit; "vote", "several":
                 one per row
    `threshold`  must be exceeded, for all kinds that name it
    `weights`    "count", "number": one row, one weight per unit, all 1 when it is missing;
                 "vote", "several": one row per label
    `bias`       one per row of weights; "count", "number": 0 when it is missing
    `tolerance`  "number": how far an answer may be off and still count as right
    """

    kind: Kind
    source: Literal["h", "c"]
    units: tuple[int, ...]
    labels: tuple[str, ...] = ()
    threshold: float = 0.0
    weights: tuple[tuple[float, ...], ...] = ()
    bias: tuple[float, ...] = ()
    tolerance: float = 0.0

    def decode(self, h: Sequence[float], c: Sequence[float] | None) -> Answer:
        """Return the answer after one step. h and c are (H,)."""
        values = h if self.source == "h" or c is None else c
        return _RULES[self.kind](self, [float(values[unit]) for unit in self.units])


def _sum(weights: Sequence[float], v: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, v, strict=True))


def _number(rule: Readout, v: Sequence[float]) -> float:
    weighted = _sum(rule.weights[0] if rule.weights else (1.0,) * len(v), v)
    return weighted + (rule.bias[0] if rule.bias else 0.0)


def _count(rule: Readout, v: Sequence[float]) -> str:
    return str(floor(_number(rule, v) + 0.5))


def _switch(rule: Readout, v: Sequence[float]) -> str:
    return rule.labels[0] if v[0] > rule.threshold else rule.labels[1]


def _sign(rule: Readout, v: Sequence[float]) -> str:
    above, below, between = rule.labels
    return above if v[0] > rule.threshold else below if v[0] < -rule.threshold else between


def _accept(rule: Readout, v: Sequence[float]) -> str:
    return rule.labels[0] if all(abs(one) <= rule.threshold for one in v) else rule.labels[1]


def _speak(rule: Readout, v: Sequence[float]) -> str | None:
    pairs = zip(rule.labels, v, strict=True)
    return "+".join(label for label, one in pairs if one > rule.threshold) or None


def _pair(rule: Readout, v: Sequence[float]) -> str | None:
    first, second = v
    if min(abs(first), abs(second)) <= rule.threshold:
        return None
    return rule.labels[2 * (first < 0) + (second < 0)]


def _votes(rule: Readout, v: Sequence[float]) -> list[float]:
    return [_sum(row, v) + bias for row, bias in zip(rule.weights, rule.bias, strict=True)]


def _vote(rule: Readout, v: Sequence[float]) -> str | None:
    votes = _votes(rule, v)
    return rule.labels[votes.index(max(votes))] or None


def _several(rule: Readout, v: Sequence[float]) -> str | None:
    return _speak(rule, _votes(rule, v))


_RULES: Final[dict[Kind, Callable[[Readout, Sequence[float]], Answer]]] = {
    "count": _count,
    "number": _number,
    "switch": _switch,
    "sign": _sign,
    "accept": _accept,
    "speak": _speak,
    "pair": _pair,
    "vote": _vote,
    "several": _several,
}
