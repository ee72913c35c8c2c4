"""The page "Cause and effect": edits in links and files, the history, its words, the bars."""

import json
from urllib.parse import parse_qs, quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from app import experiment
from app.experiments import EXPERIMENTS
from app.files import read_file
from app.i18n import languages, words
from app.share import Link, parameters, read_link, write_link
from app.widgets import plain_sentence
from lstm_core.history import target
from tests.visits import fine, said, visit

UNITS, STEPS, VALUES = st.integers(0, 31), st.integers(0, 99), st.floats(-1e6, 1e6, width=64)
SIGNALS = st.sampled_from("ifgoch")
EDITS = st.one_of(
    st.builds(
        lambda signal, units, first, length, value: lc.Clamp(
            signal, units and tuple(sorted(units)), first, length and first + length, value
        ),
        SIGNALS,
        st.none() | st.sets(UNITS, min_size=1),
        STEPS,
        st.none() | st.integers(1, 99),
        st.sampled_from(["mean", "frozen", 0.0, 1.0]) | VALUES,
    ),
    st.builds(lc.Cut, UNITS),
    st.builds(lc.Overwrite, st.sampled_from("ch"), UNITS, STEPS, VALUES),
    st.builds(
        lc.SetWeight,
        st.sampled_from(["weight_ih", "weight_hh"]),
        st.integers(0, 127),
        st.integers(0, 15),
        VALUES,
    ),
    st.builds(lc.Sharpen, st.floats(0, 20)),
    st.builds(
        lc.ReplaceToken, STEPS, st.sampled_from(["France", "法国", "a~b", "100%", "-", "_", "0.3*"])
    ),
)
ENTRIES = st.lists(
    st.builds(lc.Entry, EDITS, st.booleans()),
    max_size=20,
    unique_by=lambda entry: target(entry.edit),
).map(tuple)
LINKS = st.builds(
    Link,
    net=st.just("random"),
    seq=st.just("the quick brown fox jumps over the lazy dog"),
    size=st.just(32),
    edits=ENTRIES,
)


def encoded(text: str) -> str:
    """Percent-encode as browsers do, which leave less unescaped than Python."""
    return quote(text, safe="").replace("~", "%7E")


@settings(max_examples=60)
@given(LINKS)
def test_edits_travel_in_a_link_and_in_a_file(link):
    query = parse_qs(write_link(link), keep_blank_values=True)
    assert read_link(query) == (link, ())
    assert read_file(json.dumps(parameters(link)).encode()) == (link, ())


@settings(max_examples=60)
@given(LINKS)
def test_twenty_edits_of_32_units_fit_a_short_link(link):
    assert len(urlencode(parameters(link), quote_via=lambda text, *_: encoded(text))) <= 1500


def test_a_link_without_edits_does_not_speak_of_them():
    assert "edits" not in parameters(Link())


MANY = "~".join(f"cut_{unit}" for unit in range(41))
BAD = [
    "clamp", "clamp_f_9_0", "clamp_f_all_0_end_nan", "clamp_f_all_5_2_1", "cut_x", "cut_-1",
    "cut_1~", "~", "sharpen_-1", "sharpen_1e9", "weight_ih_0_0_1000001", "weight_xx_0_0_1",
    "put_c_0_0", "token_1", "<script>", "clamp_f_" + "0-1023." * 50 + "1_0_end_1", MANY,
    "clamp_f_99_0_end_1", "clamp_z_all_0_end_1", "cut_3", "put_f_0_0_1", "weight_ih_12_0_1",
    "weight_bhn_0_0_1", "token_0_two words and more", "cut.1_0",
]  # fmt: skip


@pytest.mark.parametrize("edits", BAD, ids=range(len(BAD)))
def test_bad_edits_in_a_link_are_one_sentence_and_the_rest_is_used(edits):
    lang = list(languages())[len(edits) % 2]
    app = fine(visit("effect", lang=lang, seq="I speak", t="1", edits=edits))
    (sentence,) = said(app)
    assert "{" not in sentence and len(sentence) < 250
    assert app.session_state["history"].present == ()
    assert (app.session_state["start"].seq, app.session_state["start"].t) == ("I speak", 1)


ODD = [*BAD, 5, 1e999, None, True, [], {"a": [1]}, ["cut_0"], [[[[]]]], "cut_0~" * 9000]


@pytest.fixture(scope="module")
def busy():
    app = visit("effect", net="counter", edits="sharpen_0.5")
    return app


@pytest.mark.parametrize("edits", ODD, ids=range(len(ODD)))
def test_bad_edits_in_a_file_are_one_sentence_and_nothing_is_changed(edits, busy):
    data = json.dumps({"v": 1, "net": "grew_up_in", "seq": "I speak", "edits": edits})
    busy.file_uploader(key="file").upload("state.json", data.encode()).run()
    (sentence,) = said(fine(busy))
    assert sentence.startswith("The file")
    assert busy.session_state["start"].net == "counter"
    assert busy.session_state["history"].edits == (lc.Sharpen(0.5),)


def test_a_file_gives_its_edits():
    entries = (lc.Entry(lc.Cut(0)), lc.Entry(lc.Sharpen(0.4), on=False))
    app = visit("effect")
    link = Link("zh", "counter", "aaa", edits=entries)
    app.file_uploader(key="file").upload("x.json", json.dumps(parameters(link)).encode()).run()
    assert fine(app).session_state["history"].present == entries
    assert said(app) == []


