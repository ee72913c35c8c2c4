"""What the ready experiments say of themselves is true, in every language."""

import pytest

import lstm_core as lc
from app.experiments import EXPERIMENTS, link
from app.i18n import languages, words
from app.reading import network, read
from app.share import Link, parameters, read_link, write_link
from lstm_core.history import History


@pytest.fixture(params=languages())
def lang(request) -> str:
    return request.param


def edited(here: Link) -> lc.Run:
    return network(here.net, 0, 8).run(here.seq, edits=History(present=here.edits).edits)


def untouched(here: Link) -> lc.Run:
    return network(here.net, 0, 8).run(here.seq)


def c(run: lc.Run):
    return run.traces[0].steps.c


def job(key: str) -> tuple[lc.Marks, lc.Marks]:
    """Return the marks before and after."""
    ready = lc.NETWORKS[EXPERIMENTS[key].net]
    return lc.examine(ready), lc.examine(ready, EXPERIMENTS[key].edits)


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_a_link_is_whole_short_and_stands_within_its_sequence(key, lang):
    here = link(key, lang)
    assert read(here)[0] == here and read(here)[2] == ()
    assert 1 <= here.t <= len(edited(here).x) and len(write_link(here)) < 1_500
    assert read_link(parameters(here)) == (here, ())


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_every_experiment_has_its_words(key, lang):
    assert set(words(lang).table(f"effect.experiments.{key}")) == {"title", "ask", "happens"}


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_it_shows_at_the_step_where_a_link_stands(key, lang):
    here = link(key, lang)
    t = here.t - 1
    assert abs(c(edited(here)) - c(untouched(here)))[t].max() > 0.03 or (
        edited(here).readouts[t] != untouched(here).readouts[t]
    )


def test_no_words_without_an_experiment(lang):
    assert set(words(lang).table("effect.experiments")) == set(EXPERIMENTS)


def test_who_never_forgets_names_the_first_letter_for_ever(lang):
    here = link("never_forget", lang)
    run, true = edited(here), untouched(here)
    assert run.tokens[here.t - 1].text == "P"
    assert (run.readouts[here.t - 1], true.readouts[here.t - 1]) == ("T", "P")
    assert set(run.readouts[1:]) == {"T"}
    before, after = job("never_forget")
    assert before.accuracy == 1 and 0.45 < after.accuracy < 0.6


def test_with_show_open_it_speaks_from_the_country_on(lang):
    here = link("show_open", lang)
    said = edited(here).readouts
    assert said[: here.t] == (None, None, "french") and set(said[here.t :]) == {"french"}
    assert untouched(here).readouts[:-1] == (None,) * (len(said) - 1)


def test_with_write_open_it_adds_up_all_numbers():
    here = link("write_open", "en")
    total = sum(float(token.text.rstrip("*")) for token in edited(here).tokens)
    assert edited(here).readouts[-1] == pytest.approx(total, abs=0.02)
    errors = [marks.error or 0.0 for marks in job("write_open")]
    assert errors[0] < 0.01 < 1 < errors[1]


def test_a_blunt_count_misses_two_and_a_blunt_switch_is_still_set():
    counter, latch = (edited(link(key, "en")) for key in ("blunt_counter", "blunt_latch"))
    assert len(counter.x) == len(latch.x) == 100
    assert counter.readouts[-1] == "98" and c(counter)[-1, 0] == pytest.approx(98.3, abs=0.05)
    assert latch.readouts[-1] == "set" and latch.traces[0].steps.h[-1, 0] > 0.7
    keeps = [run.traces[0].steps.f[50, 0] for run in (counter, latch)]
    assert keeps[0] == keeps[1] == pytest.approx(0.99966, abs=1e-5)


def test_after_the_flip_nothing_is_ever_wiped():
    here = link("flipped_sign", "en")
    said = edited(here).readouts
    assert set(said) == {"odd"} and untouched(here).readouts[here.t - 1] == "even"
    weights = lc.NETWORKS["parity"].layers[0][0].weight_ih
    [edit] = EXPERIMENTS["flipped_sign"].edits
    assert isinstance(edit, lc.SetWeight) and edit.value == -weights[1, 1]
    assert job("flipped_sign")[1].accuracy < 0.55


def test_without_the_first_it_never_answers():
    here = link("no_first", "en")
    assert not any(edited(here).readouts) and untouched(here).readouts[here.t - 1] == "R"
    assert lc.NETWORKS[here.net].unit_names[0] == "has_come"
    assert [marks.accuracy for marks in job("no_first")] == [1, 0]


def test_the_count_goes_on_from_nothing():
    here = link("miscounted", "en")
    assert edited(here).readouts[here.t - 1] == "0"
    assert (edited(here).readouts[-1], untouched(here).readouts[-1]) == ("4", "6")


def test_the_depth_is_wrong_by_two():
    here = link("lost_depth", "en")
    runs = untouched(here), edited(here)
    assert [run.readouts.index("balanced") for run in runs] == [9, 7]
    assert runs[1].readouts[-1] == "unbalanced" and c(runs[0])[3, 0] == pytest.approx(4)


def test_a_frozen_switch_does_not_hear_r():
    here = link("frozen", "en")
    assert edited(here).tokens[here.t - 1].text == "R"
    assert set(edited(here).readouts) == {"set"} and "reset" in untouched(here).readouts


def test_without_its_third_unit_it_takes_france_for_china(lang):
    here = link("one_of_six", lang)
    assert (untouched(here).readouts[-1], edited(here).readouts[-1]) == ("french", "chinese")
    assert 0.5 < job("one_of_six")[1].accuracy < 0.8


def test_another_country_fills_another_lane(lang):
    here = link("other_country", lang)
    assert edited(here).readouts[-1] == "japanese"
    assert c(edited(here))[-1].round().tolist() == [0, 0, 1]
    assert edited(here).tokens[2].text == words(lang).list("networks.grew_up_in.symbols")[2]
