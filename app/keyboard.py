"""The small keyboard of a network: one key for each symbol that it reads. No Streamlit here."""

import lstm_core as lc
from app.i18n import Words

KEYS_MAX = 12


def keys(network: lc.Network, words: Words) -> tuple[str, ...]:
    """Spell every symbol of a network as the language does; () when they are too many to tap.

    What stands for "anything else" is the first such token of the opening sequence.
    """
    alphabet = network.tokens
    if not isinstance(alphabet, lc.Alphabet) or not alphabet.spellings:
        return ()
    if len(alphabet.symbols) > KEYS_MAX:
        return ()
    texts = (
        words(f"networks.{network.name}.opening"),
        *words.list(f"networks.{network.name}.examples"),
    )
    seen: dict[int, str] = {}
    for text in texts:
        for token in alphabet.read(text):
            if token.symbol is not None and token.known:
                seen.setdefault(token.symbol, token.text)
    spelled = (
        seen.get(symbol) or next(iter(spellings), "")
        for symbol, spellings in enumerate(alphabet.spellings)
    )
    return tuple(filter(None, spelled))


def typed(network: lc.Network, text: str, token: str) -> str:
    """Append a token; Latin words are kept apart by a space."""
    words_apart = isinstance(network.tokens, lc.Alphabet) and network.tokens.mode == "words"
    space = " " if words_apart and text and text[-1].isascii() and token[0].isascii() else ""
    return text + ("" if text[-1:].isspace() else space) + token


def without_last(network: lc.Network, text: str) -> str:
    """Take the last token away, and the space before it."""
    tokens = network.tokens.read(text) if network.tokens else ()
    start = text.rfind(tokens[-1].text) if tokens else -1
    if start < 0:  # spelled with more spaces than its token
        return text.rstrip()[:-1]
    words_apart = isinstance(network.tokens, lc.Alphabet) and network.tokens.mode == "words"
    return text[:start].rstrip() if words_apart else text[:start]
