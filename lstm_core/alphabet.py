"""From text to the symbols that a network reads, and what it cannot read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from unicodedata import category

import numpy as np

from .arrays import Array
from .character_classes import class_of

Mode = Literal["characters", "words", "boxes", "classes"]


class Token(NamedTuple):
    """One piece of text as a person sees it.

    `symbol` is its index in the alphabet, None when the network cannot read it (no time step).
    `known` is False for what has no meaning of its own to the network: a word that it lumps
    together with all others, or a character that it does not read.
    `values` is its row of x where a network reads numbers; its symbol is 0 there.
    """

    text: str
    symbol: int | None
    known: bool = True
    values: tuple[float, ...] = ()


@dataclass(frozen=True)
class Alphabet:
    """The symbols of a network and how they are spelled.

    `symbols`    one key per input
    `spellings`  for each symbol, the texts that stand for it, one per language
    `catch_all`  the symbol of everything else; None: everything else is not read
    `fillers`    words that go to the catch-all on purpose: they count as known
    `mode`       "characters": a grapheme cluster is a token, exactly as spelled.
                 "words": the longest spelling or filler, case-insensitive, Latin letters only as
                 whole words; what lies between is one unknown word; space and punctuation are no
                 tokens.
                 "boxes": a grapheme cluster is a token; its symbol is the sum of its code points
                 modulo the number of symbols, so that every script can be read.
                 "classes": a grapheme cluster is a token; its symbol is the kind of sign that it
                 is in any script (`character_classes`): the symbols are keys of CLASSES.
    """

    symbols: tuple[str, ...]
    spellings: tuple[tuple[str, ...], ...] = ()
    catch_all: int | None = None
    fillers: tuple[str, ...] = ()
    mode: Mode = "characters"

    def read(self, text: str) -> tuple[Token, ...]:
        """Cut a text into tokens. Never fails: control characters are characters like others.

        >>> from lstm_core import NETWORKS
        >>> [token.text for token in NETWORKS["grew_up_in"].tokens.read("我在法国长大")]
        ['我', '在', '法国', '长大']
        """
        if self.mode == "words":
            return tuple(self.token(piece) for piece in _words(text, self._vocabulary()))
        return tuple(self.token(piece) for piece in graphemes(text))

    def token(self, text: str) -> Token:
        """Look up one piece of text that is a token already."""
        if self.mode == "boxes":
            return Token(text, sum(map(ord, text)) % len(self.symbols))
        if self.mode == "classes":
            return Token(text, self.symbols.index(class_of(text)))
        key = text.casefold() if self.mode == "words" else text
        for symbol, spellings in enumerate(self.spellings):
            if key in (self._key(spelling) for spelling in spellings):
                return Token(text, symbol)
        if self.catch_all is None:
            return Token(text, None, known=False)
        known = self.mode != "words" or key in (self._key(filler) for filler in self.fillers)
        return Token(text, self.catch_all, known)

    def encode(self, tokens: Sequence[Token]) -> Array:
        """Return the one-hot rows (T, D) of the tokens that are read."""
        symbols = [token.symbol for token in tokens if token.symbol is not None]
        x = np.zeros((len(symbols), len(self.symbols)))
        x[np.arange(len(symbols)), np.array(symbols, int)] = 1.0
        x.flags.writeable = False
        return x

    def _key(self, spelling: str) -> str:
        return spelling.casefold() if self.mode == "words" else spelling

    def _vocabulary(self) -> tuple[str, ...]:
        return (*(word for words in self.spellings for word in words), *self.fillers)


def graphemes(text: str) -> list[str]:
    """Cut a text into grapheme clusters: what a person sees as one character."""
    import regex  # 20 ms that `import lstm_core` need not pay

    return regex.findall(r"\X", text)


def _words(text: str, vocabulary: tuple[str, ...]) -> Iterator[str]:
    known = _longest_match(vocabulary)
    place, unknown = 0, ""
    clusters = _starts(text)
    while place < len(text):
        match = known.match(text, place)
        if match and match.end() in clusters:
            piece, end = " ".join(match.group().split()), match.end()
        else:
            piece, end = "", clusters[place]
        if piece or _separates(text, place):
            if unknown:
                yield unknown
            unknown = ""
            if piece:
                yield piece
        else:
            unknown += text[place:end]
        place = end
    if unknown:
        yield unknown


def _starts(text: str) -> dict[int, int]:
    """Map the start of every grapheme cluster to its end; the end of the text to itself."""
    ends: dict[int, int] = {}
    place = 0
    for cluster in graphemes(text):
        ends[place] = place + len(cluster)
        place = ends[place]
    ends[place] = place
    return ends


def _separates(text: str, place: int) -> bool:
    """Say whether the character at `place` stands between words.

    Emoji (category So) are words of their own kind; an apostrophe between two letters belongs to
    its word ("don't").
    """
    char = text[place]
    if char in "'’" and 0 < place < len(text) - 1:
        return not (text[place - 1].isalpha() and text[place + 1].isalpha())
    kind = category(char)
    return char.isspace() or kind[0] in "PZ" or kind in ("Cc", "Cf", "Cs", "Sm", "Sc", "Sk")


@lru_cache
def _longest_match(vocabulary: tuple[str, ...]) -> Any:
    """Compile the vocabulary, longest first; a Latin word must not touch further Latin letters."""
    import regex

    def pattern(word: str) -> str:
        text = r"\s+".join(regex.escape(part) for part in word.split())
        if not regex.match(r"\p{Latin}", word):
            return text
        letter = r"[\p{Latin}\p{M}\p{N}]"
        return rf"(?<!{letter}|\p{{Latin}}['’]){text}(?!{letter}|['’]\p{{Latin}})"

    longest_first: Iterable[str] = sorted(vocabulary, key=len, reverse=True)
    return regex.compile("|".join(map(pattern, longest_first)), regex.IGNORECASE)
