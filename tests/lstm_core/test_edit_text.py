"""Edits as text: there and back, whatever the list; and what is no edit."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import lstm_core as lc
from lstm_core.history import Entries, entries_text, read_entries, target

SIGNALS = tuple({signal: None for cell in lc.CELLS.values() for signal in cell.SIGNALS})

places = st.integers(0, 999_999)
numbers = st.floats(allow_nan=False, allow_infinity=False)
traces = st.integers(0, 3)
some_units = st.none() | st.sets(st.integers(0, 1023), min_size=1).map(lambda s: tuple(sorted(s)))
texts = st.text(st.characters(codec="utf-8")) | st.sampled_from(
    ["a~b", "%7E", "%257E", "%25", "_", "-", "~~", "a_b_c", "grew up in", "法国", "👩‍🚀", "\n", ""]
)
values = numbers | st.sampled_from(("mean", "frozen"))


def clamp(signal: str, units: Any, ends: list[int], open_end: bool, value: Any, k: int) -> lc.Clamp:
    first, last = sorted(ends)
    return lc.Clamp(signal, units, first, None if open_end else last, value, k)


clamps = st.builds(
    clamp,
    st.sampled_from(SIGNALS),
    some_units,
    st.lists(places, min_size=2, max_size=2),
    st.booleans(),
    values,
    traces,
)
edits: st.SearchStrategy[lc.Edit] = st.one_of(
    clamps,
    st.builds(lc.Cut, places, traces),
    st.builds(lc.Overwrite, st.sampled_from(("c", "h")), places, places, numbers, traces),
    st.builds(
        lc.SetWeight,
        st.sampled_from(("weight_ih", "weight_hh", "bias", "bias_hn")),
        places, places, numbers, traces,
    ),
    st.builds(lc.Sharpen, st.floats(0, allow_infinity=False), st.none() | traces),
    st.builds(lc.ReplaceToken, places, texts),
)  # fmt: skip
entry_lists = st.lists(
    st.builds(lc.Entry, edits, st.booleans()), unique_by=lambda e: target(e.edit), max_size=20
).map(tuple)


@settings(max_examples=400)
@given(edits)
def test_an_edit_comes_back_from_its_text(edit: lc.Edit) -> None:
    text = lc.edit_text(edit)
    back = lc.read_edit(text)
    assert back == edit
    assert repr(back) == repr(edit)  # −0.0 too, and every float to its last bit
    assert lc.edit_text(back) == text
    if not isinstance(edit, lc.ReplaceToken):
        assert set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789_.-")


@settings(max_examples=200)
@given(entry_lists)
def test_a_list_of_edits_comes_back_from_its_text(entries: Entries) -> None:
    text = entries_text(entries)
    assert read_entries(text) == entries
    assert text.count("~") == max(0, len(entries) - 1)


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("clamp_f_2_4_11_1", lc.Clamp("f", (2,), 4, 11, 1.0)),
        ("clamp_f_all_0_end_mean", lc.Clamp("f", value="mean")),
        ("clamp_c_0-3.7_5_5_-0.25", lc.Clamp("c", (0, 1, 2, 3, 7), 5, 5, -0.25)),
        ("clamp.1_z_x10f_0_end_frozen", lc.Clamp("z", (0, 1, 2, 3, 8), value="frozen", trace=1)),
        ("cut_2", lc.Cut(2)),
        ("cut.3_2", lc.Cut(2, trace=3)),
        ("put_c_1_5_0.5", lc.Overwrite("c", 1, 5, 0.5)),
        ("weight_ih_12_3_-40", lc.SetWeight("weight_ih", 12, 3, -40.0)),
        ("weight_bhn_1_0_1e-05", lc.SetWeight("bias_hn", 1, 0, 1e-5)),
        ("sharpen_0.4", lc.Sharpen(0.4)),
        ("sharpen.0_0.4", lc.Sharpen(0.4, trace=0)),
        ("token_3_France", lc.ReplaceToken(3, "France")),
        ("token_3_a_b", lc.ReplaceToken(3, "a_b")),
    ],
)
def test_how_edits_are_spelled(text: str, edit: lc.Edit) -> None:
    assert lc.read_edit(text) == edit


def test_many_edits_fit_into_a_link() -> None:
    scattered = (*range(0, 32, 3), 31)
    entries = tuple(
        lc.Entry(lc.Clamp("f", scattered, first, first + 17, 0.123456)) for first in range(20)
    )
    assert len(entries_text(entries)) <= 1000


NOT_EDITS = [
    "", "_", "~", "clamp", "clamp_", "clamp_f_0_0_end", "clamp_f_0_0_end_", "clamp_f_0_0_end_nan",
    "clamp_f_0_0_end_inf", "clamp_f_0_0_end_1e999", "clamp_f_0_0_end_1_1", "clamp_f__0_end_1",
    "clamp_f_x_0_end_1", "clamp_f_x0_0_end_1", "clamp_f_xg_0_end_1", "clamp_f_3-1_0_end_1",
    "clamp_f_0-_0_end_1", "clamp_f_-1_0_end_1", "clamp_f_0..1_0_end_1", "clamp_f_0-999999_0_end_1",
    "clamp_f_1024_0_end_1", "clamp_f_0_5_4_1", "clamp_f_0_-1_end_1", "clamp_f_0_0_None_1",
    "clamp_z.1_0_0_end_1", "clamp__0_0_end_1", "clamp_<b>_0_0_end_1", "put_C_0_0_1",
    "cut_1.0", "cut_١", "cut_1 ", "cut_1\n", "cut_+1", "cut_²", "cut_1234567", "cut._1", "cut.x_1",
    "put_c_0_0_mean", "put_c_0_0_0x10", "put_c_0_0_1_000", "put_c_0_0_.5", "put_c_0_0_５",
    "weight_W_0_0_1", "weight_weight_ih_0_0_1", "sharpen_-1", "sharpen", "token_0", "token.1_0_a",
    "token_-1_a", "token_0_\ud800", "Cut_1", "cut_" + "9" * 100_000, "sharpen_" + "1" * 100_000,
    "clamp_f_x" + "f" * 100_000 + "_0_end_1", "clamp_f_" + "0-1023." * 50_000 + "1_0_end_1",
    "[" * 10_000, '{"cut": 1}', "clamp_" * 10_000, "._" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_EDITS, ids=lambda text: repr(text[:30]))
def test_what_is_no_edit_is_refused_in_a_sentence(text: str) -> None:
    for read in (lc.read_edit, lambda text: read_entries(f"cut_1~{text}")):
        with pytest.raises(lc.LstmCoreError) as caught:
            read(text)
        assert 10 < len(str(caught.value)) < 300
        str(caught.value).encode()


pieces = st.sampled_from(
    [*SIGNALS, "clamp", "cut", "put", "weight", "sharpen", "token", "_", ".", "-", "~", "%", "%7E",
     "0", "1", "12", "end", "all", "mean", "x", "ff", "e", "ih", "bhn", "９", "1e400", "-0"]
)  # fmt: skip


@settings(max_examples=500)
@given(
    st.lists(pieces, max_size=14).map("".join)
    | st.lists(pieces, max_size=8).map("_".join)
    | st.text(st.characters(exclude_categories=()))
)
@example("x" * 10_000)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        edit = lc.read_edit(text)
        assert lc.read_edit(lc.edit_text(edit)) == edit
        assert lc.edit_text(lc.read_edit(lc.edit_text(edit))) == lc.edit_text(edit)
    except lc.LstmCoreError as error:
        str(error).encode()
    try:
        entries = read_entries(text)
        assert read_entries(entries_text(entries)) == entries
    except lc.LstmCoreError as error:
        str(error).encode()


def test_a_list_of_too_many_edits_is_refused() -> None:
    assert read_entries("") == ()
    assert len(read_entries("~".join(f"cut_{n}" for n in range(40)))) == 40
    with pytest.raises(lc.NumberError, match="at most 40 edits, got 41"):
        read_entries("~".join(f"cut_{n}" for n in range(41)))


def test_of_two_of_one_target_in_a_text_one_stays() -> None:
    def kept(text: str) -> str:
        return entries_text(read_entries(text))

    assert kept("sharpen_0.4~cut_1~sharpen_0.5") == "cut_1~sharpen_0.5"
    assert kept("sharpen_0.4~-sharpen_0.5~cut_1") == "sharpen_0.4~cut_1"  # off does nothing
    assert kept("-sharpen_0.4~-sharpen_0.5") == "-sharpen_0.5"
    assert kept("cut_1~cut_1") == "cut_1"
