"""Eight units that read any text in any script, each minding one thing.

Every unit is a trick that another hand-built network shows alone: toggling (`quotes_en`), counting
up and down, a saw-tooth (`line_position`), counting with a wipe, keeping only inside a run, and
two that store a sign: the candidate g writes +1 or −1.
"""

from math import atanh
from random import Random

from ..alphabet import Alphabet
from ..character_classes import CLASSES
from ..exam import Exam, Read
from ..network import Network
from ..readout import Readout
from ._gates import OPEN, OPENS, SHUT, SHUTS, Gate, R, S, params

SYMBOLS = tuple(CLASSES)
(
    NEWLINE, SPACE, QUOTE, OPENING_QUOTE, CLOSING_QUOTE, OPENING_BRACKET, CLOSING_BRACKET,
    QUESTION, EXCLAMATION, FULL_STOP, COMMA, DIGIT, HAN, LETTER, OTHER,
) = range(len(SYMBOLS))  # fmt: skip
ENDS = (QUESTION, EXCLAMATION, FULL_STOP, NEWLINE)  # of a sentence
PER_CHARACTER, PER_LETTER = 0.02, 0.1  # small, so that h = tanh(c) stays readable
BRACKETS, QUOTES = 0, 1


def on(symbols: tuple[int, ...], weight: float) -> list[tuple[int, float]]:
    """Give the same weight to several symbols."""
    return [(symbol, weight) for symbol in symbols]


# A closing bracket writes −1, but only if h says that one is open: ":)" closes nothing. Twice the
# weights of the other units: what goes up by 1 must come down by 1 to the last bit.
DEPTH = {
    "i": Gate(
        2 * (SHUT - R),
        inputs=[(OPENING_BRACKET, 2 * (OPENS + R)), (CLOSING_BRACKET, 2 * R)],
        units=[(BRACKETS, 2 * R)],
    ),
    "f": Gate(2 * OPEN),
    "g": Gate(OPEN, inputs=[(CLOSING_BRACKET, SHUTS)]),
    "o": Gate(OPEN),
}
# “ opens in English and closes in German, ” opens in Swedish: such a sign writes only if nothing
# is stored, as in `quotes_en`. „ and 「 always open, 」 always closes.
QUOTED = {
    "i": Gate(SHUT, inputs=[(QUOTE, OPENS), (OPENING_QUOTE, 2 * OPENS)], units=[(QUOTES, -R)]),
    "f": Gate(OPEN, inputs=on((QUOTE, OPENING_QUOTE, CLOSING_QUOTE), SHUTS)),
    "g": Gate(OPEN),
    "o": Gate(OPEN),
}
SENTENCE = {
    "i": Gate(OPEN, inputs=on(ENDS, SHUTS)),
    "f": Gate(OPEN, inputs=on(ENDS, SHUTS)),
    "g": Gate(atanh(PER_CHARACTER)),
    "o": Gate(OPEN),
}
COMMAS = {  # twice the weight: hundreds of commas leave nothing either
    "i": Gate(SHUT, inputs=[(COMMA, OPENS)]),
    "f": Gate(OPEN, inputs=on(ENDS, 2 * SHUTS)),
    "g": Gate(OPEN),
    "o": Gate(OPEN),
}
WORD = {
    "i": Gate(SHUT, inputs=on((LETTER, HAN), OPENS)),
    "f": Gate(SHUT, inputs=on((LETTER, HAN), OPENS)),
    "g": Gate(atanh(PER_LETTER)),
    "o": Gate(OPEN),
}
NUMBER = {  # "3.14" and "1,000" are one number, so a point and a comma keep what is stored
    "i": Gate(SHUT, inputs=[(DIGIT, OPENS)]),
    "f": Gate(SHUT, inputs=on((COMMA, FULL_STOP), OPENS)),
    "g": Gate(OPEN),
    "o": Gate(OPEN),
}
SCRIPT = {
    "i": Gate(OPEN),  # on anything else the candidate is 0
    "f": Gate(OPEN, inputs=on((HAN, LETTER), SHUTS)),
    "g": Gate(0.0, inputs=[(HAN, S), (LETTER, -S)]),
    "o": Gate(OPEN),
}
LAST_END = {
    "i": Gate(OPEN),
    "f": Gate(OPEN, inputs=on((QUESTION, EXCLAMATION, FULL_STOP), SHUTS)),
    "g": Gate(0.0, inputs=[(QUESTION, S), (EXCLAMATION, -S)]),
    "o": Gate(OPEN),
}
UNITS = {
    "brackets": DEPTH, "quotes": QUOTED, "sentence": SENTENCE, "commas": COMMAS,
    "word": WORD, "number": NUMBER, "script": SCRIPT, "last_end": LAST_END,
}  # fmt: skip

PIECES = ("(", "（", ")", "]", '"', "“", "”", "„", "「", "」", "a", "Я", "字", "7", "1", "3.", "1,",
          " ", "?", "!", "。", "，", "…")  # fmt: skip


def asked(rng: Random) -> str:
    """Draw signs of many scripts, brackets and quotes and digits more than in any book."""
    return "".join(rng.choices(PIECES, k=rng.randint(5, 25)))


def right(symbols: Read) -> list[str | None]:
    """Follow the depth of brackets, the quotes and the number."""
    depth, quoted, number, said = 0, False, False, list[str | None]()
    for s in symbols:
        depth += (s == "opening_bracket") - (s == "closing_bracket" and depth > 0)
        quoted = {"quote": not quoted, "opening_quote": True, "closing_quote": False}.get(s, quoted)
        number = s == "digit" or (number and s in ("comma", "full_stop"))
        where = {"in_brackets": depth > 0, "in_quotes": quoted, "in_number": number}
        said.append("+".join(label for label, inside in where.items() if inside) or None)
    return said


NETWORK = Network(
    name="text_reader",
    cell="lstm",
    layers=((params(len(SYMBOLS), list(UNITS.values())),),),
    tokens=Alphabet(SYMBOLS, mode="classes"),
    readout=Readout(
        "speak",
        source="c",
        units=(BRACKETS, QUOTES, list(UNITS).index("number")),
        labels=("in_brackets", "in_quotes", "in_number"),
        threshold=0.5,
    ),
    unit_names=tuple(UNITS),
    reasons={
        "i": (
            "bracket_if_it_fits", "quote_when_outside", "all_but_ends", "only_commas",
            "only_letters", "only_digits", "always_open", "always_open",
        ),
        "f": (
            "always_open", "wiped_by_quote", "wiped_by_ends", "wiped_by_ends",
            "kept_by_letters", "kept_by_points", "wiped_by_letter", "wiped_by_next_end",
        ),
        "g": (
            "up_or_down", "always_one", "small_step", "always_one",
            "letter_step", "always_one", "han_or_letter", "question_or_call",
        ),
        "o": ("always_open",) * 8,
    },
    exam=Exam(asked, right),
)  # fmt: skip
