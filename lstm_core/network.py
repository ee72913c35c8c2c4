"""A network: layers of cells, the symbols it reads, the answer it gives."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike

from .alphabet import Alphabet, Token
from .arrays import Array, floats, frozen
from .cells import CELLS
from .edits import Edit, ReplaceToken, check_edits, listed, refuse_tokens
from .errors import ShapeError, UnknownName
from .exam import Exam
from .holds import is_settled, mirrored, of_trace, settled
from .numbers import Numbers
from .readout import Answer, Readout
from .trace import Trace, checked_params, flipped, trace


@dataclass(frozen=True, eq=False)
class Run:
    """What happened when a network read a sequence.

    `tokens`    all tokens of the text, also those that were not read; () for an array
    `unknown`   indices into `tokens` of those that were not read: they have no time step
    `x`         (T, D), T = number of tokens that were read
    `traces`    one Trace per layer and direction, layer by layer, forward before backward. A
                backward trace is in input order: index t = after reading x[t] from the right,
                `before` at t is the state from t+1
    `output`    (T, directions·H), h of the last layer, forward beside backward
    `readouts`  the answer after every step, length T; None where there is none
    `network`   the Network that read it
    """

    tokens: tuple[Token, ...]
    unknown: tuple[int, ...]
    x: Array
    traces: tuple[Trace, ...]
    output: Array
    readouts: tuple[Answer, ...]
    network: "Network" = field(repr=False)

    def _repr_html_(self) -> str:
        """Show a tape and a table in a notebook; see `notebook.picture`."""
        from .notebook import picture

        return picture(self)

    def to_html(self, path: str | os.PathLike[str] | None = None, lang: str = "en") -> str | None:
        """Return the moving belt as one HTML file, or write it to `path` and return None.

        The file opens by double-click and needs neither a server nor a network. `lang` is "en" or
        "zh". It shows one sequence of at most 500 steps and 64 units, of a stack the first layer;
        of edits what they held, and the untouched run beside it.

        Needs the app beside lstm_core. Raises LstmCoreError when it is not there, ShapeError for a
        batch or too many steps or units, NumberError for a start that is not zeros.
        """
        from .notebook import standalone_page

        page = standalone_page(self, lang)
        if path is None:
            return page
        Path(path).write_text(page, encoding="utf-8")
        return None


@dataclass(frozen=True, eq=False)
class Network:
    """Layers of one cell, with the symbols it reads and the answer it gives.

    `layers`      layers[k] = (forward,) or (forward, backward) Params
    `tokens`      how text is read: an Alphabet, or Numbers for a network whose inputs are numbers;
                  None for one that reads arrays only
    `unit_names`  one key per unit of the first layer
    `reasons`     gate -> one key per unit: why the weights of that gate are what they are;
                  empty for a network that nobody built
    `about`       what is to be known of a trained network: its recipe, and the marks that it
                  reached on what it had never seen; empty for one that was not trained
    `sample`      draws a text that is worth reading: it shows what the network can do
    `exam`        draws cases of its task and knows the right answers; None for one whose input is
                  not random or that gives no answer. See `examine`
    """

    name: str
    cell: str
    layers: tuple[tuple[Any, ...], ...]
    tokens: Alphabet | Numbers | None = None
    readout: Readout | None = None
    unit_names: tuple[str, ...] = ()
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    sample: Callable[[Random], str] | None = None
    about: Mapping[str, str] = field(default_factory=dict[str, str])
    exam: Exam | None = None

    def __post_init__(self) -> None:
        layers = tuple(
            tuple(_frozen_params(self.cell, params) for params in layer) for layer in self.layers
        )
        object.__setattr__(self, "layers", layers)
        object.__setattr__(self, "reasons", MappingProxyType(dict(self.reasons)))
        object.__setattr__(self, "about", MappingProxyType(dict(self.about)))
        width = self.input_size
        for k, layer in enumerate(layers):
            for params in layer:
                got = (params.weight_hh.shape[1], params.weight_ih.shape[1])
                if got != (self.hidden_size, width) or len(layer) != len(layers[0]):
                    raise ShapeError(
                        f"layer {k} must be {len(layers[0])} Params of hidden_size="
                        f"{self.hidden_size}, input_size={width}, got {len(layer)} of {got}"
                    )
            width = self.hidden_size * len(layer)

    @property
    def hidden_size(self) -> int:
        """H, the number of units of a layer."""
        return int(self.layers[0][0].weight_hh.shape[1])

    @property
    def input_size(self) -> int:
        """D, the number of inputs."""
        return int(self.layers[0][0].weight_ih.shape[1])

    def run(
        self,
        text_or_sequence: str | Sequence[str] | ArrayLike,
        start: Any = None,
        edits: Iterable[Edit] = (),
    ) -> Run:
        """Read a text, a sequence of tokens or an array x (T, D) and keep everything.

        `start` is a State for a network with one trace, otherwise one State or None per trace, in
        the order of `Run.traces`. `edits` are any of `edits.py`; in a stack each names its trace.
        "mean" and "frozen" are those of the whole network's unedited run.

        Raises UnknownName (text for a network that reads arrays only), ShapeError, NumberError.

        >>> from lstm_core import NETWORKS
        >>> NETWORKS["counter"].run("a.aa").readouts
        ('1', '1', '2', '3')
        """
        edits = listed(edits)
        sizes = (params.weight_ih.shape[1] for layer in self.layers for params in layer)
        check_edits(edits, CELLS[self.cell], sizes, self.hidden_size)
        if not all(map(is_settled, edits)):
            edits = settled(edits, self.run(text_or_sequence, start))
        tokens, unknown, x = self._read(text_or_sequence, edits)
        states = self._starts(start)
        traces: list[Trace] = []
        for layer in self.layers:
            outputs: list[Array] = []
            for params, backward in zip(layer, (False, True), strict=False):
                k = len(traces)
                one = _directed(self.cell, params, x, states[k], of_trace(edits, k), backward)
                outputs.append(one.steps.h)
                traces.append(one)
            x = outputs[0] if len(outputs) == 1 else np.concatenate(outputs, axis=-1)
        x.flags.writeable = False
        return Run(tokens, unknown, traces[0].x, tuple(traces), x, self._readouts(traces), self)

    def _read(
        self, given: Any, edits: tuple[Edit, ...]
    ) -> tuple[tuple[Token, ...], tuple[int, ...], Array]:
        words = _words(given)
        if words is None and not isinstance(given, str):
            refuse_tokens(edits)
            return (), (), floats(given, "x")
        if self.tokens is None:
            raise UnknownName(
                f"network {self.name!r} reads no text: give it an array x (T, {self.input_size})"
            )
        tokens = self.tokens.read(given) if words is None else tuple(map(self.tokens.token, words))
        tokens = self._replaced(tokens, edits)
        unknown = tuple(k for k, token in enumerate(tokens) if token.symbol is None)
        return tokens, unknown, self.tokens.encode(tokens)

    def _replaced(self, tokens: tuple[Token, ...], edits: tuple[Edit, ...]) -> tuple[Token, ...]:
        """Put other tokens in the place of those that are read at the steps of ReplaceToken."""
        places = [place for place, token in enumerate(tokens) if token.symbol is not None]
        new = list(tokens)
        for edit in edits:
            if isinstance(edit, ReplaceToken):
                token = self.token(edit.text)
                if edit.step < len(places):
                    new[places[edit.step]] = token
        return tuple(new)

    def token(self, text: str) -> Token:
        """Look up one token that this network reads; raise UnknownName for one that it does not."""
        found = self.tokens.read(text) if self.tokens else ()
        if len(found) != 1 or found[0].symbol is None:
            raise UnknownName(f"network {self.name!r} reads no token {text!r:.40}")
        return found[0]

    def _starts(self, start: Any) -> tuple[Any, ...]:
        count = sum(map(len, self.layers))
        if start is None:
            return (None,) * count
        if isinstance(start, CELLS[self.cell].State):
            start = (start,)
        if len(start) != count:
            raise ShapeError(
                f"start must be one State per trace, {count} of them, got {len(start)}"
            )
        return tuple(start)

    def _readouts(self, traces: list[Trace]) -> tuple[Answer, ...]:
        steps = traces[-len(self.layers[-1])].steps
        if self.readout is None or steps.h.ndim != 2:
            return (None,) * len(steps.h)
        c = getattr(steps, "c", None)
        return tuple(
            self.readout.decode(h, None if c is None else c[k]) for k, h in enumerate(steps.h)
        )


def _words(given: Any) -> list[str] | None:
    """Return a sequence of texts as such, None for anything else."""
    if not isinstance(given, list | tuple):
        return None
    items = cast(Sequence[Any], given)
    words = [item for item in items if isinstance(item, str)]
    return words if items and len(words) == len(items) else None


def _frozen_params(cell: str, params: Any) -> Any:
    params = checked_params(cell, params)
    return params._replace(**{name: frozen(getattr(params, name)) for name in params._fields})


def _directed(
    cell: str, params: Any, x: Array, start: Any, edits: tuple[Edit, ...], backward: bool
) -> Trace:
    """Trace one direction; a backward one reads from the right and is stored in input order."""
    if not backward:
        return trace(cell, params, x, start, edits)
    return flipped(trace(cell, params, x[::-1], start, mirrored(edits, len(x))))
