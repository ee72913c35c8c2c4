"""The film page through Streamlit's own test driver: tasks, settings, what is asked of Python."""

import numpy as np
import pytest

import lstm_core as lc
from app.catalogue import TASK, tasks
from app.film.payload import encode
from app.film.probe import probe, spelled, turns
from app.film.stage import stage
from app.i18n import languages, words
from app.jobs import Jobs
from app.takes import desk as desks
from app.takes import reels
from app.takes.desk import Desk, Shot
from app.training import Studio
from lstm_core.films import open_film
from lstm_core.training.clinic import PATIENTS
from tests.visits import fine, said, visit


def own(task: str) -> Desk:
    return desks.first(task)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("task", tasks())
def test_every_task_has_its_words_and_its_probe(task, lang):
    now = stage(own(task), None, words(lang)(f"networks.{TASK}{task}.opening"), words(lang))
    assert len(encode(now, words(lang))) > 1000
    assert now.probe.x.shape == (len(now.run.x), now.task.input_size)
    assert now.probe.right.shape == (len(now.run.x), now.task.output_size)
    assert now.probe.asked.sum() == (len(now.run.x) if now.task.reads_all else 1)


def test_a_probe_says_where_there_is_something_to_remember():
    task = lc.TASKS["adding"]
    run = lc.NETWORKS["adding"].run("0.5 0.2* 0.1 0.3* 0.9")
    seen = probe(task, run)
    assert seen.right[-1, 0] == pytest.approx(0.5)
    assert spelled(task, run.x)[1] == "0.20*"
    counting = lc.TASKS["anbn"]
    read = counting.network(open_film("anbn").model()).run("aabb")
    assert turns(counting, probe(counting, read)) == {
        "up": [0, 1],
        "down": [2, 3],
        "upName": "a",
        "downName": "b",
    }


@pytest.mark.parametrize("task", tasks())
def test_whatever_is_typed_has_something_right_at_every_step(task):
    network = lc.TASKS[task].network(open_film(task).model())
    for text in (">", "A>", "->D", "B1", "aab", ")(", "0.5* 1* 0.2*", "0.5 " * 500, "0" * 500, "é"):
        run = network.run(text)
        seen = probe(lc.TASKS[task], run)
        assert len(seen.right) == len(run.x) and np.isfinite(seen.right).all()


def test_a_link_and_a_text_that_cannot_be_used_are_told():
    app = fine(visit("film", net="task_sine", at="soon", train="sine~length-2"))
    assert len(said(app)) == 2
    app.text_input(key="seq_task_sine").set_value("0.5 cat 0.2").run()
    assert "cat" in said(fine(app))[0]


def test_a_task_is_chosen_and_its_settings_are_counted():
    app = fine(visit("film"))
    app.selectbox(key="film_task_0").set_value("anbn").run()
    assert fine(app).session_state["film_desk"].task == "anbn"
    now = desks.set_setting(own("anbn"), "rate", 0.5)
    assert now.recipe == "anbn~rate-0.5"
    assert desks.set_cell(now, "gru").recipe == "anbn~cell-gru~rate-0.5"
    assert desks.another_seed(now, 7).recipe == "anbn~seed-7~rate-0.5"


def test_a_setting_changes_from_where_a_training_stands():
    paused = Desk("anbn", Shot("job", "x", "anbn"))
    assert desks.set_setting(paused, "rate", 0.5, at=40).recipe == "anbn~at-40~rate-0.5"
    for fixed in ("hidden_size", "sequences"):  # they are what it began with
        assert desks.set_setting(paused, fixed, 5, at=40).recipe == f"anbn~{fixed}-5"


@pytest.mark.parametrize(("name", "value"), [("rate", 99), ("optimiser", "<b>"), ("seed", None)])
def test_a_setting_that_cannot_be_is_not_taken(name, value):
    assert not desks.can_have("adding", name, value)


def test_a_length_that_a_task_has_not_is_not_taken():
    assert not desks.can_have("sine", "length", 2) and desks.can_have("sine", "length", 0)
    assert desks.can_have("adding", "length", 2)


