"""Links that are ready for a class, by what they are good for. No Streamlit here.

Their words stand in the language files under `page.teachers`, by the same keys; those of the
experiments under `effect.experiments`.
"""

from dataclasses import replace
from functools import cache
from typing import Any, Final, NamedTuple

from app import experiments
from app.i18n import words
from app.reading import read
from app.share import ALL_UNITS, STEP_MAX, Hold, Link

END: Final = STEP_MAX  # the last step, however long the sentence is in a language


class Lesson(NamedTuple):
    """A state without its language: `seq` is the key of a text of the network, `t` a step."""

    net: str
    t: int = 0
    seq: str = "opening"
    parts: tuple[tuple[str, Any], ...] = ()


def _held(signal: str, value: float) -> tuple[str, tuple[Hold, ...]]:
    return "hold", (Hold(signal, ALL_UNITS, value),)


LESSONS: Final[dict[str, dict[str, Lesson]]] = {
    "minute": {
        "lecture": Lesson("grew_up_in", t=2, parts=(("view", "lecture"),)),
        "beside": Lesson("learnt", parts=(("view", "beside"),)),
    },
    "question": {
        "fading": Lesson("grew_up_in", t=END, parts=(_held("f", 0.8),)),
        "never_forget": Lesson("grew_up_in", t=END, seq="encore", parts=(_held("f", 1.0),)),
        "show_open": Lesson("grew_up_in", t=END, parts=(_held("o", 1.0),)),
        "counter": Lesson("counter", t=END),
        "quotes": Lesson("quotes_en"),
    },
    "homework": {
        "random": Lesson("random", t=END, parts=(("seed", 7), ("size", 4))),
        "long": Lesson("learnt", seq="examples.5"),
        "text": Lesson("text_reader", t=END),
    },
}

EFFECTS: Final = (
    "write_open",
    "blunt_counter",
    "blunt_latch",
    "flipped_sign",
    "no_first",
    "one_of_six",
)
"""Of the ready experiments, those for a class."""


def page_of(group: str) -> str:
    """Return the address of the page that opens the links of a group."""
    return experiments.PAGE if group == "effect" else "inside"


@cache
def links(lang: str) -> dict[str, dict[str, Link]]:
    """Return every link in a language, by group and key."""
    made = {
        group: {key: _link(lesson, lang) for key, lesson in lessons.items()}
        for group, lessons in LESSONS.items()
    }
    return made | {"effect": {key: experiments.link(key, lang) for key in EFFECTS}}


def _link(lesson: Lesson, lang: str) -> Link:
    key, _, place = lesson.seq.partition(".")
    text = words(lang).get(f"networks.{lesson.net}.{key}")
    link = Link(lang=lang, net=lesson.net, seq=text[int(place)] if place else text)
    return read(replace(link, t=lesson.t, **dict(lesson.parts)))[0]
