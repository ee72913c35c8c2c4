"""To and from torch. The only file that imports torch, and only inside a function."""

import re
from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from .arrays import Array
from .cells import CELLS
from .errors import MissingLibrary, ShapeError, UnsupportedModule
from .network import Network
from .random_network import params_from_two_biases

CELL_OF_BLOCKS = {1: "rnn", 3: "gru", 4: "lstm"}
MODULE_OF_CELL = {"lstm": "LSTM", "gru": "GRU", "rnn": "RNN"}
CELL_OF_MODE = {"LSTM": "lstm", "GRU": "gru", "RNN_TANH": "rnn"}


def from_torch(module_or_state_dict: Any, cell: str | None = None) -> Network:
    """Return the Network of an `nn.LSTM`, `nn.GRU`, `nn.RNN` or of its state_dict.

    A state_dict may hold tensors or NumPy arrays, of one recurrent module, with any prefix
    ("encoder.lstm.weight_ih_l0"); other entries are passed over. The cell follows from the number
    of row blocks (4 LSTM, 3 GRU, 1 RNN) unless `cell` says it. Layers and both directions are
    kept; missing biases are zeros; the two biases become their sum (GRU: `bias_hn` stays apart).
    float32 stays float32. `batch_first` and `dropout` change nothing here: x is (T, B, D). Arrays
    need no torch.

    Raises UnsupportedModule for `proj_size`, relu and modules of another kind, ShapeError.
    """
    if isinstance(module_or_state_dict, Mapping):
        weights = _without_prefix(cast(Mapping[str, Any], module_or_state_dict))
    else:
        mode = getattr(module_or_state_dict, "mode", None)
        if mode not in CELL_OF_MODE:
            raise UnsupportedModule(
                "module must be nn.LSTM, nn.GRU or nn.RNN with tanh, got "
                f"{type(module_or_state_dict).__name__}" + (f" with mode {mode}" if mode else "")
            )
        cell = CELL_OF_MODE[mode]
        weights = dict(module_or_state_dict.state_dict())
    projections = [tuple(a.shape) for name, a in weights.items() if name.startswith("weight_hr")]
    if projections:
        raise UnsupportedModule(
            "proj_size must be 0: a projected LSTM has an h of another size than c, which "
            f"lstm_core does not have; got weight_hr of {projections[0]}"
        )
    return _network({name: _array(value) for name, value in weights.items()}, cell)


def to_torch(network: Network) -> Any:
    """Return the `nn.LSTM`, `nn.GRU` or `nn.RNN` with the weights of a network.

    The one bias goes into bias_ih and bias_hh is 0 (GRU: bias_hh of the n block is `bias_hn`).
    Trap: an optimizer then moves both, so their sum moves twice as far as one bias would.
    The module takes (T, B, D) or (T, D), in the dtype of the weights.

    Raises UnsupportedModule for a cell that torch does not have, MissingLibrary without torch.
    """
    if network.cell not in MODULE_OF_CELL:
        raise UnsupportedModule(f"torch has lstm, gru and rnn, got cell {network.cell!r}")
    torch = _torch("to_torch")
    first = network.layers[0]
    module = getattr(torch.nn, MODULE_OF_CELL[network.cell])(
        network.input_size,
        network.hidden_size,
        num_layers=len(network.layers),
        bidirectional=len(first) == 2,
        dtype=torch.float32 if first[0].weight_hh.dtype == np.float32 else torch.float64,
    )
    state = {
        f"{name}_l{k}{'_reverse' * direction}": torch.tensor(value)
        for k, layer in enumerate(network.layers)
        for direction, params in enumerate(layer)
        for name, value in _two_biases(params).items()
    }
    module.load_state_dict(state)
    return module


def _torch(who: str) -> Any:
    try:
        import torch
    except ModuleNotFoundError as error:
        raise MissingLibrary(
            f"{who} needs torch, which is not installed: install it with `pip install torch`"
        ) from error
    return torch


def _two_biases(params: Any) -> dict[str, Array]:
    bias_hh = np.zeros_like(params.bias)
    if "bias_hn" in params._fields:
        bias_hh[-len(params.bias_hn) :] = params.bias_hn
    return {
        "weight_ih": params.weight_ih,
        "weight_hh": params.weight_hh,
        "bias_ih": params.bias,
        "bias_hh": bias_hh,
    }


def _without_prefix(state: Mapping[str, Any]) -> dict[str, Any]:
    pattern = re.compile(r"(.*?)((?:weight|bias)_(?:ih|hh|hr)_l\d+(?:_reverse)?)")
    found = [(match, state[name]) for name in state if (match := pattern.fullmatch(name))]
    prefixes = sorted({match[1] for match, _ in found})
    if len(prefixes) != 1:
        got = ", ".join(map(repr, prefixes)) if prefixes else f"keys {list(state)[:4]}"
        raise UnsupportedModule(
            "a state_dict must hold the weights of one recurrent module (weight_ih_l0 …), "
            f"got {len(prefixes)}: {got}"
        )
    return {match[2]: value for match, value in found}


def _array(value: Any) -> Array:
    if hasattr(value, "detach"):  # a tensor, whatever its device and dtype
        wide = value.detach().cpu().double().numpy()
        return wide.astype(np.float32) if value.element_size() <= 4 else wide
    array = np.asarray(value)
    return array if array.dtype == np.float32 else array.astype(np.float64)


def _network(weights: Mapping[str, Array], cell: str | None) -> Network:
    first = weights.get("weight_hh_l0", np.empty(0))
    count = first.shape[0] / first.shape[1] if first.ndim == 2 and first.shape[1] else 0
    cell = cell or CELL_OF_BLOCKS.get(int(count) if count == int(count) else 0)
    if cell is None:
        raise ShapeError(
            f"weight_hh_l0 must be (H, H), (3H, H) or (4H, H), got {first.shape} in from_torch"
        )
    layers: list[tuple[Any, ...]] = []
    while f"weight_ih_l{len(layers)}" in weights:
        suffixes = [f"_l{len(layers)}", f"_l{len(layers)}_reverse"]
        here = [s for s in suffixes if f"weight_ih{s}" in weights]
        layers.append(tuple(_params(weights, cell, suffix) for suffix in here))
    names = tuple(str(k + 1) for k in range(first.shape[1]))
    return Network("from_torch", cell, tuple(layers), unit_names=names)


def _params(weights: Mapping[str, Array], cell: str, suffix: str) -> Any:
    missing = [f"{n}{suffix}" for n in ("weight_ih", "weight_hh") if f"{n}{suffix}" not in weights]
    if missing:
        raise UnsupportedModule(f"the state_dict must hold {missing[0]}, got {sorted(weights)}")
    weight_ih, weight_hh = weights[f"weight_ih{suffix}"], weights[f"weight_hh{suffix}"]
    zeros = np.zeros(len(weight_ih), weight_ih.dtype)
    bias_ih, bias_hh = (weights.get(f"{n}{suffix}", zeros) for n in ("bias_ih", "bias_hh"))
    if bias_ih.shape != zeros.shape or bias_hh.shape != zeros.shape:
        raise ShapeError(
            f"bias_ih{suffix} and bias_hh{suffix} must be {zeros.shape}, "
            f"got {bias_ih.shape} and {bias_hh.shape}"
        )
    return params_from_two_biases(CELLS[cell], weight_ih, weight_hh, bias_ih, bias_hh)