def test_a_pin_stays_with_its_task():
    pinned = desks.pin(own("anbn"))
    assert pinned.pinned == Shot("shipped", "anbn", "anbn")
    assert desks.pin(pinned).pinned is None
    assert desks.choose_task(pinned, "adding").pinned is None


def test_a_film_is_called_by_what_differs():
    shot = Shot("job", "x", "adding~cell-gru~seed-3~forget_bias-0")
    assert reels.title(shot, words("en")) == "cell GRU, seed 3, forget bias 0"
    beside = Shot("shipped", "adding", "adding~forget_bias-3")
    assert reels.title(shot, words("zh"), beside) == "细胞 GRU，种子 3，遗忘门偏置 0"
    assert reels.title(beside, words("en"), shot).startswith("cell LSTM, seed ")


def test_only_the_two_films_of_a_patient_are_called_sick_and_cured():
    sick, cured = (reels.patient("vanishing", state) for state in ("sick", "cured"))
    desk = desks.choose_patient(own("anbn"), "vanishing", sick, cured)
    trained = desks.running(desk, "x", f"{cured.recipe}~seed-5")
    names = [reels.reel(shot, desk, words("en")).name for shot in (sick, cured, trained.shot)]
    assert [name.split(":")[0] for name in names[:2]] == ["Sick", "Cured"]
    assert not names[2].startswith(("Sick", "Cured"))


def test_an_update_is_taken_apart_from_the_film_on_show():
    studio = Studio(Jobs([]))  # it opens, and trains nothing
    *_, last = lc.train("lstm", "anbn", lc.TrainConfig(steps=5, hidden_size=4))
    film = lc.film_of([last], "anbn~hidden_size-4~steps-5")
    opened = studio.open(film)
    desk = desks.slowly(desks.open_film(own("anbn"), opened.name, film.recipe), 5)
    now = stage(desk, studio, "aabb", words("en"))
    assert now.update is not None and not now.update.exact
    assert len(encode(now, words("en"))) > 1000


def test_what_was_changed_on_the_way_is_told():
    shot = Shot("job", "x", "anbn~at-40~rate-0.5~at-80~optimiser-sgd")
    told = reels.reel(shot, Desk(shot.recipe, shot), words("en")).changes
    assert told == ((40, "learning rate 0.5"), (80, "optimiser SGD with momentum"))


def test_a_link_with_settings_says_what_to_do():
    app = fine(visit("film", net="task_anbn", train="anbn~seed-3"))
    desk = app.session_state["film_desk"]
    assert desk.recipe == desk.shot.recipe == "anbn~seed-3" and desk.shot.kind == "job"
    assert said(app) == [words("en")("film_form.notes.link")]


@pytest.mark.parametrize("lang", languages())
def test_every_patient_is_shown_sick_and_cured_and_gives_its_settings(lang):
    app = fine(visit("film", lang=lang))
    assert reels.patients() == tuple(PATIENTS)
    for n, (name, patient) in enumerate(PATIENTS.items()):
        app.button(key=f"clinic_{name}").click().run()
        desk = fine(app).session_state["film_desk"]
        assert (desk.pinned.recipe, desk.shot.recipe) == (patient.sick, patient.cured)
        assert desk.forms == n + 1
        names = [reels.reel(shot, desk, words(lang)).name for shot in (desk.pinned, desk.shot)]
        assert names[0] != names[1]
        assert said(app) == []


def test_a_film_that_was_saved_is_opened_and_another_file_refused():
    app = visit("film", net="task_anbn")
    app.session_state["film_file"] = True
    app.run()
    film = reels.shipped("latch")
    assert film
    app.file_uploader(key="film_upload_0").upload("a.safetensors", lc.film_bytes(film)).run()
    assert fine(app).session_state["film_desk"].task == "latch"
    app.session_state["film_file"] = True
    app.run()
    app.file_uploader(key="film_upload_1").upload("a.safetensors", b"no film at all").run()
    assert fine(app).session_state["film_desk"].task == "latch"
    assert len(said(app)) == 1