def present(app) -> tuple[lc.Entry, ...]:
    return app.session_state["history"].present


def do(app, kind: str):
    """Do an edit as the form does: choose its kind, press the button."""
    app.session_state["change"] = True
    choose(app.run(), "kind", kind)
    app.button(key="form_do").click().run()
    return fine(app)


def choose(app, what: str, value: object):
    state = app.session_state["start"]
    key = f"form_{state.net}_{state.cell}_{state.size}_{what}"
    return fine(app.selectbox(key=key).set_value(value).run())


@pytest.mark.parametrize("lang", languages())
def test_undo_redo_switch_remove_and_reset(lang):
    app = visit("effect", lang=lang)
    untouched = app.session_state["start"]
    for kind in ("hold", "cut", "put", "sharpen", "token", "weight"):
        do(app, kind)
        assert said(app) == []
    assert [type(entry.edit) for entry in present(app)] == [
        lc.Clamp, lc.Cut, lc.Overwrite, lc.Sharpen, lc.ReplaceToken, lc.SetWeight,
    ]  # fmt: skip
    all_done = present(app)
    app.button(key="undo").click().run()
    assert present(fine(app)) == all_done[:-1]
    app.button(key="redo").click().run()
    assert present(fine(app)) == all_done and app.button(key="redo").disabled
    app.checkbox(key="entry_1").uncheck().run()
    assert [entry.on for entry in present(fine(app))] == [True, False, True, True, True, True]
    app.button(key="undo").click().run()
    assert fine(app).checkbox(key="entry_1").value
    app.button(key="remove_0").click().run()
    assert present(fine(app)) == all_done[1:]
    app.button(key="reset").click().run()
    assert present(fine(app)) == () and app.button(key="reset").disabled
    assert app.session_state["start"] == untouched
    app.button(key="undo").click().run()
    assert present(fine(app)) == all_done[1:]


@pytest.mark.parametrize("cell", ["gru", "rnn"])
def test_the_form_offers_what_a_cell_has(cell):
    app = visit("effect", net="random", cell=cell, size="3", seq="abc")
    for kind in ("hold", "cut", "put", "sharpen", "weight"):
        do(app, kind)
        assert said(app) == [] and len(app.checkbox) == len(present(app))
    assert [type(entry.edit) for entry in present(app)] == [
        lc.Clamp, lc.Cut, lc.Overwrite, lc.Sharpen, lc.SetWeight,
    ]  # fmt: skip
    app.session_state["change"] = True
    choose(app.run(), "kind", "hold")
    for signal in lc.CELLS[cell].SIGNALS:
        choose(app, "signal", signal)


def test_a_number_in_the_form_is_the_one_that_is_set():
    app = visit("effect", net="adding", seq="0.3 0.8* 0.9")
    app.session_state["change"] = True
    choose(app.run(), "kind", "put")
    choose(app, "step", 1)
    app.number_input(key="form_put").set_value(-2.5)
    app.button(key="form_do").click().run()
    assert present(fine(app))[0].edit == lc.Overwrite("c", 0, 1, -2.5)
    app.session_state["change"] = True
    choose(app.run(), "kind", "token")
    app.text_input(key="form_adding_typed").set_value("three").run()
    app.button(key="form_do").click().run()
    (sentence,) = said(fine(app))
    assert sentence.startswith("The experiment") and len(present(app)) == 1


def test_nothing_read_is_nothing_to_change_at_a_step():
    app = visit("effect", net="counter", seq="")
    app.session_state["change"] = True
    choose(app.run(), "kind", "put")
    assert app.button(key="form_do").disabled
    choose(app, "kind", "hold")
    app.button(key="form_do").click().run()
    assert said(fine(app)) == [] and len(present(app)) == 1


def test_another_sequence_keeps_the_edits_and_another_network_starts_without():
    app = visit("effect", edits="cut_0~put_c_0_5_1")
    app.text_input(key="seq_grew_up_in").set_value("I speak").run()
    assert len(present(fine(app))) == 2
    app.selectbox(key="net").set_value("counter").run()
    assert present(fine(app)) == ()
    assert said(app) == []


def test_new_seed_is_another_network_and_reset_is_not():
    app = visit("effect", net="random", seed="7", edits="cut_0")
    app.button(key="reset").click().run()
    assert app.session_state["seed"] == 7
    app.button(key="undo").click().run()
    app.button(key="new_seed").click().run()
    assert fine(app).session_state["seed"] != 7
    assert present(app) == ()


def test_held_gates_of_a_link_become_edits():
    app = visit("effect", hold="f:all:0.8,o:1:1")
    assert [entry.edit for entry in present(fine(app))] == [
        lc.Clamp("f", value=0.8),
        lc.Clamp("o", (1,), value=1.0),
    ]
    assert app.session_state["start"].hold == ()


def test_a_run_whose_numbers_exceed_all_bounds_is_said():
    edits = [lc.SetWeight("weight_ih", 0, 0, 1e300), lc.Sharpen(1e300)]
    assert experiment.run_edited(lc.NETWORKS["counter"], "aaa", edits) is None
    for lang in languages():
        assert "{" not in experiment.too_large("edit").sentence(words(lang))


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_ready_experiment_opens(name):
    app = visit("effect")
    app.session_state["stories"] = True
    app.run().button(key=f"story_{name}").click().run()
    assert present(fine(app))
    asked = plain_sentence(words("en")(f"effect.experiments.{name}.ask"))
    assert asked in [text.value for text in app.markdown]
    assert said(app) == []
