"""Ready networks, one per file; the file's name is its key in `NETWORKS`.

A hand-built one is a value, NETWORK; a trained one is a function, `network`, because its weights
are read from disk when somebody asks for it.
"""

import sys
from types import ModuleType

from .._folder import load
from ..network import Network


def _network(module: ModuleType) -> Network:
    return module.network() if hasattr(module, "network") else module.NETWORK


NETWORKS = load(sys.modules[__name__], "network", _network)
