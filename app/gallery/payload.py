"""What is shown of the networks: the real numbers of each one's opening, and ready links."""

from functools import cache
from typing import Any

import lstm_core as lc
from app.belt.assets import PLOTLY_PATH
from app.belt.payload import Array, pack
from app.catalogue import DOES
from app.figures.palette import PALETTE
from app.i18n import words
from app.lessons import links, page_of
from app.reading import read
from app.share import Link, opening, write_link

TOKENS_MAX = 24  # of a sequence: as much as one card holds


def links_data(lang: str) -> dict[str, Any]:
    """Describe the links that are ready to copy: words and states, no numbers to draw."""
    say = words(lang)
    groups = [
        {
            "title": say(f"page.teachers.groups.{group}"),
            "page": page_of(group),
            "rows": [
                {"key": key, "query": write_link(link)} | _told(group, key, lang)
                for key, link in ready.items()
            ],
        }
        for group, ready in links(lang).items()
    ]
    buttons = {name: say(f"page.teachers.{name}") for name in ("copy", "copied", "open")}
    return {"lang": lang, "palette": PALETTE, "groups": groups, "words": buttons}


def _told(group: str, key: str, lang: str) -> dict[str, str]:
    """Return title and text of a link; an experiment asks what will happen."""
    if group == "effect":
        table = words(lang).table(f"effect.experiments.{key}")
        return {"title": table["title"], "text": table["ask"]}
    table = words(lang).table(f"page.teachers.{key}")
    return {"title": table["title"], "text": table["text"]}


@cache
def encode(lang: str) -> bytes:
    """Encode all cards in a language, grouped by what a network does."""
    arrays: dict[str, Array] = {}
    groups: list[dict[str, Any]] = []
    for does, names in DOES.items():
        cards: list[dict[str, Any]] = []
        for net in names:
            card, arrays[net] = _card(net, lang)
            cards.append(card)
        groups.append({"title": words(lang)(f"page.networks.groups.{does}"), "cards": cards})
    header = {"lang": lang, "palette": PALETTE, "plotly": PLOTLY_PATH, "groups": groups}
    return pack(header, arrays)


def _card(net: str, lang: str) -> tuple[dict[str, Any], Array]:
    """Describe one network, and take c of its run (h where the cell has no c)."""
    say = words(lang)
    link = Link(lang=lang, net=net, seq=opening(net, lang))
    run = read(link)[1]
    ready = run.network
    signal = "c" if "c" in lc.CELLS[ready.cell].SIGNALS else "h"
    tokens = [[token.text, token.symbol is not None] for token in run.tokens[:TOKENS_MAX]]
    steps = sum(1 for _, was_read in tokens if was_read)
    card = {
        "net": net,
        "title": say(f"networks.{net}.title"),
        "question": say(f"networks.{net}.question"),
        "units": _units(ready, lang),
        "mark": _mark(ready, lang),
        "query": write_link(link),
        "signal": signal,
        "H": ready.hidden_size,
        "tokens": tokens,
    }
    return card, getattr(run.traces[0].steps, signal)[:steps]


def _units(ready: lc.Network, lang: str) -> str:
    if ready.hidden_size == 1:
        return words(lang)("page.networks.unit")
    return words(lang)("page.networks.units", count=ready.hidden_size)


def _mark(ready: lc.Network, lang: str) -> str:
    """Tell apart what nobody designed: drawn at random, or trained on examples."""
    if ready.reasons:
        return ""
    return words(lang)(f"page.networks.{'random' if ready.name == 'random' else 'trained'}")
