"""Every page in every language, through Streamlit's own test driver."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from app.catalogue import networks
from app.files import FILE_BYTES
from app.i18n import languages, words
from app.reading import TEXT_MAX
from app.session import text_key
from app.share import Hold, Link, opening, parameters
from tests.visits import FRAME, INSIDE, ROOT, fine, link, said, visit

PAGES = sorted((ROOT / "pages").glob("[!_]*.py"))


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_opens_in_every_language(page, lang):
    app = fine(visit(page.stem, lang=lang))
    assert said(app) == []


@pytest.mark.parametrize(
    ("net", "seq", "expected"),
    [
        ("max_so_far", "0.5 2 x", "this network reads numbers from 0 to 1, such as 0.2 0.5."),
        ("adding", "0.5* x", "this network reads numbers from −1 to 1, marked by a star or not"),
        ("serial_adder", "11 2", "this network reads pairs of bits, such as 11 10 01 00."),
    ],
)
def test_what_is_no_number_is_named_and_a_number_explained(net, seq, expected):
    (sentence,) = said(fine(visit(net=net, seq=seq)))
    assert sentence.startswith("Struck through and not read: “") and expected in sentence


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("net", networks())
def test_every_network_and_every_example_runs(net, lang):
    app = fine(visit(lang=lang, net=net))
    assert app.text_input(key=text_key(net)).value == opening(net, lang)
    for number in range(len(words(lang).list(f"networks.{net}.examples")) + 1):
        fine(app.button(key=f"example_{net}_{number}").click().run())
        assert link(app).seq == app.text_input(key=text_key(net)).value


def test_a_bare_first_visit_offers_the_guided_minutes_once():
    app = visit()
    assert app.session_state["tour"]
    app.text_input(key="seq_grew_up_in").set_value("I speak").run()
    app.text_input(key="seq_grew_up_in").set_value(opening("grew_up_in", "en")).run()
    assert not app.session_state["tour"]
    assert visit(lang="zh").session_state["tour"]
    assert not visit(t="0").session_state["tour"]


def test_the_browser_names_the_language_of_a_first_visit():
    app = AppTest.from_file(FRAME, default_timeout=30).switch_page(INSIDE)
    app.context["locale"] = "zh-TW"
    assert link(fine(app.run())).lang == "zh"


def test_a_link_gives_every_start_value():
    app = visit(
        v="1", lang="zh", net="random", seq="abc", seed="7", size="3", cell="lstm", t="2", u="1",
        view="machine", speed="3", hold="f:all:0.8,o:2:1",
    )  # fmt: skip
    fine(app)
    hold = (Hold("f", -1, 0.8), Hold("o", 2, 1.0))
    assert link(app) == Link("zh", "random", "abc", 7, 3, "lstm", 2, 1, "machine", 3.0, hold)
    assert said(app) == []
    assert app.text_input(key="seq_random").value == "abc"
    assert (app.number_input(key="size").value, app.number_input(key="seed").value) == (3, 7)


def test_a_view_of_another_page_falls_back_here():
    assert said(fine(visit(view="weights"))) == []
    assert fine(visit("effect", view="weights")).session_state["start"].view == "weights"


def test_edits_wait_for_their_own_page():
    app = fine(visit(net="counter", edits="cut_0"))
    app.switch_page(str(ROOT / "pages" / "effect.py")).run()
    assert len(fine(app).session_state["history"].edits) == 1


def test_the_address_is_read_once():
    app = visit(net="counter", t="3")
    app.query_params["net"] = "random"
    app.text_input(key="seq_counter").set_value("aaaa").run()
    assert (link(app).net, link(app).seq, link(app).t) == ("counter", "aaaa", 0)


def test_the_opening_follows_a_language_switch_and_a_text_of_ones_own_does_not():
    app = visit()
    app.selectbox(key="net").set_value("counter").run()
    app.text_input(key="seq_counter").set_value("aa").run()
    app.segmented_control(key="lang").set_value("zh").run()
    assert app.text_input(key="seq_counter").value == "aa"
    app.selectbox(key="net").set_value("grew_up_in").run()
    assert app.text_input(key="seq_grew_up_in").value == opening("grew_up_in", "zh")
    fine(app)


def test_each_network_keeps_its_own_text():
    app = visit()
    app.text_input(key="seq_grew_up_in").set_value("I speak").run()
    for net in networks()[1:]:
        app.selectbox(key="net").set_value(net).run()
        assert link(app).seq == opening(net, "en")
    app.selectbox(key="net").set_value("grew_up_in").run()
    assert link(app).seq == "I speak"


def test_start_values_end_with_their_sequence():
    app = visit(net="counter", t="2", hold="f:all:0.5", speed="10")
    app.selectbox(key="net").set_value("quotes_en").run()
    assert (link(app).t, link(app).hold, link(app).speed) == (0, (), 10.0)


def test_a_link_that_asks_for_too_much_is_fitted_and_says_so():
    app = fine(visit(net="counter", seq="aaa", t="9", u="5", hold="i:3:1"))
    assert (link(app).t, link(app).u, link(app).hold) == (3, -1, ())
    assert len(said(app)) == 3
    app.segmented_control(key="lang").set_value("zh").run()
    assert len(said(app)) == 3
    app.text_input(key="seq_counter").set_value("a").run()
    assert said(app) == []


def test_what_a_network_cannot_read_is_one_sentence():
    assert said(visit(net="grew_up_in", seq="我在德国长大我会说", lang="zh")) == [
        "它只认识：法国、中国、日本、说。"
    ]
    (sentence,) = said(visit(net="counter", seq="aXb$x$ a"))
    assert "X" in sentence and "“a” “.”" in sentence


def test_a_long_sequence_is_cut_and_says_so():
    app = fine(visit(net="counter"))
    app.text_input(key="seq_counter").set_value("a" * 501).run()
    assert said(fine(app)) == ["The sequence is cut after 500 steps, the most that one tape holds."]
    app.text_input(key="seq_counter").set_value("a" * 500).run()
    assert said(app) == []


def upload(app: AppTest, data: bytes) -> AppTest:
    return app.file_uploader(key="file").upload("state.json", data).run()


def test_a_file_gives_every_start_value():
    wanted = Link("zh", "counter", "a." * 200, t=17, hold=(Hold("f", 0, 0.9),))
    app = upload(visit(), json.dumps(parameters(wanted)).encode())
    assert link(fine(app)) == wanted
    assert said(app) == []


@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"[1]", b"{" * 9999, b" " * (FILE_BYTES + 1)])
def test_a_file_that_is_not_ours_is_one_sentence_and_nothing_is_lost(data):
    app = visit()
    app.text_input(key="seq_grew_up_in").set_value("I speak").run()
    upload(app, data)
    assert len(said(fine(app))) == 1
    assert link(app).seq == "I speak"


HOSTILE = [
    "", " ", "\n", "\0", "\0" * 50,
    "👨\u200d👩\u200d👧\u200d👦" * 20, "e\u0301" * 300, "\ufeff\u200b",
    "שלום עולם", "مرحبا", "\u202eabc", "<script>alert(1)</script>", "$\\frac{1}{0}$",
    "`code` **bold** :material/home: :red[x]", "{lang} {0} %s", "a" * 100_000, "法国" * 600,
    '"' * 1000,
]  # fmt: skip


@pytest.mark.parametrize("net", networks())
def test_hostile_text_is_read_or_explained(net):
    app = visit(net=net)
    for text in HOSTILE:
        app.text_input(key=text_key(net)).set_value(text).run()
        fine(app)
        assert len(said(app)) <= 2, text[:40]


def test_a_pasted_book_is_cheap_and_one_sentence():
    app = visit(net="counter")
    app.text_input(key="seq_counter").set_value("ab" * 50_000)
    before = time.process_time()
    app.run()
    assert time.process_time() - before < 1  # benchmarks/bench_app.py has the tight bound
    assert any(f"{TEXT_MAX:,}" in sentence for sentence in said(app))


QUERY = st.dictionaries(
    st.sampled_from([*parameters(Link()), "edits", "utm", "<b>"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    max_size=11,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(QUERY)
def test_no_address_breaks_the_page(query):
    app = fine(visit(**query))
    assert len(said(app)) <= 7
    assert all("{" not in sentence or "{" in str(query) for sentence in said(app))


@pytest.mark.parametrize("page", ["home", "networks", "teachers"])
def test_a_language_chosen_on_a_page_without_a_state_is_in_its_address(page):
    app = visit(page)
    app.segmented_control(key="lang").set_value("zh").run()
    assert app.query_params["lang"] == "zh"
    other = visit("inside")
    other.segmented_control(key="lang").set_value("zh").run()
    assert "lang" not in other.query_params  # the picture writes the whole state there
