"""The settings of a training: one value, small, plain, comparable."""

from dataclasses import dataclass
from typing import Literal

Optimiser = Literal["sgd", "rmsprop", "adam", "nadam", "adamw"]
Schedule = Literal["constant", "step", "cosine"]
Initial = Literal["torch", "xavier", "he", "orthogonal"]


@dataclass(frozen=True)
class TrainConfig:
    """How a network is trained. 0 switches off whatever can be off.

    `seed`          of everything that is drawn: weights, sequences, dropout
    `length`        T of the longest sequence; 0: the task's own
    `hidden_size`   H, units of a layer
    `layers`        1 to 3
    `batch`         B, sequences a step
    `steps`         the last step, if nothing stops it before
    `optimiser`     "sgd" with `momentum`, "rmsprop", "adam", "nadam", "adamw"
    `rate`          the learning rate at its highest
    `momentum`      of "sgd"
    `schedule`      what becomes of the rate after the warm-up: "constant"; "step": a tenth of it
                    after every third of the steps; "cosine": half a cosine down to 0 at the end
    `warm_up`       steps in which the rate grows evenly from 0
    `clip_norm`     longest gradient; a longer one is shortened to it
    `clip_value`    largest entry of the gradient
    `initial`       "torch": U(-1/√H, 1/√H) for all; "xavier" (Glorot & Bengio, 2010) or "he" (He et
                    al., 2015) for W and U; "orthogonal" (Saxe et al., 2014): xavier for W, a random
                    rotation for each block of U
    `scale`         factor on all weights as drawn, biases excepted
    `forget_bias`   first bias of the forget gate; "chrono" (Tallec & Ollivier, 2018):
                    ln U(1, T-1) there and its negative at the input gate. A cell that lacks one of
                    the two gates ignores what is meant for it
    `dropout_in`    share of inputs that is switched off, `dropout_between` that of what one layer
                    hands to the next, `dropout_out` that of what the linear layer reads
    `decay`         L2: its gradient, decay·w, is added to that of every weight (torch's
                    weight_decay); "adamw" shrinks the weight itself instead (Loshchilov & Hutter,
                    2019)
    `patience`      evaluations without a better held-out loss after which it stops
    `truncate`      steps through which the gradient flows back; the state flows on (Williams &
                    Peng, 1990)
    `sequences`     so many sequences, drawn once and seen again and again; 0: new ones at every
                    step
    `evaluate`      steps from one evaluation on held-out sequences to the next: an "epoch" where
                    sequences are drawn anew
    `frame`         steps from one checkpoint of the film to the next
    `stop`          stop when the goal is met in two evaluations running
    """

    seed: int = 0
    length: int = 0
    hidden_size: int = 16
    layers: int = 1
    batch: int = 32
    steps: int = 1500
    optimiser: Optimiser = "adam"
    rate: float = 0.01
    momentum: float = 0.9
    schedule: Schedule = "constant"
    warm_up: int = 0
    clip_norm: float = 1.0
    clip_value: float = 0.0
    initial: Initial = "orthogonal"
    scale: float = 1.0
    forget_bias: float | Literal["chrono"] = 1.0
    dropout_in: float = 0.0
    dropout_between: float = 0.0
    dropout_out: float = 0.0
    decay: float = 0.0
    patience: int = 0
    truncate: int = 0
    sequences: int = 0
    evaluate: int = 25
    frame: int = 5
    stop: bool = True
