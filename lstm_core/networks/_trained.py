"""Weights that were learnt, and the figures that came with them: one .safetensors file each.

The format holds arrays and a few texts and nothing that could run, unlike a pickle.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..arrays import Array
from ..cells import CELLS

_FOLDER = Path(__file__).parent


def path(name: str) -> Path:
    """Say where the weights of a trained network lie."""
    return _FOLDER / f"{name}.safetensors"


def save(name: str, params: Any, votes: Array, bias: Array, about: Mapping[str, str]) -> None:
    """Write the Params of a cell, the layer that votes and what is to be known of them."""
    from safetensors.numpy import save_file  # pyright: ignore[reportUnknownVariableType]

    arrays = {**params._asdict(), "votes": votes, "votes_bias": bias}
    save_file(arrays, path(name), metadata=dict(about))
    path(name).chmod(0o644)  # safetensors writes for the owner alone; a server is somebody else


def load(name: str) -> tuple[Any, Array, Array, dict[str, str]]:
    """Return what `save` wrote: Params, votes (labels, H), their bias (labels,), about."""
    from safetensors import safe_open  # not at the top: `import lstm_core` needs no file

    opened: Any = safe_open(path(name), framework="numpy")
    with opened as file:
        about: dict[str, str] = file.metadata()
        params = CELLS[about["cell"]].Params
        weights = params(*(file.get_tensor(field) for field in params._fields))
        return weights, file.get_tensor("votes"), file.get_tensor("votes_bias"), about
