"""The film page put together: from the desk to what the components show. No Streamlit."""

from dataclasses import replace
from random import Random
from typing import NamedTuple

import lstm_core as lc
from app.bounded import remembered
from app.catalogue import TASK
from app.film.probe import Probe, probe
from app.i18n import Words
from app.reading import TEXT_MAX, cut
from app.share import Link
from app.takes import carried, reels
from app.takes.desk import Desk
from app.takes.reels import Reel
from app.training import Studio
from lstm_core.tasks import Task
from lstm_core.training.checkpoint import Memory
from lstm_core.training.loop import first_model


class Stage(NamedTuple):
    """What the page shows.

    `reel`, `pinned`   the film on show, and the one beside it
    `probe`            the sequence that every frame reads, with what is right
    `length`           T of the training: what chance is worth depends on it
    `network`, `run`   of the last frame, for the belt; `link` names them
    `update`           one update in slow motion, after step `slow`
    """

    task: Task
    reel: Reel
    pinned: Reel | None
    probe: Probe
    length: int
    network: lc.Network
    run: lc.Run
    link: Link
    update: lc.Update | None = None
    slow: int = -1


def stage(desk: Desk, studio: Studio | None, text: str, words: Words) -> Stage:
    """Let the last network of the film on show read the learner's sequence."""
    task = lc.TASKS[desk.task]
    network = ending(desk, studio)
    link = replace(carried.link(desk), lang=words.lang, net=TASK + task.name, seq=text)
    run = network.run(cut(network, text[:TEXT_MAX]) or text[:TEXT_MAX])
    return Stage(
        task=task,
        reel=reels.reel(desk.shot, desk, words),
        pinned=reels.reel(desk.pinned, desk, words) if desk.pinned else None,
        probe=probe(task, run),
        length=desk.read.config.length or task.length,
        network=network,
        run=run,
        link=link,
        update=_update(desk, studio),
        slow=desk.slow,
    )


def _update(desk: Desk, studio: Studio | None) -> lc.Update | None:
    """Take the update after the frame on show apart; exactly where its training stands there."""
    film = reels.content(desk.shot, studio)
    if desk.slow < 0 or film is None:
        return None
    frame = film.frame_at(desk.slow)
    step = int(film.steps[frame])
    training = studio.find(desk.shot.name) if studio else None
    last = training.checkpoint if training else None
    memory = last.memory if last and last.step == step else None
    return _taken_apart(film, frame, memory)


@remembered(4, 3_000_000)  # a rerun for another widget asks again; the largest takes seconds
def _taken_apart(film: lc.Film, frame: int, memory: Memory | None) -> lc.Update:
    return lc.one_update(film.read, int(film.steps[frame]), film.model(frame), memory)


def ending(desk: Desk, studio: Studio | None) -> lc.Network:
    """Return the network of the last frame, or one of its shape that has learnt nothing."""
    film = reels.content(desk.shot, studio)
    task = lc.TASKS[desk.task]
    if film is not None:
        return task.network(film.model())
    recipe = lc.read_recipe(desk.shot.recipe)
    return task.network(first_model(recipe.cell, task, recipe.config))


def drawn(desk: Desk, studio: Studio | None, seed: int = 0) -> str:
    """Draw a sequence of the task as text."""
    sample = ending(desk, studio).sample
    return sample(Random(seed)) if sample else ""
