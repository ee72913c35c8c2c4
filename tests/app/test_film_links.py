"""What lies on the film page is in the link, and is laid there again from it."""

import pytest

import lstm_core as lc
from app.share import read_link, write_link
from app.takes import carried, reels
from app.takes import desk as desks
from app.takes.desk import Desk, Shot
from lstm_core.training.clinic import PATIENTS
from tests.app.test_share import query
from tests.visits import fine, said, visit


def again(desk: Desk) -> Desk:
    """Lay a desk anew from its own link, as another server would."""
    link, problems = read_link(query(write_link(carried.link(desk))))
    assert not problems
    return carried.lay(link)


def test_settings_that_were_not_trained_yet_come_back():
    for desk in (desks.first("latch"), desks.set_cell(desks.first("latch"), "gru")):
        changed = desks.set_setting(desk, "rate", 0.05)
        assert again(desk) == desk and again(changed).recipe == changed.recipe
        assert again(desks.pin(changed)).pinned == changed.shot


@pytest.mark.parametrize("name", PATIENTS)
def test_both_films_of_a_patient_come_back(name):
    sick, cured = (reels.patient(name, state) for state in ("sick", "cured"))
    desk = desks.choose_patient(desks.first(), name, sick, cured)
    came = again(desk)
    assert (came.shot, came.pinned, came.patient) == (cured, sick, name)
    assert lc.read_recipe(came.recipe) == lc.read_recipe(desk.recipe)


def test_a_training_comes_back_as_its_recipe_with_the_settings_beside_it():
    shot = Shot("job", "a-name", "anbn~seed-3")
    desk = Desk("anbn~seed-3~at-40~rate-0.5", shot, pinned=desks.first("anbn").shot)
    link = carried.link(desk)
    assert not carried.ships(link)
    assert again(desk).recipe == lc.recipe_text(desk.read)
    assert again(desk).pinned == desk.pinned


def test_the_page_lays_what_the_link_says():
    settings = {"settings": "anbn~cell-gru", "beside": "anbn"}
    app = fine(visit("film", net="task_anbn", train="anbn~seed-3", at="40", **settings))
    desk = app.session_state["film_desk"]
    assert (desk.recipe, desk.shot.recipe) == ("anbn~cell-gru", "anbn~seed-3")
    assert desk.pinned == desks.first("anbn").shot and len(said(app)) == 1
    other = fine(visit("film", net="task_anbn", settings="adding~cell-gru", beside="adding"))
    assert other.session_state["film_desk"] == desks.first("anbn")
