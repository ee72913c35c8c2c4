"""Films that nobody should open: heads that lie, bodies cut and swollen, recipes out of pieces."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import lstm_core as lc
from app.films import BYTES_MAX, read_upload, shipped_bytes
from app.takes import reels
from tests.fuzz.hostile import json_values, texts, tries
from tests.fuzz.watch import one_sentence_each, quiet

FILM = shipped_bytes("anbn")
LENGTH = int.from_bytes(FILM[:8], "little")
HEAD: dict[str, Any] = json.loads(FILM[8 : 8 + LENGTH])
NAMES = sorted(HEAD)
huge = st.sampled_from([0, 1, -1, 2**31, 2**32, 2**53, 2**63, 2**64 - 1, 10**30])
entries = st.fixed_dictionaries(
    {
        "dtype": st.sampled_from(["F64", "F32", "F16", "BF16", "I32", "I64", "U8", "BOOL", "C64"])
        | texts,
        "shape": st.lists(huge | st.integers(0, 99), max_size=4) | json_values,
        "data_offsets": st.lists(huge | st.integers(0, len(FILM)), min_size=2, max_size=2)
        | json_values,
    }
)
recipes = st.lists(
    st.sampled_from(
        [
            *("anbn", "adding", "~cell-gru", "~hidden_size-64", "~hidden_size-1", "~layers-3"),
            *("~at-0~rate-nan", "~to-4", "~file-00", "~", "-", "~steps-100000", "~seed-1e9", "\0"),
        ]
    )
    | texts,
    max_size=5,
).map("".join)
about = st.dictionaries(
    st.sampled_from(["gatescope", "version", "recipe", "status", "next", "stopped"]) | texts,
    recipes | texts,
    max_size=4,
)


def put_together(head: Any, length: int | None = None) -> bytes:
    text = head if isinstance(head, bytes) else json.dumps(head).encode()
    said = len(text) if length is None else length
    return said.to_bytes(8, "little") + text + FILM[8 + LENGTH :]


@st.composite
def films(draw: st.DrawFn) -> bytes:
    """Mutate a film that ships: its head, what it says of itself, its length, its bytes."""
    head = dict(HEAD)
    for name in draw(st.lists(st.sampled_from(NAMES) | texts, max_size=3)):
        head[name] = draw(entries | json_values)
    if draw(st.booleans()):
        head["__metadata__"] = {**HEAD["__metadata__"], **draw(about)}
    if draw(st.booleans()):
        head.pop(draw(st.sampled_from(NAMES)), None)
    length = draw(st.none() | st.integers(0, 2**64 - 1) | st.integers(0, len(FILM)))
    content = put_together(head, length)
    for place, noise in draw(
        st.lists(st.tuples(st.integers(0, len(content)), st.binary(max_size=9)), max_size=3)
    ):
        content = content[:place] + noise + content[place + len(noise) :]
    return content[: draw(st.none() | st.integers(0, len(content)))]


def opened(content: bytes) -> None:
    with quiet():
        film = read_upload(content)
        if isinstance(film, lc.Film):
            recipe, at, network = reels.network(film, 10**6)
            network.run("ab")
            assert lc.read_recipe(recipe) and at >= 0
        else:
            one_sentence_each([film])


@tries(60, 3_000)
@given(films())
def test_a_film_of_any_kind_is_opened_or_refused(content):
    opened(content)


@tries(20, 1_000)
@given(st.binary(max_size=2_000) | st.tuples(st.just(b"PK\3\4"), st.binary()).map(b"".join))
def test_what_is_no_film_is_refused(content):
    opened(content)


def test_claims_larger_than_the_file_take_no_memory():
    """A head of 8 bytes promises all that a length can say; nothing is reserved for it."""
    for length in (2**63, 2**64 - 1, BYTES_MAX):
        opened(length.to_bytes(8, "little") + b"{}")
    for shape in ([10**9], [10**5, 10**5], [2**40, 2**40]):
        opened(put_together({**HEAD, "steps": {**HEAD["steps"], "shape": shape}}))
    opened(put_together(b"[" * 1_000_000))
    opened(put_together(b'{"a":' * 200_000))
