"""A network that nobody built: weights as torch draws them."""

from typing import Any

import numpy as np

from .alphabet import Alphabet
from .arrays import Array
from .cells import CELLS
from .errors import NumberError
from .network import Network

BOXES = 16  # inputs: few enough to see each, enough that most letters of a word differ


def random_network(hidden_size: int = 8, seed: int = 0, cell: str = "lstm") -> Network:
    """Draw a network of one layer with torch's default initialization.

    Every entry of weight_ih, weight_hh, bias_ih, bias_hh, in this order, is drawn from
    U(-1/√H, 1/√H), as in `torch.nn.LSTM`, by `numpy.random.default_rng(seed)`; the one bias is the
    sum of the two draws, so its distribution is a triangle of twice the width. Peepholes, which
    torch does not have, are drawn last, likewise. It reads any script: a character falls into one
    of 16 boxes. Same seed, same weights on every machine.

    Raises NumberError, UnknownName.
    """
    kind = CELLS[cell]
    if hidden_size < 1:
        raise NumberError(f"hidden_size must be >= 1, got {hidden_size} in random_network")
    if seed < 0:
        raise NumberError(f"seed must be >= 0, got {seed} in random_network")
    rng = np.random.default_rng(seed)
    bound = 1 / np.sqrt(hidden_size)

    def draw(*shape: int) -> Array:
        return rng.uniform(-bound, bound, shape)

    rows = len(kind.BLOCKS) * hidden_size
    weight_ih, weight_hh = draw(rows, BOXES), draw(rows, hidden_size)
    params = params_from_two_biases(kind, weight_ih, weight_hh, draw(rows), draw(rows))
    params = params._replace(**{name: draw(hidden_size) for name in _peepholes(kind)})
    numbers = tuple(str(k + 1) for k in range(hidden_size))
    alphabet = Alphabet(tuple(str(k) for k in range(BOXES)), mode="boxes")
    return Network("random", cell, ((params,),), alphabet, unit_names=numbers)


def params_from_two_biases(
    kind: Any, weight_ih: Array, weight_hh: Array, bias_ih: Array, bias_hh: Array
) -> Any:
    """Return Params from torch's two biases: their sum, but for the n block of the GRU.

    There bias_hh stands inside the reset product, so it stays apart as `bias_hn`. Peepholes are 0:
    torch has none.
    """
    if "bias_hn" not in kind.Params._fields:
        hidden_size, dtype = weight_hh.shape[1], weight_hh.dtype
        shut = {name: np.zeros(hidden_size, dtype) for name in _peepholes(kind)}
        return kind.Params(weight_ih, weight_hh, bias_ih + bias_hh, **shut)
    n = 2 * weight_hh.shape[1]  # where the n block begins
    bias = bias_ih.copy()
    bias[:n] += bias_hh[:n]
    return kind.Params(weight_ih, weight_hh, bias, bias_hh[n:].copy())


def _peepholes(kind: Any) -> tuple[str, ...]:
    """Name the weights of a cell through which a gate looks at c."""
    return tuple(name for name in kind.Params._fields if name.startswith("weight_c"))
