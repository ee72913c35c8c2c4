"""Every intermediate value of an LSTM, forward and backward, in NumPy.

>>> import lstm_core as lc
>>> run = lc.NETWORKS["grew_up_in"].run("我在法国长大爱下棋我会说")
>>> run.readouts[-1]
'french'
>>> run.traces[0].steps.f.shape
(9, 3)

`docs/notation.md` has the one table of symbols.
"""

from .alphabet import Alphabet, Token
from .bptt import Gradients, bptt
from .cells import CELLS
from .edits import Clamp
from .errors import LstmCoreError, NumberError, ShapeError, UnknownName, UnsupportedModule
from .measure import Contributions, contributions
from .network import Network, Run
from .networks import NETWORKS
from .numbers import Numbers
from .random_network import random_network
from .readout import Readout
from .torch_bridge import from_torch, to_torch
from .trace import Trace, trace

__all__ = [
    "CELLS",
    "NETWORKS",
    "Alphabet",
    "Clamp",
    "Contributions",
    "Gradients",
    "LstmCoreError",
    "Network",
    "NumberError",
    "Numbers",
    "Readout",
    "Run",
    "ShapeError",
    "Token",
    "Trace",
    "UnknownName",
    "UnsupportedModule",
    "bptt",
    "contributions",
    "from_torch",
    "random_network",
    "to_torch",
    "trace",
]
