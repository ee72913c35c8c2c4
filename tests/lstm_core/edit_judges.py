"""Random edits of every kind, and what they mean: a slow loop in torch, step by step.

Written anew from the definitions in `edits.py`: it knows nothing of lstm_core's own way to lay
them out, and takes a new decision at every signal of every step.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import torch

import lstm_core as lc
from tests.lstm_core.judges import Case, torch_step

SINGLE = ("clamp", "cut", "overwrite", "weight", "sharpen")  # for batches too
KINDS = (*SINGLE, "mean", "frozen")


def kinds_for(case: Case) -> tuple[str, ...]:
    return KINDS if case.B is None else SINGLE


def random_edit(kind: str, case: Case, rng: np.random.Generator, trace: int = 0) -> lc.Edit:
    """Draw one edit. Ranges may end, or begin, beyond the end of the sequence.

    Weights stay moderate: in a GRU of weights near 10 a disturbance of 1e-15 in x moves a gradient
    by 1e-11, and 1e-12 could not be asked for.
    """
    cell = lc.CELLS[case.cell]
    unit, step = int(rng.integers(case.H)), int(rng.integers(case.T + 2))
    value = float(rng.normal())
    match kind:
        case "cut":
            return lc.Cut(unit, trace)
        case "overwrite":
            return lc.Overwrite(str(rng.choice(cell.State._fields)), unit, step, value, trace)
        case "weight":
            field, shape = list(cell.shapes(case.D, case.H).items())[
                int(rng.integers(len(cell.Params._fields)))
            ]
            row, column = (int(rng.integers(n)) for n in (*shape, 1)[:2])
            return lc.SetWeight(field, row, column, value, trace)
        case "sharpen":
            where = None if rng.random() < 0.5 else trace
            return lc.Sharpen(float(rng.uniform(0, 1.2)), where)
    last = None if rng.random() < 0.4 else step + int(rng.integers(case.T + 1))
    some = rng.choice(case.H, int(rng.integers(1, case.H + 1)), replace=False)
    units = None if rng.random() < 0.3 else tuple(int(one) for one in some)
    signal = str(rng.choice(cell.SIGNALS))
    if rng.random() < 0.7:
        step = 0 if rng.random() < 0.5 else min(step, max(0, case.T - 1))
    held: Any = kind if kind in ("mean", "frozen") else value
    return lc.Clamp(signal, units, step, last if last is None else max(step, last), held, trace)


def random_edits(
    kinds: Iterable[str], case: Case, rng: np.random.Generator, trace: int = 0
) -> tuple[lc.Edit, ...]:
    return tuple(random_edit(kind, case, rng, trace) for kind in kinds)


def in_trace(edits: Iterable[lc.Edit], k: int) -> list[Any]:
    """Return the edits that mean trace k, or all traces."""
    return [e for e in edits if not isinstance(e, lc.ReplaceToken) and e.trace in (None, k)]


def weights_in_force(params: Any, edits: Iterable[lc.Edit], k: int = 0) -> Any:
    """Change a copy of the weights, one edit after the other."""
    now = {name: np.array(a, dtype=float) for name, a in params._asdict().items()}
    for edit in in_trace(edits, k):
        if isinstance(edit, lc.SetWeight):
            array = now[edit.field]
            if array.ndim == 1:
                array[edit.row] = edit.value
            else:
                array[edit.row, edit.column] = edit.value
        elif isinstance(edit, lc.Sharpen):
            now = {name: array * edit.factor for name, array in now.items()}
    return type(params)(**now)


class Slow(NamedTuple):
    """Of every step, in input order: the computed values, and those that count."""

    computed: list[dict[str, Any]]
    effective: list[dict[str, Any]]

    def values(self, name: str) -> np.ndarray:
        return np.stack([now[name].detach().numpy() for now in self.effective])


def slow_trace(
    cell: str,
    params: Any,
    x: torch.Tensor,
    start: dict[str, Any],
    edits: Sequence[Any],
    reverse: bool = False,
) -> Slow:
    """Run one trace; `params` are those in force, `edits` constants of this trace."""
    length, hidden = len(x), params.weight_hh.shape[1]
    cut = [e.unit for e in edits if isinstance(e, lc.Cut)]
    before = {name: zeroed(value, cut) for name, value in start.items()}
    computed: list[dict[str, Any]] = [{} for _ in range(length)]
    effective: list[dict[str, Any]] = [{} for _ in range(length)]
    for k in reversed(range(length)) if reverse else range(length):

        def hold(name: str, value: Any, k: int = k) -> Any:
            if value.requires_grad:
                value.retain_grad()
            computed[k][name] = value
            for edit in edits:
                units = units_held(edit, name, k, hidden)
                if units:
                    value = put(value, units, edit.value)
            return zeroed(value, cut) if name in start else value

        effective[k] = torch_step(cell, params, x[k], before, hold)
        before = {name: effective[k][name] for name in start}
    return Slow(computed, effective)


def units_held(edit: Any, name: str, k: int, hidden: int) -> list[int]:
    """Return the units of a signal that an edit holds at step k."""
    if isinstance(edit, lc.Overwrite):
        return [edit.unit] if edit.signal == name and edit.step == k else []
    if not isinstance(edit, lc.Clamp) or edit.signal != name or k < edit.first:
        return []
    if edit.last is not None and k > edit.last:
        return []
    return list(range(hidden)) if edit.units is None else list(edit.units)


def put(value: Any, units: list[int], number: float) -> Any:
    held = torch.zeros(value.shape[-1], dtype=torch.bool)
    held[units] = True
    return torch.where(held, torch.tensor(number, dtype=value.dtype), value)


def zeroed(value: Any, units: list[int]) -> Any:
    return put(value, units, 0.0) if units else value


def constants(edits: Iterable[Any], unedited: Slow, reverse: bool = False) -> list[Any]:
    """Turn "mean" and "frozen" into numbers of the unedited run, unit by unit."""
    found: list[Any] = []
    for edit in edits:
        if not isinstance(edit, lc.Clamp) or not isinstance(edit.value, str):
            found.append(edit)
            continue
        length = len(unedited.effective)
        if edit.first >= length:
            continue
        values = unedited.values(edit.signal)
        last = length - 1 if edit.last is None or edit.last >= length else edit.last
        for unit in range(values.shape[1]) if edit.units is None else edit.units:
            if edit.value == "mean":
                value = sum(values[k, unit] for k in range(length)) / length
            else:
                value = values[last if reverse else edit.first, unit]
            found.append(replace(edit, units=(unit,), value=float(value)))
    return found


def slow_stack(layers: Any, cell: str, x: Any, starts: Any, edits: Sequence[lc.Edit]) -> list[Slow]:
    """Run layers of one or two directions; `layers` are weights in force, tensors."""
    slow: list[Slow] = []
    for layer in layers:
        outputs: list[torch.Tensor] = []
        for params, reverse in zip(layer, (False, True), strict=False):
            k = len(slow)
            one = slow_trace(cell, params, x, starts[k], in_trace(edits, k), reverse)
            outputs.append(torch.stack([now["h"] for now in one.effective]))
            slow.append(one)
        x = torch.cat(outputs, dim=-1)
    return slow
