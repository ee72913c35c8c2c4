"""Whatever somebody types is cut to what one tape holds, and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import every_network
from app.problems import shown
from app.reading import TAPE_MAX, cut, drawable, network
from app.share import STEP_MAX

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
ODD = st.text(st.sampled_from("法国说 a.\"'\0\u200d\u0301\u202eש👨<$`&speakFrance"), max_size=80)


@pytest.mark.parametrize("net", every_network())
@given(text=TEXT | ODD, times=st.sampled_from([1, 40]))
def test_any_text_is_read_within_the_limits(net, text, times):
    ready = network(net, seed=0, size=2, cell="lstm")
    text *= times
    kept = cut(ready, text)
    run = ready.run(kept or text)
    assert len(run.x) <= STEP_MAX and len(run.tokens) <= TAPE_MAX
    assert len(run.x) + len(run.unknown) == len(run.tokens)
    if kept:
        assert ready.tokens
        assert [token.text for token in ready.tokens.read(text)][: len(kept)] == list(kept)
    else:
        assert "".join(text.split()) == "" or ready.run(text).tokens == run.tokens


def test_a_cut_ends_after_the_last_step_that_fits():
    ready = network("counter", seed=0, size=1, cell="lstm")
    assert cut(ready, "a" * STEP_MAX) == ()
    assert cut(ready, "a" * (STEP_MAX + 1)) == ("a",) * STEP_MAX
    assert len(cut(ready, "b" * (TAPE_MAX + 1))) == TAPE_MAX


@given(TEXT | ODD)
def test_foreign_text_in_a_sentence_is_short_visible_and_keeps_to_itself(text):
    said = shown(text)
    assert len(said) <= 30
    assert said.startswith("“\u2068") and said.endswith("\u2069”")
    assert all(ord(c) >= 32 and ord(c) != 127 for c in said)
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067") & set(said)


@pytest.mark.parametrize(
    ("net", "text", "fits"),
    [
        ("max_so_far", "0.2 0.35 1", True),
        ("adding", "-0.5* 0.3", True),
        ("serial_adder", "10 11", True),
        ("serial_adder", "0.5", False),
        ("max_so_far", "0.2 2", False),
        ("max_so_far", "", False),
        ("max_so_far", "1 " * 61, False),
        ("max_so_far", None, False),
        ("max_so_far", ["0.2"], False),
        ("grew_up_in", "0.2", False),
        ("random", "0.2", False),
    ],
)
def test_only_what_a_hand_can_draw_is_taken_as_drawn(net, text, fits):
    assert drawable(net, text) is fits
