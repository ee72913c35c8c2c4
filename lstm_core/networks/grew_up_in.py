"""I grew up in France … I speak ____: keep the country in c, stay silent, speak when asked."""

from ..alphabet import Alphabet
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
)
