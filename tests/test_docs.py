"""The pages of docs/ say what is so."""

import re

import pytest

from app.catalogue import networks
from app.experiments import EXPERIMENTS
from app.experiments import link as experiment
from app.i18n import languages
from app.share import Link, opening, write_link
from docs import list_experiments
from docs.list_networks import FILE, page

TEXT = FILE.read_text(encoding="utf-8")


def test_the_list_of_networks_is_up_to_date() -> None:
    assert page() == TEXT, "run: python docs/list_networks.py"


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", networks())
def test_the_opening_link_of_every_network_is_there(name: str, lang: str) -> None:
    link = write_link(Link(lang=lang, net=name, seq=opening(name, lang)))
    assert TEXT.count(f"](?{link})") == 1


def test_no_other_link_is_there() -> None:
    assert len(re.findall(r"\]\(", TEXT)) == len(networks()) * len(languages())


def test_the_list_of_experiments_is_up_to_date() -> None:
    text = list_experiments.FILE.read_text(encoding="utf-8")
    assert list_experiments.page() == text, "run: python docs/list_experiments.py"
    for key in EXPERIMENTS:
        for lang in languages():
            assert text.count(f"](/effect?{write_link(experiment(key, lang))})") == 1
