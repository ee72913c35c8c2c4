"""The job of `learnt` by the same recipe, without gates and without a cell state."""

from ..network import Network
from . import learnt


def network() -> Network:
    """Read the weights of the plain recurrent cell."""
    return learnt.network("learnt_rnn")
