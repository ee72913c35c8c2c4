"""Experiments that are ready: a network, what is done to it, and the step where that shows.

No Streamlit here. Their words stand in the language files under `effect.experiments`, by the same
keys.
"""

from dataclasses import replace
from functools import cache
from typing import Final, NamedTuple

import lstm_core as lc
from app.i18n import Words, words
from app.reading import read
from app.share import STEP_MAX, Link
from lstm_core.history import Entry

PAGE: Final = "effect"  # the address of the page that opens them
END: Final = STEP_MAX  # the last step, however long the sentence is in a language


class Ready(NamedTuple):
    """An edited network without a language.

    `seq` is the key of a text of the network, or where `plain` the text itself; `t` steps are read.
    """

    net: str
    edits: tuple[lc.Edit, ...]
    t: int = END
    seq: str = "opening"
    plain: bool = False


EXPERIMENTS: Final[dict[str, Ready]] = {
    "never_forget": Ready("continual_reber", (lc.Clamp("f", value=1.0),), t=11),
    "show_open": Ready("grew_up_in", (lc.Clamp("o", value=1.0),), t=3),
    "write_open": Ready("adding", (lc.Clamp("i", value=1.0),)),
    "blunt_counter": Ready("counter", (lc.Sharpen(0.4),), seq="a" * 100, plain=True),
    "blunt_latch": Ready("latch", (lc.Sharpen(0.4),), seq="S" + "-" * 99, plain=True),
    # The weight by which a 1 shuts Keep: row block f of one unit, the input "1".
    "flipped_sign": Ready("parity", (lc.SetWeight("weight_ih", 1, 1, 40.0),), t=2),
    "no_first": Ready("temporal_order", (lc.Cut(0),), t=8),
    "miscounted": Ready("counter", (lc.Overwrite("c", 0, 2, 0.0),), t=3),
    "lost_depth": Ready("dyck1", (lc.Overwrite("c", 0, 3, 2.0),), t=4, seq="examples.1"),
    "frozen": Ready("latch", (lc.Clamp("c", first=1, value="frozen"),), t=5),
    "one_of_six": Ready("learnt", (lc.Cut(2),)),
    "other_country": Ready("grew_up_in", (lc.ReplaceToken(2, "symbols.2"),), t=3),
}
"""What the text of a ReplaceToken names is a text of the network too: it has a language."""


@cache
def link(key: str, lang: str) -> Link:
    """Return the link that opens an experiment in a language, at the step where it shows."""
    one = EXPERIMENTS[key]
    say = words(lang)
    seq = one.seq if one.plain else _text(one.net, one.seq, say)
    entries = tuple(Entry(_spoken(one.net, edit, say)) for edit in one.edits)
    return read(Link(lang=lang, net=one.net, seq=seq, t=one.t, edits=entries))[0]


def _text(net: str, place: str, say: Words) -> str:
    key, _, number = place.partition(".")
    text = say.get(f"networks.{net}.{key}")
    return text[int(number)] if number else text


def _spoken(net: str, edit: lc.Edit, say: Words) -> lc.Edit:
    """Put the word that a token becomes into a language."""
    if isinstance(edit, lc.ReplaceToken):
        return replace(edit, text=_text(net, edit.text, say))
    return edit
