"""Edits on their way from the picture, as the belt writes them (app/belt/js/letters.js). Pure.

Two reruns that meet become one, and the newer value wins. So each edit has a number, and comes
again with every later one until the picture has seen that it was heard.
"""

from collections.abc import Sequence
from typing import Any, Final, cast

LETTERS_MAX: Final = 200  # in one message: more is no hand
_NUMBER_MAX = 2**53


def unheard(asked: object, heard: int, network: Sequence[Any]) -> list[tuple[int, str]]:
    """Return (number, text) of the edits that are new, in order; whatever is none is left out.

    An edit that was meant for another network than the present one has an empty text: it is heard,
    and not done.
    """
    if not isinstance(asked, list):
        return []
    found: list[tuple[int, str]] = []
    for letter in cast("list[Any]", asked)[:LETTERS_MAX]:
        match letter:
            case [int(number), list(meant), str(text)] if heard < number < _NUMBER_MAX:
                heard = number
                found.append((number, text if meant == list(network) else ""))
            case _:
                continue
    return found
