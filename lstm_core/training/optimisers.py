"""Rules that turn a gradient into a step of the weights, number for number those of `torch.optim`.

All weights of a model lie behind one another in one vector, so a rule is a few lines of arithmetic
on long arrays. torch's defaults: β1 = 0.9, β2 = 0.999, α = 0.99, ε = 1e-8, momentum decay 0.004.

    optimiser = OPTIMISERS[config.optimiser]
    state = optimiser.start(weights.size, weights.dtype)
    optimiser.move(weights, gradient, state, rate, config)      # for every gradient

`move` changes `weights` and `state` in place and leaves `gradient` as it is; whoever keeps a state
for later (a checkpoint) copies it. `config.decay` is torch's weight_decay: decay·w is added to the
gradient of every weight, biases too; "adamw" shrinks the weight itself instead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Array
from .config import TrainConfig

BETA_1, BETA_2 = 0.9, 0.999  # of Adam, Nadam and AdamW
ALPHA = 0.99  # of RMSprop
EPSILON = 1e-8
MOMENTUM_DECAY = 4e-3  # of Nadam


@dataclass
class OptimiserState:
    """What a rule remembers from one gradient to the next. Can be pickled and copied.

    `steps`    gradients so far
    `first`    running mean of the gradient; of SGD its running sum, the velocity
    `second`   running mean of its square
    `product`  of Nadam: the product of all momenta so far
    """

    first: Array
    second: Array
    steps: int = 0
    product: float = 1.0
    room: Array = field(init=False, repr=False, compare=False)  # for what is in between

    def __post_init__(self) -> None:
        self.room = np.empty_like(self.first)


class Optimiser(NamedTuple):
    """A rule: how it begins, and what it does with a gradient."""

    start: Callable[[int, Any], OptimiserState]
    move: Callable[[Array, Array, OptimiserState, float, TrainConfig], None]


def sgd(w: Array, g: Array, state: OptimiserState, rate: float, config: TrainConfig) -> None:
    """Step against the gradient, with the momentum of a heavy ball.

    Robbins & Monro (1951), A Stochastic Approximation Method; Polyak (1964), Some Methods of
    Speeding up the Convergence of Iteration Methods:

        v = momentum·v + g        w = w - rate·v

    Trap: v is a sum, not a mean: a steady gradient moves w by rate/(1 - momentum) at a time.
    """
    g = _with_decay(w, g, config.decay)
    state.first *= config.momentum
    state.first += g
    w -= np.multiply(state.first, rate, state.room)


def rmsprop(w: Array, g: Array, state: OptimiserState, rate: float, config: TrainConfig) -> None:
    """Divide each entry of the gradient by its usual size.

    Tieleman & Hinton (2012), Lecture 6.5 of Neural Networks for Machine Learning:

        s = α·s + (1 - α)·g²        w = w - rate·g / (√s + ε)

    Trap: s begins at 0 and is not corrected for that, so the first steps are ten times too long.
    """
    g = _with_decay(w, g, config.decay)
    _follow_square(state, g, ALPHA)
    size = np.sqrt(state.second, state.room)
    size += EPSILON
    w -= rate * g / size


def adam(w: Array, g: Array, state: OptimiserState, rate: float, config: TrainConfig) -> None:
    """Step by the mean gradient over its usual size, both corrected for their start at 0.

    Kingma & Ba (2015), Adam: A Method for Stochastic Optimization; k counts the gradients from 1:

        m = β1·m + (1 - β1)·g        s = β2·s + (1 - β2)·g²
        w = w - rate · m/(1 - β1ᵏ) / (√(s/(1 - β2ᵏ)) + ε)

    Trap: the length of a step hardly depends on that of the gradient. torch's two biases get the
    same gradient and both move by about `rate`, their sum twice as far as our one bias.
    """
    _adam(w, _with_decay(w, g, config.decay), state, rate)


def adamw(w: Array, g: Array, state: OptimiserState, rate: float, config: TrainConfig) -> None:
    """Do what Adam does, but shrink the weights apart from the gradient.

    Loshchilov & Hutter (2019), Decoupled Weight Decay Regularization: first

        w = (1 - rate·decay)·w

    Trap: torch's own default decay is 0.01; here it is what `config.decay` says.
    """
    if config.decay:
        w *= 1 - rate * config.decay
    _adam(w, g, state, rate)


def nadam(w: Array, g: Array, state: OptimiserState, rate: float, config: TrainConfig) -> None:
    """Do what Adam does, looking ahead as Nesterov's momentum does.

    Dozat (2016), Incorporating Nesterov Momentum into Adam, with its warm-up of the momentum:

        μ(k) = β1·(1 - 0.96^(0.004·k) / 2)        P = μ(1)·…·μ(k)
        w = w - rate · ((1 - μ(k))/(1 - P)·g + μ(k+1)/(1 - P·μ(k+1))·m) / (√(s/(1 - β2ᵏ)) + ε)
    """
    g = _with_decay(w, g, config.decay)
    state.steps += 1
    now, then = _nesterov(state.steps), _nesterov(state.steps + 1)
    state.product *= now
    _follow(state, g, BETA_1)
    _follow_square(state, g, BETA_2)
    size = np.divide(state.second, 1 - BETA_2**state.steps, state.room)
    np.sqrt(size, size)
    size += EPSILON
    ahead = g * (rate * (1 - now) / (1 - state.product))
    ahead += state.first * (rate * then / (1 - state.product * then))
    ahead /= size
    w -= ahead


def _adam(w: Array, g: Array, state: OptimiserState, rate: float) -> None:
    state.steps += 1
    _follow(state, g, BETA_1)
    _follow_square(state, g, BETA_2)
    size = np.sqrt(state.second, state.room)
    size /= (1 - BETA_2**state.steps) ** 0.5
    size += EPSILON
    move = np.divide(state.first, size, size)
    move *= rate / (1 - BETA_1**state.steps)
    w -= move


def _with_decay(w: Array, g: Array, decay: float) -> Array:
    return g + decay * w if decay else g


def _follow(state: OptimiserState, g: Array, keep: float) -> None:
    """Let `first` be keep·first + (1 - keep)·g."""
    state.first *= keep
    state.first += np.multiply(g, 1 - keep, state.room)


def _follow_square(state: OptimiserState, g: Array, keep: float) -> None:
    """Let `second` be keep·second + (1 - keep)·g²."""
    square = np.multiply(g, g, state.room)
    square *= 1 - keep
    state.second *= keep
    state.second += square


def _nesterov(steps: int) -> float:
    return BETA_1 * (1 - 0.5 * 0.96 ** (steps * MOMENTUM_DECAY))


def start(size: int, dtype: Any) -> OptimiserState:
    """Return the state before the first gradient of `size` weights."""
    first, second = np.zeros((2, size), np.dtype(dtype))
    return OptimiserState(first, second)


OPTIMISERS: Mapping[str, Optimiser] = {
    "sgd": Optimiser(start, sgd),
    "rmsprop": Optimiser(start, rmsprop),
    "adam": Optimiser(start, adam),
    "nadam": Optimiser(start, nadam),
    "adamw": Optimiser(start, adamw),
}
