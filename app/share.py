"""Links that carry an exact state: reading, checking, writing. No Streamlit here.

A link is read from the raw query, before any widget sees it, so that what cannot be used is said in
one sentence instead of being dropped in silence. Everything that can be used is used.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from app.catalogue import CELLS, TASK, every_network
from app.i18n import FALLBACK, languages, words
from app.problems import Problem, Unusable, shown
from app.settings import SETTINGS
from app.share_edits import read_edits
from app.share_train import EXAMPLE, read_settings, read_train
from lstm_core.history import Entries, entries_text
from lstm_core.training.recipe import STEPS_MAX, read_recipe

VERSION = "1"
SPEEDS = {"0.5": 0.5, "1": 1.0, "3": 3.0, "10": 10.0}
VIEWS = ("machine", "weights", "strips", "text", "table", "code", "beside", "lecture")
SEED_MAX, SIZE_MAX, STEP_MAX = 9999, 64, 500
SEQ_BYTES = 3_000  # percent-encoded; longer addresses are cut by mail programs and chats
NAMED_MAX = 6  # of the names that a value may have, the nearest: a sentence is no list
ALL_UNITS = -1
QUIET = ("edits", "train", "at", "settings", "beside")  # in a link only where they say something
_HOLD_EXAMPLE = "f:all:0.8"


class Hold(NamedTuple):
    """One gate held at a value: of one unit, or of all of them (`ALL_UNITS`)."""

    signal: str
    unit: int
    value: float

    def __str__(self) -> str:
        unit = "all" if self.unit == ALL_UNITS else str(self.unit)
        value = f"{self.value:.4f}".rstrip("0").rstrip(".")
        return f"{self.signal}:{unit}:{value}"


@dataclass(frozen=True)
class Link:
    """The state that a link carries.

    `t` steps are read; `u` = -1 means no unit is in focus. `train` is the recipe of a trained
    network, "" that of the network that ships; `at` the step of its training on show, -1 the last.
    `settings` is what the film page would train next, where that is not the film on show; `beside`
    the recipe of the film that ships and stands beside that one. `QUIET` ones stand in a link only
    where they say something.
    """

    lang: str = FALLBACK
    net: str = "grew_up_in"
    seq: str = ""
    seed: int = 0
    size: int = 8
    cell: str = CELLS[0]
    t: int = 0
    u: int = -1
    view: str = "machine"
    speed: float = 1.0
    hold: tuple[Hold, ...] = ()
    edits: Entries = ()
    train: str = ""
    at: int = -1
    settings: str = ""
    beside: str = ""

    @property
    def network(self) -> tuple[str, int, int, str, str]:
        """What names a network: the ready one, a random one's seed, size and cell, a recipe."""
        return self.net, self.seed, self.size, self.cell, self.train


def opening(net: str, lang: str) -> str:
    """Return the sequence that a network starts with in a language."""
    return words(lang)(f"networks.{net}.opening")


# One reader a parameter: raw text in, value out, Unusable if it cannot be.


def _one_of(allowed: Callable[[], Sequence[str]]) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw not in (names := allowed()):
            near = names if len(names) <= NAMED_MAX else get_close_matches(raw, names, NAMED_MAX, 0)
            raise Unusable(", ".join(near) + ", …" * (len(names) > NAMED_MAX), raw)
        return raw

    return read


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(raw: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,6}", raw) or not low <= int(raw) <= high:
            raise Unusable(f"{low}…{high}", raw)
        return int(raw)

    return read


def _read_size(raw: str) -> int:
    size = _whole(1, SIZE_MAX)(raw)
    if size > SETTINGS.hidden_size:
        raise Unusable(str(SETTINGS.hidden_size), raw, "_server")
    return size


def _read_speed(raw: str) -> float:
    return SPEEDS[_one_of(lambda: tuple(SPEEDS))(raw)]


def _read_seq(raw: str) -> str:
    if not fits_link(raw):
        raise Unusable(f"{SEQ_BYTES:,}", raw)
    return raw


def _read_hold(piece: str) -> Hold:
    match = re.fullmatch(r"([fiogrzn]):(all|[0-9]{1,2}):([01](?:\.[0-9]{1,4})?)", piece)
    if not match or float(match[3]) > 1 or (match[2] != "all" and int(match[2]) >= SIZE_MAX):
        raise Unusable(_HOLD_EXAMPLE, piece)
    unit = ALL_UNITS if match[2] == "all" else int(match[2])
    return Hold(match[1], unit, float(match[3]))


def _read_holds(raw: str) -> tuple[tuple[Hold, ...], Unusable | None]:
    """Read a comma list; the good pieces stand even when one is bad."""
    good: dict[tuple[str, int], Hold] = {}
    bad: Unusable | None = None
    for piece in raw.split(",") if raw else ():
        try:
            hold = _read_hold(piece)
            if (hold.signal, hold.unit) in good:
                raise Unusable(_HOLD_EXAMPLE, piece)
            good[hold.signal, hold.unit] = hold
        except Unusable as unusable:
            bad = bad or unusable
    return tuple(good.values()), bad


