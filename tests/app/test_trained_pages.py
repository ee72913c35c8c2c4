"""Trained networks on the pages: chosen like any other, kept in sight, trained again when gone."""

from dataclasses import replace

import pytest

import lstm_core as lc
from app import reading, trained
from app.belt.payload import encode
from app.catalogue import TASKS, every_network, networks
from app.i18n import words
from app.session.film import DESK
from app.share import Link, opening, start_values
from tests.app.test_belt import unpack
from tests.visits import fine, link, said, visit

RECIPE = "adding~seed-9~to-300"


@pytest.fixture
def mine(monkeypatch):
    """A network that was trained on this server."""
    monkeypatch.setattr(trained, "_kept", trained.memory())
    film = trained.shipped("adding")
    assert film
    network = lc.TASKS["adding"].network(film.model(3))  # any other weights
    trained.put(RECIPE, network)
    return network


def test_every_task_has_a_network_that_ships():
    assert sorted(TASKS) == sorted(lc.TASKS)
    assert every_network() == networks() + tuple(f"task_{task}" for task in TASKS)


@pytest.mark.parametrize(
    ("task", "lang"),
    [("copy_memory", "en"), ("multiplication", "zh"), ("dyck1", "en"), ("co2", "zh")],
)
def test_cause_and_effect_takes_what_was_trained(task, lang):
    app = fine(visit("effect", net=f"task_{task}", lang=lang, edits="clamp_f_all_0_end_0.5"))
    assert said(app) == []
    assert len(link(app).edits) == 1


def test_a_trained_network_stays_on_offer(mine):
    app = fine(visit(train=RECIPE, at="300"))
    assert (link(app).net, link(app).train, link(app).at) == ("task_adding", RECIPE, 300)
    assert app.selectbox(key="net").value == RECIPE
    app.selectbox(key="net").set_value("counter").run()
    assert (link(fine(app)).net, link(app).train) == ("counter", "")
    app.selectbox(key="net").set_value("task_adding").run()
    assert (link(fine(app)).net, link(app).train) == ("task_adding", "")
    app.selectbox(key="net").set_value(RECIPE).run()
    assert (link(fine(app)).net, link(app).train) == ("task_adding", RECIPE)


@pytest.mark.parametrize("page", ["inside", "effect"])
def test_one_that_is_gone_is_said_and_can_be_trained_again(page):
    app = fine(visit(page, train="latch~seed-9~to-300", lang="en"))
    (sentence,) = said(app)
    assert "latch~seed-9~to-300" in sentence
    assert link(app).train == "latch~seed-9~to-300"  # not forgotten: it may come back
    app.button(key="again").click().run()
    assert app.session_state[DESK].recipe == "latch~seed-9"


@pytest.mark.parametrize("train", ["", RECIPE])
def test_what_is_to_be_seen_is_told_only_of_the_network_that_ships(mine, train):
    link = Link(net="task_adding", train=train, seq=opening("task_adding", "en"))
    _, run, _ = reading.read(link)
    sent, _ = unpack(encode(run.network, run, words("en"), start_values(link)))
    told = (
        words("en")("cells.trained.watch") if train else words("en")("networks.task_adding.watch")
    )
    assert sent["network"]["watch"] == told


def test_downloads_hold_the_trained_network(mine):
    asked = Link(net="task_adding", train=RECIPE, seq=opening("task_adding", "en"))
    _, run, problems = reading.read(asked)
    assert (run.network, problems) == (mine, ())
    _, run, (said,) = reading.read(replace(asked, train="adding~seed-8~to-300"))
    assert run.network is trained.find("task_adding")
    assert said.key == "notices.train.gone"
