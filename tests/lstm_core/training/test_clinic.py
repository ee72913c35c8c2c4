"""Patients are sick and become well; five seeds of each are measured in benchmarks/bench_clinic."""

from dataclasses import asdict

import pytest

import lstm_core as lc
from lstm_core.films import open_film
from lstm_core.training.clinic import PATIENTS
from lstm_core.training.recipe import read_recipe, recipe_text

EVERY = pytest.mark.parametrize("name", PATIENTS)
NO_CURE = {"frame"}  # how often the film takes a picture changes no training


@EVERY
def test_a_cure_is_one_setting(name: str) -> None:
    patient = PATIENTS[name]
    for text in (patient.sick, patient.cured, *patient.others):
        assert recipe_text(read_recipe(text)) == text, "a recipe is spelled in one way only"
    sick, cured = read_recipe(patient.sick), read_recipe(patient.cured)
    assert (sick.task, sick.cell) == (cured.task, cured.cell)
    before, after = asdict(sick.config), asdict(cured.config)
    assert len({key for key in before if before[key] != after[key]} - NO_CURE) == 1


def meets_the_goal(film: lc.Film) -> bool:
    task = lc.TASKS[film.read.task]
    well = film.stopped not in ("nan", "explosion")
    return well and task.solved(float(film.arrays["eval.metric"][-1]))


@EVERY
def test_the_films_show_the_patient_sick_and_well(name: str) -> None:
    assert not meets_the_goal(open_film(f"clinic_{name}_sick"))
    assert meets_the_goal(open_film(f"clinic_{name}_cured"))


def test_a_patient_trained_here_is_sick_and_becomes_well() -> None:
    patient = PATIENTS["exploding"]
    for text, well in ((patient.sick, False), (patient.cured, True)):
        assert meets_the_goal(lc.film_of(lc.follow(read_recipe(text)), text)) == well
