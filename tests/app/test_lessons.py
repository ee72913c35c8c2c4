"""What the page for teachers says of its links is true."""

import pytest

from app.i18n import languages
from app.lessons import links
from app.reading import network, read
from app.share import VIEWS, Link


def at(lang: str, key: str) -> Link:
    return next(ready[key] for ready in links(lang).values() if key in ready)


@pytest.fixture(params=languages())
def lang(request) -> str:
    return request.param


def test_a_class_gets_ready_links_of_four_kinds(lang):
    found = links(lang)
    assert list(found) == ["minute", "question", "homework", "effect"]
    assert 12 <= sum(map(len, found.values())) <= 18
    for ready in found.values():
        for link in ready.values():
            assert link.lang == lang and link.view in VIEWS
            assert read(link)[0] == link and read(link)[2] == ()


def test_the_lecture_stands_just_before_the_country(lang):
    link = at(lang, "lecture")
    run = read(link)[1]
    assert run.tokens[link.t].symbol == 0
    assert all(token.symbol == 4 for token in run.tokens[: link.t])


def test_at_80_percent_the_answer_is_gone_after_six_words(lang):
    run = read(at(lang, "fading"))[1]
    c = run.traces[0].steps.c[:, 0]
    assert run.readouts[-1] is None
    assert c[-1] == pytest.approx(0.8**6, abs=1e-3)
    assert len(c) - 1 - c.argmax() == 6


def test_who_never_forgets_has_two_answers(lang):
    h = read(at(lang, "never_forget"))[1].traces[0].steps.h[-1]
    assert (h > 0.3).sum() == 2


def test_with_show_held_open_it_speaks_from_the_country_on(lang):
    h = read(at(lang, "show_open"))[1].traces[0].steps.h[:, 0]
    assert (h[:2] < 0.3).all() and (h[2:] > 0.3).all()


def test_the_count_is_six_and_h_never_passes_one(lang):
    steps = read(at(lang, "counter"))[1].traces[0].steps
    assert steps.c[-1, 0] == pytest.approx(6, abs=0.01) and (steps.h <= 1).all()


def test_the_long_sentence_is_long_and_begins_at_its_beginning(lang):
    link = at(lang, "long")
    assert link.t == 0 and len(read(link)[1].x) > 15


def test_every_gate_of_the_random_one_is_half_open(lang):
    link = at(lang, "random")
    steps = read(link)[1].traces[0].steps
    assert network(link.net, link.seed, link.size).hidden_size == 4
    for gate in (steps.f, steps.i, steps.o):
        assert 0.1 < gate.min() and gate.max() < 0.9


def test_the_text_reader_has_eight_units(lang):
    assert network(at(lang, "text").net, 0, 8).hidden_size == 8
