"""The weights before the first update."""

from typing import Any

import numpy as np

from ..arrays import Array
from ..cells import CELLS
from ..cells._cell import Cell
from .config import TrainConfig
from .model import Model

GRU_N = 2  # the block of the GRU that has its second bias apart, as `bias_hn`


def initial(
    cell: str,
    input_size: int,
    hidden_size: int,
    output_size: int,
    config: TrainConfig,
    length: int,
    rng: np.random.Generator,
    dtype: Any = np.float32,
) -> Model:
    """Draw a model: `config.layers` layers of a cell and the linear layer on top.

    `config.initial` says how. Every row block (gate) is a matrix of its own, (H, D) or (H, H):

        "torch"       U(-1/√H, 1/√H) for everything, as nn.LSTM and nn.Linear do; the one bias is
                      the sum of two draws, as torch's two biases are
        "xavier"      U(-a, a), a = √(6/(columns + rows)): Glorot & Bengio (2010)
        "he"          N(0, 2/columns): He et al. (2015)
        "orthogonal"  xavier, but each block of U a random rotation: Saxe et al. (2014)

    But for "torch" all biases and the peephole weights begin at 0: a cell with peepholes then
    begins as the LSTM without. `config.scale` multiplies all weights as drawn, biases excepted.

    `config.forget_bias` is added to the bias of the gate that keeps: f, and z of the GRU, where
    z = 1 keeps. A cell that has no such gate ignores a number. "chrono" (Tallec & Ollivier, 2018,
    Can Recurrent Neural Networks Warp Time?) adds ln U(1, T-1) there, T = `length`, and its
    negative at the input gate where there is one, so that units begin with memories of 1 to T
    steps. The cell of 1997, which keeps everything, gets the input gate's share alone, as in its
    paper: else noise has filled c before anything is learnt. Traps: torch's two forget biases add
    up, so whoever writes b into both gets 2b; a coupled cell writes 1 - f, so a forget bias shuts
    its input gate too.
    """
    kind = CELLS[cell]
    sizes = [input_size, *[hidden_size] * (config.layers - 1)]
    layers = [_layer(kind, size, hidden_size, config, length, rng) for size in sizes]
    layers = [kind.Params(*(np.array(a, dtype) for a in params)) for params in layers]
    weight, bias = _linear(hidden_size, output_size, config, rng)
    return Model(cell, tuple(layers), weight.astype(dtype), bias.astype(dtype))


def _layer(
    kind: Cell,
    input_size: int,
    hidden_size: int,
    config: TrainConfig,
    length: int,
    rng: np.random.Generator,
) -> Any:
    """Draw the Params of one layer in float64."""
    fields = dict[str, Array]()
    for name, shape in kind.shapes(input_size, hidden_size).items():
        if name == "bias":
            fields[name] = _biases(kind, hidden_size, config, rng)
            _add_forget_bias(fields[name], kind, hidden_size, config, length, rng)
        elif name == "bias_hn":
            fields[name] = _vector(hidden_size, config, rng)
        elif len(shape) == 1:  # peepholes
            fields[name] = config.scale * _vector(hidden_size, config, rng)
        else:
            blocks = [
                _block(hidden_size, shape[1], config.initial, name == "weight_hh", rng)
                for _ in kind.BLOCKS
            ]
            fields[name] = config.scale * np.concatenate(blocks)
    return kind.Params(**fields)


def _linear(
    hidden_size: int, output_size: int, config: TrainConfig, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Draw the output layer: weight (K, H), bias (K,)."""
    if config.initial == "torch":
        bound = 1 / np.sqrt(hidden_size)
        weight = rng.uniform(-bound, bound, (output_size, hidden_size))
        return config.scale * weight, rng.uniform(-bound, bound, output_size)
    weight = _block(output_size, hidden_size, config.initial, False, rng)
    return config.scale * weight, np.zeros(output_size)


def _block(
    rows: int, columns: int, scheme: str, recurrent: bool, rng: np.random.Generator
) -> Array:
    """Draw the matrix of one gate."""
    if scheme == "torch":
        return rng.uniform(-1, 1, (rows, columns)) / np.sqrt(rows)
    if scheme == "he":
        return rng.normal(0, np.sqrt(2 / columns), (rows, columns))
    if scheme == "orthogonal" and recurrent:
        return _rotation(rows, rng)
    bound = np.sqrt(6 / (columns + rows))
    return rng.uniform(-bound, bound, (rows, columns))


def _rotation(size: int, rng: np.random.Generator) -> Array:
    """Draw an orthogonal matrix, each as likely as any other (Mezzadri, 2007)."""
    q, r = np.linalg.qr(rng.normal(size=(size, size)))
    return q * np.sign(np.diag(r))


def _vector(size: int, config: TrainConfig, rng: np.random.Generator) -> Array:
    """Draw one of torch's bias vectors, or zeros."""
    bound = 1 / np.sqrt(size) if config.initial == "torch" else 0.0
    return rng.uniform(-bound, bound, size)


def _biases(kind: Cell, hidden_size: int, config: TrainConfig, rng: np.random.Generator) -> Array:
    """Draw the sum of torch's two biases; where the second one stands apart, the first alone."""
    apart = "bias_hn" in kind.Params._fields
    blocks = [_vector(hidden_size, config, rng) for _ in kind.BLOCKS]
    for k in range(len(blocks)):
        if not (apart and k == GRU_N):
            blocks[k] += _vector(hidden_size, config, rng)
    return np.concatenate(blocks)


def _add_forget_bias(
    bias: Array,
    kind: Cell,
    hidden_size: int,
    config: TrainConfig,
    length: int,
    rng: np.random.Generator,
) -> None:
    """Add the forget bias in place."""
    block = dict(zip(kind.BLOCKS, np.split(bias, len(kind.BLOCKS)), strict=True))  # views
    keep = kind.ROAD.keep if kind.ROAD else ""
    if config.forget_bias != "chrono":
        if keep in block:
            block[keep] += config.forget_bias
        return
    memories = np.log(rng.uniform(1, max(length - 1, 1), hidden_size))
    if keep in block:
        block[keep] += memories
    if "i" in block:
        block["i"] -= memories
