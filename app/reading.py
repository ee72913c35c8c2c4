"""From a link to what a network really read: limits, holds, edits, the run. No Streamlit here.

Page, downloads and tests take this one road, so that a file holds what the screen shows.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

import lstm_core as lc
from app import experiment, trained
from app.catalogue import CELLS, TASK, every_network
from app.i18n import Words
from app.problems import Problem, shown
from app.settings import SETTINGS
from app.share import SEED_MAX, STEP_MAX, Link, clip, opening

TEXT_MAX = 5_000  # characters looked at: enough for 500 words, and a pasted book stays cheap
DRAWN_MAX = 60  # steps that can be drawn, as in app/belt/js/draw.js
NAMED_MAX = 5  # unread characters that a sentence names
TAPE_MAX = 1_000  # places on the tape, those that are not read included

Mode = Literal["", "tour", "showcase"]  # how the belt begins; "": it decides by itself


class Reading(NamedTuple):
    """What a page shows: the present link, its network and run, and what has to be said."""

    link: Link
    network: lc.Network
    run: lc.Run
    encore: lc.Run | None
    tour: bool
    mode: Mode
    problems: tuple[Problem, ...]


def network(
    net: str, seed: int = 0, size: int = 1, cell: str = CELLS[0], train: str = ""
) -> lc.Network:
    """Return a ready network, a random one of a size, seed and cell, or a trained one of a recipe.

    Raises UnknownName for a trained one that is not here: `here` keeps such links away.
    """
    if net == "random":
        return lc.random_network(size, seed, cell)
    if not net.startswith(TASK):
        return lc.NETWORKS[net]
    if found := trained.find(net, train):
        return found
    raise lc.UnknownName(f"no network was trained here by {train or net!r}")


def here(link: Link) -> tuple[Link, tuple[Problem, ...]]:
    """Bring a link to a network that is on this server, and say what stands in for what is not.

    What was trained here is gone when the server starts anew; its recipe trains it again.
    """
    if not link.net.startswith(TASK) or trained.find(link.net, link.train):
        return link, ()
    gone = Problem("notices.train.gone", {"recipe": link.train or link.net}, train=link.train)
    if trained.find(link.net):
        return replace(link, train="", at=-1), (gone,)
    first = replace(link, net=Link.net, seq=opening(Link.net, link.lang), train="", at=-1)
    return first, (gone,)


def holdable(ready: lc.Network) -> tuple[str, ...]:
    """Return the signals of a network that can be held: those that have weights of their own."""
    return lc.CELLS[ready.cell].BLOCKS


def cut(ready: lc.Network, seq: str) -> tuple[str, ...]:
    """Return the tokens that are read when a sequence is too long; () when it is not."""
    tokens = ready.tokens.read(seq) if ready.tokens else ()
    steps = 0
    for place, token in enumerate(tokens):
        if steps == SETTINGS.sequence or place == TAPE_MAX:
            return tuple(token.text for token in tokens[:place])
        steps += token.symbol is not None
    return ()


def drawable(net: str, text: object) -> bool:
    """Tell whether a text is what a hand can draw for a network: a browser sends anything."""
    numbers = network(net).tokens
    if not isinstance(numbers, lc.Numbers) or not isinstance(text, str) or len(text) > TEXT_MAX:
        return False
    tokens = numbers.read(text)
    return 1 <= len(tokens) <= DRAWN_MAX and all(token.known for token in tokens)


def read(link: Link) -> tuple[Link, lc.Run, tuple[Problem, ...]]:
    """Run a link's network over its sequence, its gates held and its edits done.

    Returns the link with its step, unit, holds and edits within what there is, and a problem for
    each that was not. Edits that do not fit are left out together: half an experiment is another.
    """
    link, gone = here(link)
    ready = network(*link.network)
    units, signals = ready.hidden_size, holdable(ready)
    link, problems = clip(link, steps=STEP_MAX, units=units, signals=signals)
    run = _edited(link, ready)
    if isinstance(run, Problem):
        problems = (*problems, run)
        link = replace(link, edits=())
        run = ready.run(_text(link, ready), edits=experiment.clamps(link.hold))
    link, misfits = clip(link, steps=len(run.x), units=units, signals=signals)
    return link, run, (*gone, *problems, *misfits)


def untouched(link: Link) -> lc.Run:
    """Run a link's network over its sequence with nothing held and nothing edited."""
    ready = network(*link.network)
    return ready.run(_text(link, ready))


def _edited(link: Link, ready: lc.Network) -> lc.Run | Problem:
    if edit := experiment.misfit(link.edits, ready):
        return experiment.about_misfit(edit, ready)
    edits = [*experiment.clamps(link.hold), *(entry.edit for entry in link.edits if entry.on)]
    return experiment.run_edited(ready, _text(link, ready), edits) or experiment.too_large()


def _text(link: Link, ready: lc.Network) -> str | tuple[str, ...]:
    """Return what is read of a link's sequence."""
    seq = link.seq[:TEXT_MAX]
    return cut(ready, seq) or seq


def about(seq: str, ready: lc.Network, done: lc.Run, words: Words) -> list[Problem]:
    """List what has to be said of a sequence: that it was cut, and what was not understood."""
    said: list[Problem] = []
    if len(seq) > TEXT_MAX:
        said.append(Problem("notices.long", {"length": f"{len(seq):,}", "limit": f"{TEXT_MAX:,}"}))
    elif cut(ready, seq):
        limit = {"limit": f"{len(done.x)}"}
        lowered = len(done.x) == SETTINGS.sequence < STEP_MAX
        said.append(
            Problem("notices.cut_server", limit) if lowered else Problem("notices.cut", limit)
        )
    unread = list(dict.fromkeys(done.tokens[place].text for place in done.unknown))
    if unread:
        named = " ".join(map(shown, unread[:NAMED_MAX])) + " …" * (len(unread) > NAMED_MAX)
        said.append(_unread(named, ready, words))
    elif any(not token.known for token in done.tokens):
        said.append(Problem(f"networks.{ready.name}.knows"))
    return said


def _unread(named: str, ready: lc.Network, words: Words) -> Problem:
    """Say what was not read, and what the network reads instead."""
    if isinstance(ready.tokens, lc.Numbers):
        low, high = (
            f"{bound:g}".replace("-", "−") for bound in (ready.tokens.low, ready.tokens.high)
        )
        key = f"notices.unread_numbers.{ready.tokens.form}"
        return Problem(key, {"symbols": named, "low": low, "high": high})
    symbols = " ".join(f"“{s}”" for s in words.list(f"networks.{ready.name}.symbols"))
    return Problem("notices.unread", {"symbols": named, "alphabet": symbols})


def limits() -> dict[str, Sequence[object]]:
    """Return what names a network, and what each may be."""
    return {
        "net": every_network(),
        "seed": range(SEED_MAX + 1),
        "size": range(1, SETTINGS.hidden_size + 1),
        "cell": CELLS,
    }


def within(link: Link) -> Link:
    """Bring what names the network within its limits; what is beyond them becomes the first."""
    return replace(
        link,
        **{
            name: value if (value := getattr(link, name)) in allowed else allowed[0]
            for name, allowed in limits().items()
        },
    )
