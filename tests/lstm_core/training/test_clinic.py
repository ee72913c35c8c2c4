"""Patients are sick and become well; five seeds of each are measured in benchmarks/bench_clinic."""

from dataclasses import asdict

import pytest

import lstm_core as lc
from lstm_core.training.clinic import PATIENTS
from lstm_core.training.follow import follow
from lstm_core.training.recipe import read_recipe, recipe_text

EVERY = pytest.mark.parametrize("name", PATIENTS)
LONG = {"overfitting", "no_warm_up"}  # two seconds each: left to the bench
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


def meets_the_goal(text: str) -> bool:
    recipe = read_recipe(text)
    film = list(follow(recipe))
    marks = [checkpoint.evaluation.metric for checkpoint in film if checkpoint.evaluation]
    well = film[-1].stopped not in ("nan", "explosion")
    return well and lc.TASKS[recipe.task].solved(marks[-1])


@pytest.mark.parametrize("name", [name for name in PATIENTS if name not in LONG])
def test_a_patient_is_sick_and_becomes_well(name: str) -> None:
    assert not meets_the_goal(PATIENTS[name].sick)
    assert meets_the_goal(PATIENTS[name].cured)
