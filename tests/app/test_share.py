"""Links and files: what goes in comes out, and what is broken is said, never thrown."""

import json
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import CELLS, every_network, networks
from app.files import FILE_BYTES, read_file
from app.i18n import languages, words
from app.share import (
    ALL_UNITS,
    SPEEDS,
    VIEWS,
    Hold,
    Link,
    clip,
    fits_link,
    opening,
    parameters,
    read_link,
    write_link,
)
from app.share_train import read_train

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200).filter(fits_link)
HOLDS = st.lists(
    st.builds(
        Hold,
        st.sampled_from("fiogrzn"),
        st.integers(ALL_UNITS, 63),
        st.integers(0, 10_000).map(lambda n: n / 10_000),
    ),
    unique_by=lambda hold: (hold.signal, hold.unit),
    max_size=8,
).map(tuple)
LINKS = st.builds(
    Link,
    lang=st.sampled_from(list(languages())),
    net=st.sampled_from(networks()),
    seq=TEXT,
    seed=st.integers(0, 9999),
    size=st.integers(1, 64),
    cell=st.sampled_from(CELLS),
    t=st.integers(0, 500),
    u=st.integers(-1, 63),
    view=st.sampled_from(VIEWS),
    speed=st.sampled_from(list(SPEEDS.values())),
    hold=HOLDS,
    at=st.integers(-1, 100_000),
)


def query(text: str) -> dict[str, list[str]]:
    return parse_qs(text, keep_blank_values=True)


@given(LINKS)
def test_a_link_comes_back_as_it_was(link):
    assert read_link(query(write_link(link))) == (link, ())


@given(LINKS)
def test_a_file_comes_back_as_it_was(link):
    assert read_file(json.dumps(parameters(link)).encode()) == (link, ())


def test_a_link_writes_every_parameter_and_its_version():
    assert set(query(write_link(Link()))) == {
        "v", "lang", "net", "seq", "seed", "size", "cell", "t", "u", "view", "speed", "hold",
    }  # fmt: skip


def test_without_a_query_the_opening_is_read_in_the_language_of_the_browser():
    link, problems = read_link({}, lang="zh")
    assert (link.lang, link.seq, problems) == ("zh", opening("grew_up_in", "zh"), ())


def test_an_empty_sequence_is_not_a_missing_one():
    assert read_link({"seq": ""})[0].seq == ""


BROKEN = [
    ("v", "2"), ("lang", "xx"), ("net", "../etc"), ("seq", "x" * 3001), ("seq", "法" * 400),
    ("seed", "-1"), ("seed", "10000"), ("seed", "1e3"), ("seed", "٣"), ("seed", ""),
    ("size", "0"), ("size", "65"), ("cell", "LSTM"), ("cell", ""),
    ("t", "-1"), ("t", "9" * 5000), ("u", "-2"), ("u", "64"),
    ("view", "cinema"), ("speed", "2"), ("speed", "nan"), ("hold", "f"), ("hold", "x:all:1"),
    ("hold", "f:all:1.1"), ("hold", "f:all:0.12345"), ("hold", "f:64:1"), ("hold", "f:1:1,f:1:0"),
    ("hold", ","), ("train", "nothing"), ("train", "adding~rate-x"), ("train", "adding~at-0"),
    ("train", "adding~" * 99), ("train", "~"), ("at", "-2"), ("at", "x"),
    ("foo", "1"), ("<script>", "alert(1)"),
]  # fmt: skip


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(("name", "raw"), BROKEN)
def test_a_broken_parameter_is_one_sentence_and_the_rest_is_used(name, raw, lang):
    link, problems = read_link({name: raw, "seed" if name != "seed" else "size": "7"}, lang)
    assert (link.seed if name != "seed" else link.size) == 7
    assert len(problems) == 1
    sentence = problems[0].sentence(words(lang))
    assert sentence and "{" not in sentence and "\n" not in sentence and len(sentence) < 250


