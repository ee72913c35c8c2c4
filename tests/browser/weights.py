"""The view of the weights in the hands of a test: open it, reach a cell, compare the run."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import Locator, Page, expect

import lstm_core as lc
from tests.browser.conftest import OpenPage
from tests.browser.inside import READY, belt, until

ORDER = "figorznh"  # of the gates, from top to bottom
TAPE = "node => node.data[0].z"
RANDOM = {"net": "random", "size": 3, "seed": 4}


def open_weights(
    opener: OpenPage,
    net: str,
    edits: str = "",
    screen: Any = None,
    look: Any = None,
    **query: Any,
) -> Page:
    """Open the view in a state; `screen` is that of a phone, `look` goes to the opener."""
    query = {"net": net, "t": 3, "view": "weights", "lang": "en", **query}
    query |= {"edits": edits} if edits else {}
    options = (look or {}) | (
        {"viewport": screen, "has_touch": True, "is_mobile": True} if screen else {}
    )
    page = opener(f"/effect?{urlencode(query)}", **options)
    page.wait_for_selector(READY)
    expect(cell(page, 0, 0)).to_be_visible()
    return page


def cell(page: Page, row: int, column: int) -> Locator:
    return belt(page, f".bt-w-cell[data-row='{row}'][data-column='{column}']")


def field(page: Page) -> Locator:
    return belt(page, ".bt-w-field")


def rows(network: lc.Network) -> list[tuple[str, int]]:
    blocks = sorted(lc.CELLS[network.cell].BLOCKS, key=ORDER.index)
    return [(signal, unit) for signal in blocks for unit in range(network.hidden_size)]


def arrays(network: lc.Network) -> dict[str, np.ndarray]:
    """Each block of columns as it stands on the screen; nan where there is no number."""
    params = network.layers[0][0]
    blocks = lc.CELLS[network.cell].BLOCKS
    order = [blocks.index(signal) * network.hidden_size + unit for signal, unit in rows(network)]
    shown = {"ih": params.weight_ih, "hh": params.weight_hh, "b": params.bias[:, None]}
    found = {field: array[order] for field, array in shown.items()}
    if "bias_hn" in params._fields:
        inner = np.full((len(order), 1), np.nan)
        inner[[k for k, (signal, _) in enumerate(rows(network)) if signal == "n"], 0] = (
            params.bias_hn
        )
        found["bhn"] = inner
    if "weight_ci" in params._fields:
        seen = [getattr(params, f"weight_c{gate}", np.full(1, np.nan)) for gate, _ in rows(network)]
        units = [unit if gate != "g" else 0 for gate, unit in rows(network)]
        found["c"] = np.array([[one[unit]] for one, unit in zip(seen, units, strict=True)])
    return found


def expect_tape(page: Page, network: lc.Network, text: str, edits: Sequence[lc.Edit]) -> None:
    """Wait until the tape is that of lstm_core with these edits."""
    run = network.run(text, edits=edits)
    memory = getattr(run.traces[0].steps, lc.CELLS[network.cell].State._fields[-1]).T
    plot = belt(page, ".bt-tape-plot")

    def is_there() -> bool:
        seen = np.array(plot.evaluate(TAPE), float)
        return seen.shape == memory.shape and np.allclose(seen, memory, rtol=1e-12, atol=1e-12)

    until(page, is_there, f"the tape is not that of {edits}")