READERS: dict[str, Callable[[str], Any]] = {
    "lang": _one_of(lambda: tuple(languages())),
    "net": _one_of(every_network),
    "seq": _read_seq,
    "seed": _whole(0, SEED_MAX),
    "size": _read_size,
    "cell": _one_of(lambda: CELLS),
    "t": _whole(0, STEP_MAX),
    "u": _whole(-1, SIZE_MAX - 1),
    "view": _one_of(lambda: VIEWS),
    "speed": _read_speed,
    "edits": read_edits,
    "train": read_train,
    "at": _whole(-1, STEPS_MAX),
    "settings": read_settings,
    "beside": read_settings,
}


Query = Mapping[str, str | Sequence[str]]


def read_link(query: Query, lang: str = FALLBACK) -> tuple[Link, tuple[Problem, ...]]:
    """Read a raw query; `lang` is the language of somebody whose link names none.

    A missing parameter takes its default (the sequence: the network's opening in the language). A
    parameter that is garbled, unknown, out of range or given twice yields one problem.
    """
    flat: dict[str, str] = {}
    problems: list[Problem] = []
    for name, raw in query.items():
        many = [raw] if isinstance(raw, str) else list(raw)
        if len(many) > 1:
            problems.append(Problem("notices.link.repeated", {"got": shown(name)}))
        if many:
            flat[name] = many[0]
    link, more = read(flat, lang, READERS)
    return link, (*problems, *more)


def read(
    raw: Mapping[str, str], lang: str, readers: Mapping[str, Callable[[str], Any]]
) -> tuple[Link, list[Problem]]:
    """Read parameters by their readers, and holds, which stand one by one."""
    problems: list[Problem] = []
    values: dict[str, Any] = {"lang": lang}
    if raw.get("v", VERSION) != VERSION:
        problems.append(Problem("notices.link.v", {"got": shown(raw["v"])}))
    for name, reader in readers.items():
        try:
            if name in raw:
                values[name] = reader(raw[name])
        except Unusable as bad:
            problems.append(_unusable(name, bad))
    values["hold"], bad = _read_holds(raw.get("hold", ""))
    if bad:
        problems.append(_unusable("hold", bad))
    known = {*readers, "hold", "v"}
    problems += [
        Problem("notices.link.unknown", {"got": shown(name)}) for name in raw if name not in known
    ]
    link = Link(**values)
    if link.train:
        trained = TASK + read_recipe(link.train).task
        if values.get("net", trained) != trained:
            problems.append(_unusable("train", Unusable(EXAMPLE, link.train)))
            link = replace(link, train="", at=-1)
        else:
            link = replace(link, net=trained)
    if "seq" not in values:
        link = replace(link, seq=opening(link.net, link.lang))
    return link, problems


def _unusable(name: str, bad: Unusable) -> Problem:
    return Problem(
        f"notices.link.{name}{bad.part}", {"got": shown(bad.got), "expected": bad.expected}
    )


def clip(
    link: Link, steps: int, units: int, signals: Collection[str]
) -> tuple[Link, tuple[Problem, ...]]:
    """Fit a link to what its network really has.

    `steps` steps are read by `units` units, of which these `signals` can be held.
    """
    problems: list[Problem] = []
    if link.t > steps:
        problems.append(_unusable("t", Unusable(f"0…{steps}", str(link.t))))
    if link.u >= units:
        problems.append(_unusable("u", Unusable(f"-1…{units - 1}", str(link.u))))
    hold = tuple(held for held in link.hold if held.unit < units and held.signal in signals)
    if hold != link.hold:
        outside = next(str(held) for held in link.hold if held not in hold)
        problems.append(_unusable("hold", Unusable(_HOLD_EXAMPLE, outside)))
    u = link.u if link.u < units else -1
    return replace(link, t=min(link.t, steps), u=u, hold=hold), tuple(problems)


def fits_link(seq: str) -> bool:
    """Tell whether a sequence is short enough for a link; if not, it travels as a file."""
    return len(quote(seq, safe="!'()*", errors="replace")) <= SEQ_BYTES  # encodeURIComponent's


def parameters(link: Link) -> dict[str, str]:
    """Return every parameter of a link as text, defaults included, and the version."""
    texts = {"v": VERSION}
    for each in fields(link):
        texts[each.name] = str(getattr(link, each.name))
    texts["speed"] = f"{link.speed:g}"
    texts["hold"] = ",".join(map(str, link.hold))
    texts["edits"] = entries_text(link.edits)
    silent = {name for name in QUIET if getattr(link, name) == getattr(Link, name)}
    return {name: text for name, text in texts.items() if name not in silent}


def start_values(link: Link) -> dict[str, Any]:
    """Return a link as the values with which the belt starts in the browser."""
    start = {each.name: getattr(link, each.name) for each in fields(link)}
    return start | {"hold": ",".join(map(str, link.hold)), "edits": entries_text(link.edits)}


def write_link(link: Link) -> str:
    """Return the query string of a link, without the question mark."""
    return urlencode(parameters(link), quote_via=quote, safe="", errors="replace")