def test_of_many_networks_the_nearest_are_named():
    _, (problem,) = read_link({"net": "clock3"})
    assert problem.values["expected"].startswith(("clock2", "clock4", "clock8"))
    assert problem.values["expected"].endswith(", …")


def test_good_holds_stand_beside_a_bad_one():
    link, problems = read_link({"hold": "f:all:0.8,o:2:7,i:1:0"})
    assert link.hold == (Hold("f", ALL_UNITS, 0.8), Hold("i", 1, 0.0))
    assert len(problems) == 1


RECIPE = "latch~cell-gru~seed-3~to-300"


def test_the_recipe_of_a_trained_network_travels_and_names_its_network():
    link, problems = read_link({"train": f"{RECIPE}~rate-0.5", "at": "40", "seq": "x"})
    if "task_latch" in every_network():
        assert (link.net, link.train, link.at, problems) == (
            *("task_latch", "latch~cell-gru~seed-3~rate-0.5~to-300", 40),
            (),
        )


def test_a_recipe_for_another_network_is_one_sentence():
    link, problems = read_link({"net": "counter", "train": RECIPE})
    assert (link.net, link.train) == ("counter", "")
    assert [problem.key for problem in problems] == ["notices.link.train"]


def test_the_recipe_of_the_network_that_ships_is_no_recipe():
    assert read_train("latch") == ""


def test_a_parameter_given_twice_is_said_and_the_first_one_used():
    link, problems = read_link({"seed": ["3", "4"]})
    assert link.seed == 3
    assert [problem.key for problem in problems] == ["notices.link.repeated"]


def test_a_link_is_fitted_to_what_the_network_has():
    link = Link(t=9, u=3, hold=(Hold("f", 3, 1.0), Hold("o", 1, 0.0)))
    fitted, problems = clip(link, steps=5, units=2, signals="fio")
    assert (fitted.t, fitted.u, fitted.hold) == (5, -1, (Hold("o", 1, 0.0),))
    assert [problem.key for problem in problems] == [
        f"notices.link.{name}" for name in ("t", "u", "hold")
    ]


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=6))
def test_no_query_raises(raw):
    link, problems = read_link(raw)
    assert read_link(query(write_link(link)))[1] == ()
    assert all(problem.sentence(words("zh")) for problem in problems)


NOT_OURS = [
    b"", b"{", b"[]", b"1", b"null", b"\xff\xfe\x00", b"{}", b'{"net":"counter"}',
    b'{"v":1,"seed":NaN}', b'{"v":1,"v":1}', b"[" * 60_000, b'{"v":' * 12_000,
    b'{"v":1,"seed":Infinity}', b" " * (FILE_BYTES + 1),
]  # fmt: skip


@pytest.mark.parametrize("data", NOT_OURS, ids=range(len(NOT_OURS)))
def test_a_file_that_is_not_ours_is_one_sentence(data):
    link, problems = read_file(data)
    assert link is None
    assert len(problems) == 1
    assert problems[0].sentence(words("en")).startswith("The file")


ODD = [
    ("seq", 5), ("seq", ["a"]), ("seq", None), ("seed", "x"), ("seed", 10**400), ("seed", True),
    ("seed", 1.5), ("size", {"a": 1}), ("hold", [1]), ("t", -3), ("net", 0), ("foo", "bar"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), ODD, ids=range(len(ODD)))
def test_an_odd_value_in_a_file_is_one_sentence_and_the_rest_is_used(name, value):
    link, problems = read_file(json.dumps({"v": 1, "speed": 10, name: value}).encode())
    assert link is not None and link.speed == 10
    assert len(problems) == 1
    assert problems[0].sentence(words("zh")).startswith("文件")


def test_a_file_carries_a_sequence_that_no_link_can():
    long = "法国" * 5000
    assert not fits_link(long)
    link, problems = read_file(json.dumps({"v": 1, "seq": long}).encode())
    assert (link and link.seq, problems) == (long, ())


@given(st.binary(max_size=200))
def test_no_file_raises(data):
    read_file(data)
