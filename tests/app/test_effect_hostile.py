"""What nobody should send to the page of edits: one sentence, and nothing is changed."""

import json
import math

import pytest
from streamlit.testing.v1 import AppTest

import lstm_core as lc
from app.i18n import languages, words
from app.letters import LETTERS_MAX, unheard
from tests.visits import fine, said, visit

NET = ["grew_up_in", 0, 8, "lstm", ""]
HERE = tuple(NET)


def present(app) -> tuple[lc.Entry, ...]:
    return app.session_state["history"].present


# ---- edits on their way from the picture ----


def test_an_edit_that_comes_again_is_done_once():
    one, two = [5, NET, "cut_0"], [6, NET, "cut_1"]
    assert unheard([one], 0, HERE) == [(5, "cut_0")]
    assert unheard([one, two], 5, HERE) == [(6, "cut_1")]
    assert unheard([one, two], 6, HERE) == []
    assert unheard([two, one], 0, HERE) == [(6, "cut_1")]


def test_an_edit_of_another_network_is_heard_and_not_done():
    assert unheard([[5, ["counter", 0, 8, "lstm", ""], "cut_0"]], 0, HERE) == [(5, "")]


ODD = [
    None, 5, True, math.nan, {}, {"edit": 1}, [None], [[]], [[1]], [[1, NET]],
    [["1", NET, "cut_0"]], [[1, "x", "cut_0"]], [[1, NET, 5]], [[1e999, NET, "cut_0"]],
    [[10**30, NET, "cut_0"]], [[-1, NET, "cut_0"]], [[1, NET, "cut_0", 2]], [[[[]]]],
]  # fmt: skip


@pytest.mark.parametrize("asked", ODD, ids=range(len(ODD)))
def test_what_is_no_edit_is_left_out(asked):
    assert unheard(asked, 0, HERE) == []


def test_a_flood_of_edits_is_cut():
    assert len(unheard([[n + 1, NET, "cut_0"] for n in range(10_000)], 0, HERE)) == LETTERS_MAX


def picture() -> None:
    """A page on which a component has asked for something, whatever that is."""
    from types import SimpleNamespace

    import streamlit as st

    from app import session

    session.start()
    if "asked" in st.session_state:
        st.session_state["picture"] = SimpleNamespace(edit=st.session_state.asked)
        session.take_edit("picture")


def ask(app: AppTest, asked: object) -> AppTest:
    app.session_state["asked"] = asked
    app.run()
    assert not app.exception
    return app


def problems(app: AppTest, lang: str = "en") -> list[str]:
    return [problem.sentence(words(lang)) for problem in app.session_state["problems"]]


def test_a_refused_edit_is_heard_and_nothing_is_changed():
    app = AppTest.from_function(picture).run()
    ask(app, [[7, NET, "cut_0"], [8, NET, "cut_99"]])
    assert app.session_state["heard"] == 8
    assert present(app) == (lc.Entry(lc.Cut(0)),)
    assert len(problems(app)) == 1
    ask(app, [[7, NET, "cut_0"], [8, NET, "cut_99"], [9, NET, "cut_1"]])
    assert [entry.edit for entry in present(app)] == [lc.Cut(0), lc.Cut(1)]
    assert problems(app) == []


GARBAGE = [
    "", "x", "x" * 1_000_000, "free", "free_", "free_x_0", "free_f_99999", "free_f_-1",
    "free_f_all_1", "cut_0~cut_1", "-cut_0", "clamp_f_0_0_end_nan", "clamp_f_0_0_end_1e999",
    "clamp_f_0_5_2_1", "put_c_0_0_-10000000", "\ud800", "token_0_\ud800", "token_0_" + "é" * 500,
    "cut_\u0663",
]  # fmt: skip


@pytest.mark.parametrize("text", GARBAGE, ids=range(len(GARBAGE)))
def test_a_text_that_is_no_edit_is_one_sentence(text):
    app = ask(AppTest.from_function(picture).run(), text)
    assert present(app) == ()
    for lang in languages():
        (sentence,) = problems(app, lang)
        assert "{" not in sentence and len(sentence) < 250


@pytest.mark.parametrize("asked", ODD, ids=range(len(ODD)))
def test_what_no_component_sends_does_nothing(asked):
    app = ask(AppTest.from_function(picture).run(), asked)
    assert present(app) == ()


# ---- links and files ----

FORTY = "~".join(f"put_c_0_{step}_1" for step in range(40))


@pytest.mark.parametrize("lang", languages())
def test_held_gates_and_forty_edits_are_too_many(lang):
    app = fine(visit("effect", lang=lang, t="1", hold="f:all:0.5", edits=FORTY))
    (sentence,) = said(app)
    assert "41" in sentence and "40" in sentence
    assert present(app) == ()
    assert said(app.run()) == [sentence]  # it stays until something is changed


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ("clamp_r_all_0_end_1", "clamp_i|f|g|o|c|h_0…2"),
        ("clamp_f_3_0_end_1", "clamp_i|f|g|o|c|h_0…2"),
        ("put_o_0_0_1", "put_h|c_0…2"),
        ("cut_3", "cut_0…2"),
        ("weight_bhn_0_0_1", ", weight_hh_0…11_0…2, weight_b_0…11_0"),
        ("sharpen.1_0.5", "sharpen"),
    ],
)
def test_what_a_network_does_not_have_is_said_with_what_it_has(edits, expected):
    for lang in languages():
        (sentence,) = said(fine(visit("effect", lang=lang, edits=edits)))
        assert edits in sentence and expected in sentence


@pytest.mark.parametrize("page", ["home", "inside"])
def test_a_link_with_edits_opens_their_page(page):
    app = fine(visit(page, edits="cut_0"))
    assert present(app) == (lc.Entry(lc.Cut(0)),)
    assert app.button(key="undo")


def test_a_longer_sequence_that_cannot_be_computed_rests_the_edits_and_keeps_them():
    app = visit("effect", net="counter", seq="a" * 30, edits="cut_0~clamp_f_all_0_end_1000000")
    assert said(fine(app)) == [] and len(present(app)) == 2
    app.session_state["history"] = app.session_state["history"].remove(0)
    app.text_input(key="seq_counter").set_value("a" * 300).run()
    (sentence,) = said(fine(app))
    assert sentence.startswith("The experiment")
    assert [entry.on for entry in present(app)] == [False]
    app.text_input(key="seq_counter").set_value("a").run()
    app.button(key="undo").click().run()
    assert [entry.on for entry in present(fine(app))] == [True]
    assert said(app) == []


@pytest.mark.parametrize("text", ["~", "a~b", "%7E", "cut_0~cut_1"])
def test_a_token_that_is_not_read_is_said_as_it_was_typed(text):
    app = visit("effect", net="adding")
    app.session_state["change"] = True
    app.run().selectbox(key="form_adding_lstm_8_kind").set_value("token").run()
    app.text_input(key="form_adding_typed").set_value(text).run()
    app.button(key="form_do").click().run()
    (sentence,) = said(fine(app))
    assert text in sentence and "“" in sentence
    assert present(app) == ()


@pytest.mark.parametrize("page", ["effect", "inside"])
def test_half_characters_in_a_file_are_said(page):
    app = visit(page, net="counter")
    for name in ("v", "lang", "net", "seed", "t", "view", "hold", "edits", "\ud800"):
        data = json.dumps({"v": "1", "net": "counter", "seq": "aa"} | {name: "\ud800"})
        app.file_uploader(key="file").upload("state.json", data.encode()).run()
        assert any("“\u2068?" in sentence for sentence in said(fine(app))), name
