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
from .edit_text import edit_text, read_edit
from .edits import Clamp, Cut, Edit, Overwrite, ReplaceToken, SetWeight, Sharpen
from .errors import (
    LstmCoreError,
    MissingLibrary,
    NumberError,
    ShapeError,
    UnknownName,
    UnsupportedModule,
)
from .exam import Exam
from .examine import Failure, Marks, examine
from .history import Entry, History
from .holds import settled
from .measure import (
    Contributions,
    Match,
    MemoryLength,
    Origins,
    Saturation,
    Track,
    contributions,
    memory_length,
    path,
    saturation,
    still_here,
    tracks,
    where_from,
    who_does_it,
)
from .network import Network, Run
from .networks import NETWORKS
from .numbers import Numbers
from .random_network import random_network
from .readout import Readout
from .tasks import TASKS, Batch, Task
from .torch_bridge import from_torch, to_torch
from .trace import Trace, trace
from .training.checkpoint import Checkpoint
from .training.config import TrainConfig
from .training.film import Film, film_of
from .training.film_file import film_bytes, read_film
from .training.follow import follow
from .training.insight import Focus, focus
from .training.loop import train
from .training.model import Model
from .training.recipe import Recipe, read_recipe, recipe_text
from .training.update import Update, one_update

__all__ = [
    "CELLS",
    "NETWORKS",
    "TASKS",
    "Alphabet",
    "Batch",
    "Checkpoint",
    "Clamp",
    "Contributions",
    "Cut",
    "Edit",
    "Entry",
    "Exam",
    "Failure",
    "Film",
    "Focus",
    "Gradients",
    "History",
    "LstmCoreError",
    "Marks",
    "Match",
    "MemoryLength",
    "MissingLibrary",
    "Model",
    "Network",
    "NumberError",
    "Numbers",
    "Origins",
    "Overwrite",
    "Readout",
    "Recipe",
    "ReplaceToken",
    "Run",
    "Saturation",
    "SetWeight",
    "ShapeError",
    "Sharpen",
    "Task",
    "Token",
    "Trace",
    "Track",
    "TrainConfig",
    "UnknownName",
    "UnsupportedModule",
    "Update",
    "bptt",
    "contributions",
    "edit_text",
    "examine",
    "film_bytes",
    "film_of",
    "focus",
    "follow",
    "from_torch",
    "memory_length",
    "one_update",
    "path",
    "random_network",
    "read_edit",
    "read_film",
    "read_recipe",
    "recipe_text",
    "saturation",
    "settled",
    "still_here",
    "to_torch",
    "trace",
    "tracks",
    "train",
    "where_from",
    "who_does_it",
]
