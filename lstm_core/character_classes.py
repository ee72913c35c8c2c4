"""What kind of sign a character is, in every script: the symbols of a reader of any text.

CLASSES has one pattern a class, and the first that fits counts. The package `regex` knows Unicode's
categories, scripts and ends of sentences (UAX #29). Single quotes are no quotes here but "other":
’ is an apostrophe far more often, and 『』 stand inside 「」.
"""

from functools import lru_cache
from typing import Any, Final

CLASSES: Final[dict[str, str]] = {
    "newline": r"[\n\r\x0b\x0c\x85\u2028\u2029↵]",
    "space": r"[\s\p{Zs}]",
    # One language opens with the sign that another closes with: “so”, „so“, ”so”, «so», »so«.
    "quote": r'["＂“”‟«»]',
    "opening_quote": r"[„⹂「﹁〝]",
    "closing_quote": r"[」﹂〞〟]",
    "opening_bracket": r"(?![『﹃‚])\p{Ps}",
    "closing_bracket": r"(?![』﹄])\p{Pe}",
    "question": r"[?？؟⁇⁈⁉﹖՞፧\u037e]",
    "exclamation": r"[!！‼﹗՜]",
    "full_stop": r"\p{Sentence_Terminal}",
    "comma": r"[,，、､،﹐﹑՝፣߸]",
    "digit": r"\p{Nd}",
    "han": r"\p{Han}",
    "letter": r"\p{L}",
    "other": r"[\s\S]",
}


def class_of(text: str) -> str:
    """Name the class of a character as a person sees it: that of its first code point."""
    return _class_of(text[:1])  # a person may see thousands of code points as one


@lru_cache(maxsize=4096)
def _class_of(text: str) -> str:
    match = _pattern().match(text)
    return match.lastgroup if match else "other"


@lru_cache
def _pattern() -> Any:
    import regex  # 20 ms that `import lstm_core` need not pay

    return regex.compile("|".join(f"(?P<{name}>{row})" for name, row in CLASSES.items()))
