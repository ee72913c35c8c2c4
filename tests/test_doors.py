"""Doors, gallery, ready links, keys and surprises, through Streamlit's own test driver."""

from urllib.parse import parse_qsl

import numpy as np
import pytest

from app.catalogue import networks
from app.gallery.payload import encode as encode_gallery
from app.gallery.payload import links_data
from app.i18n import languages, words
from app.keyboard import keys
from app.reading import network
from app.session import text_key
from app.share import Link, opening, parameters, read_link
from tests.app.test_belt import unpack
from tests.visits import ROOT, fine, link, said, visit


def test_a_link_that_was_copied_from_the_first_page_opens_inside():
    app = visit("home", net="counter", t="3")
    assert (link(fine(app)).net, link(app).t) == ("counter", 3)
    assert app.text_input(key="seq_counter").value == opening("counter", "en")
    assert not visit("home", lang="zh").text_input  # a language alone is still the first page


def test_the_first_door_begins_the_guided_minutes_whatever_was_there():
    app = visit(net="counter", t="3")
    app.switch_page(str(ROOT / "pages" / "home.py")).run()
    app.button(key="door_minute").click().run()
    assert link(fine(app)) == Link(seq=opening("grew_up_in", "en"))
    assert app.session_state["tour"]


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("net", networks())
def test_a_surprise_is_another_sequence_that_can_be_read(net, lang):
    app = visit(net=net, lang=lang)
    for _ in range(3):
        before = app.text_input(key=text_key(net)).value
        app.button(key="surprise").click().run()
        assert app.text_input(key=text_key(net)).value != before
        assert said(fine(app)) == []


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("net", networks())
def test_every_key_types_a_token_and_the_last_can_be_taken_back(net, lang):
    app = visit(net=net, lang=lang, seq="")
    field = lambda: app.text_input(key=text_key(net)).value or ""  # noqa: E731
    tokens = keys(network(net, 0, 1), words(lang))
    for number, token in enumerate(tokens):
        app.button(key=f"tap_{number}").click().run()
        assert field().endswith(token)
        assert link(fine(app)).seq == field()
        assert len(network(net, 0, 1).run(field()).x) == number + 1
    for _ in tokens:
        app.button(key="tap_remove").click().run()
    assert field() == ""


@pytest.mark.parametrize("lang", languages())
def test_the_gallery_shows_the_real_memory_of_every_network(lang):
    header, arrays = unpack(encode_gallery(lang))
    cards = [card for group in header["groups"] for card in group["cards"]]
    assert [card["net"] for card in cards] == list(networks())
    for card in cards:
        ready = network(card["net"], 0, 8)
        steps = ready.run(opening(card["net"], lang)).traces[0].steps
        values = arrays[card["net"]].reshape(-1, card["H"])
        np.testing.assert_array_equal(values, getattr(steps, card["signal"])[: len(values)])
        assert len(values) == sum(was_read for _, was_read in card["tokens"]) > 0
        assert read_link(dict(parse_qsl(card["query"], keep_blank_values=True))) == (
            Link(lang=lang, net=card["net"], seq=opening(card["net"], lang)),
            (),
        )


@pytest.mark.parametrize("lang", languages())
def test_every_link_for_teachers_opens_as_it_is(lang):
    stories = words(lang).table("effect.experiments").values()
    stories = {sentence for story in stories for sentence in story.values()}
    for group in links_data(lang)["groups"]:
        for row in group["rows"]:
            query = dict(parse_qsl(row["query"], keep_blank_values=True))
            app = fine(visit(group["page"], **query))
            assert set(said(app)) <= stories, row["key"]  # no notice
            assert parameters(link(app)) == query
            assert not app.session_state["tour"]
