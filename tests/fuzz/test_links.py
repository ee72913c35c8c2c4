"""Thousands of links and state files that nobody should send."""

import json
import tracemalloc
from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from app import reading
from app.catalogue import CELLS, every_network
from app.experiments import EXPERIMENTS, link
from app.files import FILE_BYTES, read_file
from app.share import READERS, Link, parameters, read_link, write_link
from tests.fuzz.hostile import LONG, deep, escaped, json_values, odd, texts, tries
from tests.fuzz.watch import GROWTH, one_sentence_each, ours, quiet

GOOD = [write_link(link(key, "en")) for key in EXPERIMENTS]
GOOD += [
    "v=1&lang=zh&net=random&size=64&seed=9999&cell=gru&seq=" + "ab" * 250,
    "v=1&net=task_adding&train=adding~cell-gru~seed-3~to-300&at=300",
    "v=1&net=counter&seq=aa.a&t=2&u=1&hold=f:all:0.8,i:0:1&speed=3&view=text",
]
# Pieces of right values, put together wrongly.
PIECES = (
    *every_network()[::5], *CELLS, "f:all:0.8", "clamp_f_all_0_end_1", "put_c_0_1_-2", "cut_0",
    "weight_hh_0_0_1", "sharpen_0.5", "token_0_a", "adding~seed-3~to-300", "adding~at-5~rate-0.1",
    "~layers-3", "~hidden_size-64", "~file-00", "end", "all", "-", "_", "~", ".", "e9", "0",
    "9" * 9,
)  # fmt: skip
pieces = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
values = texts | pieces | st.integers(-10, 10**7).map(str) | st.floats().map(str)
names = st.sampled_from([*READERS, "hold", "v", "embed", "embed_options"]) | odd
pairs = st.tuples(names, values, st.integers(1, 3)).map(
    lambda pair: f"{escaped(pair[0])}={escaped(pair[1], pair[2])}"
)


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Mutate a good link: replace, add, double and cut, at the level of parameters and of bytes."""
    query = draw(st.sampled_from(GOOD)).split("&")
    for pair in draw(st.lists(pairs, min_size=1, max_size=6)):
        place = draw(st.integers(0, len(query)))
        query[place : place + draw(st.integers(0, 1))] = [pair]
    text = "&".join(query)
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["%", "%zz", "&&", "=", ";", "+", "%00", "\0"]))
    return text


def opened(query: str) -> None:
    """Read a link as a page does, and run what it asks for."""
    link, problems = read_link(parse_qs(query, keep_blank_values=True))
    one_sentence_each(problems)
    link, run, more = reading.read(link)
    one_sentence_each(more)
    assert len(run.x) <= 500
    assert read_link(parse_qs(write_link(link), keep_blank_values=True))[1] == ()


@tries(60, 5_000)
@given(queries())
def test_a_link_of_any_kind_is_read_or_explained(query):
    with quiet():
        opened(query)


contents = (
    st.dictionaries(names, json_values | values, max_size=9).map(
        lambda found: json.dumps({"v": 1, **found})
    )
    | st.tuples(names, json_values).map(
        lambda pair: json.dumps({**parameters(Link()), pair[0]: pair[1]})
    )
    | deep
    | texts
)


@tries(40, 2_000)
@given(contents, st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_a_state_file_of_any_kind_is_read_or_explained(content, code):
    found = content.encode(code, "replace")
    with quiet():
        link, problems = read_file(found)
        one_sentence_each(problems)
        if link:
            one_sentence_each(reading.read(link)[2])
        else:
            assert len(problems) == 1


def test_a_file_that_is_too_large_is_not_even_parsed():
    with quiet():
        link, problems = read_file(b"[" * (FILE_BYTES + 1))
    assert link is None and problems[0].key == "notices.file.size"


def test_what_links_ask_for_is_not_kept():
    """Read the same links again and again, and count the bytes that our own lines hold."""
    seen: list[str] = []

    @tries(25, 400)
    @given(queries())
    def collect(query: str) -> None:
        seen.append(query)

    collect()
    for query in seen:
        opened(query)  # what is cached is cached now
    tracemalloc.start()
    try:
        before = ours()
        for _ in range(3 if LONG else 1):
            for query in seen:
                opened(query)
        assert ours() - before < GROWTH
    finally:
        tracemalloc.stop()
