"""Networks that were trained on this server. No Streamlit here.

They are kept by the text of its recipe, the step at which it stands included
(`adding~seed-3~to-300`): the same text is the same network, whoever trained it. The ones that
nobody asked for longest make room; a link to one of them trains it again.
"""

from collections import OrderedDict
from threading import Lock
from typing import Final

import lstm_core as lc

KEPT_MAX: Final = 256

_kept: OrderedDict[str, lc.Network] = OrderedDict()
_lock = Lock()


def put(recipe: str, network: lc.Network) -> None:
    """Keep a network under its recipe, which names the step at which it stands."""
    with _lock:
        _kept[recipe] = network
        _kept.move_to_end(recipe)
        while len(_kept) > KEPT_MAX:
            _kept.popitem(last=False)


def find(net: str, recipe: str = "") -> lc.Network | None:
    """Return the trained network of a name (`task_adding`) and a recipe; None if it is not here."""
    with _lock:
        if recipe in _kept:
            _kept.move_to_end(recipe)
        found = _kept.get(recipe)
        return found if found and found.name == net else None
