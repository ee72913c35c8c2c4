"""What a worker does of a training at a time. Loaded by workers: NumPy and the library, no more."""

from dataclasses import dataclass
from time import perf_counter

import lstm_core as lc

SLICE = 0.2  # seconds that a slice aims at
FRAMES_MAX = 16  # that one slice sends


@dataclass(frozen=True)
class Span:
    """A training from `checkpoint` on, None at the start, to the step `to` at most.

    `seconds` is what a step took so far, 0 when nothing is known.
    """

    recipe: lc.Recipe
    to: int
    checkpoint: lc.Checkpoint | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Piece:
    """What a slice has found: the film of it, and where the training stands now."""

    film: lc.Film
    checkpoint: lc.Checkpoint
    seconds: float


def train_slice(span: Span) -> tuple[Span | None, Piece]:
    """Train for a fifth of a second, or for one step where that takes longer."""
    began = perf_counter()
    first = span.checkpoint.step if span.checkpoint else 0
    shots: list[lc.Checkpoint] = []
    recipe = lc.Recipe(
        span.recipe.task, span.recipe.cell, span.recipe.config, span.recipe.changes, _end(span)
    )
    for shot in lc.follow(recipe, span.checkpoint):
        shots.append(shot)
        if perf_counter() - began > SLICE:
            break
    last = shots[-1]
    seconds = (perf_counter() - began) / max(1, last.step - first)
    stride = -(-len(shots) // FRAMES_MAX)
    film = lc.film_of(shots, lc.recipe_text(span.recipe))
    film = film.picked(range((len(shots) - 1) % stride, len(shots), stride))
    over = last.stopped or last.step >= span.to
    return None if over else Span(span.recipe, span.to, last, seconds), Piece(film, last, seconds)


def _end(span: Span) -> int:
    """Say how far this slice can come: to a whole number of frames where it is more than one."""
    if not span.seconds or not span.checkpoint:
        return min(span.to, 1)  # nobody knows yet what a step takes; and a film begins at once
    frame = span.recipe.at(span.checkpoint.step).frame
    end = span.checkpoint.step + max(1, int(SLICE / span.seconds))
    if end - span.checkpoint.step >= frame:
        end -= end % frame
    return min(span.to, end)
