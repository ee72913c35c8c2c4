"""What the judges of readings share: traces of cells that have a direct road."""

from typing import Any

import numpy as np

import lstm_core as lc
from tests.lstm_core.judges import Case, cases, clamps, random_params, random_state, random_x

WITH_ROAD = {
    "lstm": ("c", "f"),
    "gru": ("h", "z"),
    "coupled": ("c", "f"),
    "peephole": ("c", "f"),
    "lstm_1997": ("c", None),
}
single = cases(tuple(WITH_ROAD)).map(lambda case: case._replace(B=None))


def read(network: str, text: str, *edits: Any) -> lc.Trace:
    return lc.NETWORKS[network].run(text, edits=edits).traces[0]


def kept(t: lc.Trace) -> np.ndarray:
    """Return what a trace keeps at each step: all of it where the cell has no gate for that."""
    _, keep = WITH_ROAD[t.cell]
    return getattr(t.steps, keep) if keep else np.ones_like(t.steps.h)


def random_trace(case: Case, held: bool) -> lc.Trace:
    rng = case.rng
    params, start, x = random_params(case, rng), random_state(case, rng), random_x(case, rng)
    edits: tuple[Any, ...] = clamps(case, rng) if held else ()
    if held:
        memory, _ = WITH_ROAD[case.cell]
        step = int(rng.integers(case.T))
        edits += (lc.Overwrite(memory, int(rng.integers(case.H)), step, float(rng.normal())),)
    return lc.trace(case.cell, params, x, start, edits)


def backwards(t: lc.Trace) -> lc.Trace:
    """Read the same x with the same weights from the right, as one half of a two-way network."""
    network = lc.Network("two ways", t.cell, ((t.params, t.params),))
    return network.run(t.x, start=(t.start, t.start)).traces[1]
