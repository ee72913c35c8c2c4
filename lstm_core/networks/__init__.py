"""Ready networks, one per file; the file's name is its key in `NETWORKS`."""

import sys
from types import ModuleType

from .._folder import load
from ..network import Network


def _network(module: ModuleType) -> Network:
    return module.NETWORK


NETWORKS = load(sys.modules[__name__], "network", _network)
