"""I grew up in France … I speak ____: keep the country in c, stay silent, speak when asked."""

from random import Random

from ..alphabet import Alphabet
from ..exam import Exam, Read, every_step
from ..network import Network
from ..readout import Readout
from ._gates import OPEN, OPENS, SHUT, SHUTS, Gate, params

FRANCE, CHINA, JAPAN, SPEAK, OTHER = range(5)
COUNTRIES = (FRANCE, CHINA, JAPAN)


def remembers(country: int) -> dict[str, Gate]:
    """Build the unit that holds one country."""
    return {
        "i": Gate(SHUT, inputs=[(country, OPENS)]),  # writes on its own country
        "f": Gate(OPEN, inputs=[(other, SHUTS) for other in COUNTRIES]),  # any country wipes
        "g": Gate(OPEN),  # what is written is 1
        "o": Gate(SHUT, inputs=[(SPEAK, OPENS)]),  # shows only when asked to speak
    }


LANGUAGES = {"france": "french", "china": "chinese", "japan": "japanese"}
NAMES = {"en": ("France", "China", "Japan"), "zh": ("法国", "中国", "日本")}
OPENINGS = {"en": "I grew up in {}", "zh": "我在{}长大"}
CLAUSES = {
    "en": (" and love chess", " but I like chess", " and I also like chess", " so I can chess"),
    "zh": ("爱下棋", "但我喜欢下棋", "也爱下棋", "我也会下棋"),
}
COUNTRY_CLAUSES = {"en": " but now I love {}", "zh": "但我喜欢{}"}
ENDINGS = {"en": " so I speak", "zh": "我会说"}


def asked(rng: Random) -> str:
    """Draw a sentence that names one country or two and ends with "speak", in either language."""
    lang = rng.choice(("en", "zh"))
    first, second = rng.sample(NAMES[lang], 2)
    clauses = rng.choices(CLAUSES[lang], k=rng.randint(0, 4))
    if rng.random() < 0.5:
        place = rng.randint(0, len(clauses))
        clauses.insert(place, COUNTRY_CLAUSES[lang].format(second))
    return OPENINGS[lang].format(first) + "".join(clauses) + ENDINGS[lang]


def right(symbols: Read) -> list[str | None]:
    """Keep quiet, and on "speak" name the language of the last country."""
    said, language = list[str | None](), None
    for symbol in symbols:
        language = LANGUAGES.get(symbol, language)
        said.append(language if symbol == "speak" else None)
    return said


NETWORK = Network(
    name="grew_up_in",
    cell="lstm",
    layers=((params(5, [remembers(country) for country in COUNTRIES]),),),
    tokens=Alphabet(
        symbols=("france", "china", "japan", "speak", "x"),
        spellings=(("法国", "France"), ("中国", "China"), ("日本", "Japan"), ("说", "speak"), ()),
        catch_all=OTHER,
        fillers=(
            *("我", "在", "长大", "爱", "喜欢", "下棋", "会", "也", "但"),
            *("I", "grew up in", "grew up", "in", "and", "but", "so", "love", "like", "chess"),
            *("now", "can", "also"),
        ),
        mode="words",
    ),
    readout=Readout(
        "speak",
        source="h",
        units=COUNTRIES,
        labels=("french", "chinese", "japanese"),
        threshold=0.3,
    ),
    unit_names=("france", "china", "japan"),
    reasons={
        "i": ("own_country",) * 3,
        "f": ("any_country",) * 3,
        "g": ("always_one",) * 3,
        "o": ("asked_to_speak",) * 3,
    },
    exam=Exam(asked, right, every_step),
)
