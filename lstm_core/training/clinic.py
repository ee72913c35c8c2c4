"""Trainings that fail, each beside the same training with the one thing changed that cures it.

Sick means that at the end the held-out mark does not meet the goal of the task, cured that it does,
on 5 of 5 seeds; `benchmarks/bench_clinic.py` measures it. One textbook patient is not here: scaling
a series by all of it instead of by its earlier part makes the error look smaller, because its unit
is larger, but measured in the units of the series no forecast becomes better by it.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Patient:
    """A failing training and its cure, as texts of recipes; they differ in one setting.

    `others` are worth holding against them: other cures, or what does not help either.
    """

    sick: str
    cured: str
    others: tuple[str, ...] = ()


PATIENTS: Final = {
    # The gates begin half open: along c, 0.5^20 of the gradient reaches the first symbol. A plain
    # RNN does better than the LSTM then (it solves it on 3 of 5 seeds); with a bias of 1 the LSTM
    # has about half of them right by then.
    "vanishing": Patient(
        sick="first_symbol~steps-600~forget_bias-0",
        cured="first_symbol~steps-600",
        others=(
            "first_symbol~steps-600~forget_bias-1",
            "first_symbol~steps-600~forget_bias-chrono",
            "first_symbol~cell-rnn~steps-600",
        ),
    ),
    # Five times too large weights, plain gradient descent: a loss of millions within ten steps.
    "exploding": Patient(
        sick="sine~hidden_size-16~optimiser-sgd~rate-1~clip_norm-0~scale-5~frame-1",
        cured="sine~hidden_size-16~optimiser-sgd~rate-1~scale-5",
        others=("sine~hidden_size-16~optimiser-sgd~rate-1~clip_norm-0~scale-3~frame-1",),
    ),
    # 367 months known by heart: on later ones worse than saying what was a year ago.
    "overfitting": Patient(
        sick="co2~hidden_size-16~steps-1000~rate-0.03~stop-off",
        cured="co2~hidden_size-16~steps-1000~rate-0.03~decay-0.001~stop-off",
        others=(
            "co2~hidden_size-16~steps-1000~rate-0.03~patience-4~stop-off",
            "co2~hidden_size-16~steps-1000~rate-0.03~dropout_out-0.3~stop-off",
        ),
    ),
    # All weights 0: every c and h is 0, so is the gradient of every weight; one bias alone learns.
    "bad_start": Patient(sick="adding~steps-600~scale-0", cured="adding~steps-600"),
    "high_rate": Patient(sick="adding~steps-600~rate-1", cured="adding~steps-600"),
    # The cured one is right and stays right at the very rate that ruins the sick one at once.
    "no_warm_up": Patient(
        sick="temporal_order~steps-600~rate-1~stop-off",
        cured="temporal_order~steps-600~rate-1~warm_up-400~stop-off",
    ),
    # The gradient goes back 5 steps, the answer lies 20 back. The state flows on, though, and what
    # an untrained memory happens to keep is read: better than chance, never solved.
    "short_truncation": Patient(
        sick="first_symbol~steps-600~truncate-5", cured="first_symbol~steps-600"
    ),
}
