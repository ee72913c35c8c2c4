"""Every network sits its exam: whole it passes, with a part taken out it fails as it should."""

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import lstm_core as lc
from lstm_core.networks.continual_reber import ends, stream
from tests.lstm_core.test_learnt import LEARNT

EXAMS: dict[str, lc.Exam] = {n: net.exam for n, net in lc.NETWORKS.items() if net.exam}
BUILT = [name for name in EXAMS if name not in LEARNT]
LONGEST = {"continual_reber": 320, "counter": 120}


def marks(name: str, *edits: Any, **sizes: int) -> lc.Marks:
    return lc.examine(lc.NETWORKS[name], edits, **sizes)


def read(name: str, text: str) -> list[Any]:
    tokens = lc.NETWORKS[name].tokens
    assert tokens is not None
    if isinstance(tokens, lc.Numbers):
        return [token.values for token in tokens.read(text)]
    return [tokens.symbols[t.symbol] for t in tokens.read(text) if t.symbol is not None]


def drawn(name: str, count: int, seed: int = 5) -> list[str]:
    rng = random.Random(seed)
    return [EXAMS[name].draw(rng) for _ in range(count)]


def with_sign_flipped(network: lc.Network, field: str, place: Any) -> lc.Network:
    params = network.layers[0][0]
    weight = getattr(params, field).copy()
    weight[place] *= -1
    return replace(network, layers=((params._replace(**{field: weight}),),))


def test_only_what_has_no_random_input_has_no_exam() -> None:
    for name, network in lc.NETWORKS.items():
        only_one_symbol = isinstance(network.tokens, lc.Alphabet) and network.input_size == 1
        assert (name in EXAMS) != only_one_symbol
    for network in (lc.NETWORKS["clock4"], lc.random_network()):
        with pytest.raises(lc.UnknownName, match="has no exam"):
            lc.examine(network)


@pytest.mark.parametrize("name", BUILT)
def test_a_network_built_by_hand_answers_every_case_right(name: str) -> None:
    for seed in range(4):
        got = marks(name, seed=seed)
        assert (got.cases, got.right, got.accuracy, got.failures) == (500, 500, 1.0, ())


@pytest.mark.parametrize("name", LEARNT)
def test_what_was_learnt_holds_on_sentences_like_those_of_the_training(name: str) -> None:
    assert marks(name).accuracy > 0.99


@pytest.mark.parametrize("name", EXAMS)
def test_no_answer_is_nearly_always_right(name: str) -> None:
    last = Counter(EXAMS[name].right(read(name, text))[-1] for text in drawn(name, 500))
    assert max(last.values()) < 0.58 * 500
    assert marks(name).chance < 0.58
    if name == "rising_edge":
        assert 0.45 < last["edge"] / 500 < 0.55


@pytest.mark.parametrize("name", EXAMS)
def test_cases_are_read_whole_and_differ(name: str) -> None:
    network, texts = lc.NETWORKS[name], drawn(name, 100)
    assert len(set(texts)) > 40
    for text in texts[:30]:
        run = network.run(text)
        assert run.unknown == () and all(token.known for token in run.tokens)
        assert 1 <= len(run.x) <= LONGEST.get(name, 62)
        assert len(EXAMS[name].right(read(name, text))) == len(run.x)


@pytest.mark.parametrize("name", EXAMS)
def test_the_same_seed_asks_the_same(name: str) -> None:
    network, half_open = lc.NETWORKS[name], lc.Clamp("h", value=0.5)
    before = lc.examine(network, [half_open])
    assert lc.examine(network, [half_open]) == before
    other = lc.examine(network, [half_open], seed=1)
    assert other != before or before.right == 500
    assert drawn(name, 20) == drawn(name, 20) != drawn(name, 20, seed=6)


@pytest.mark.parametrize("name", EXAMS)
def test_side_by_side_is_as_one_by_one(name: str) -> None:
    """With an edit that spoils some cases; shorter ones are filled up, which changes nothing."""
    network, exam = lc.NETWORKS[name], EXAMS[name]
    edits = [lc.Clamp("h", units=(0,), first=4, last=6, value=0.4)]
    rng, judged, right = random.Random(3), 0, 0
    while judged < 60:
        text = exam.draw(rng)
        run, sequence = network.run(text, edits=edits), read(name, text)
        wanted = exam.right(sequence)
        for group in exam.judged(sequence)[: 60 - judged]:
            judged += 1
            right += all(agree(network, run.readouts[k], wanted[k]) for k in group)
    assert lc.examine(network, edits, cases=60, seed=3).right == right


def agree(network: lc.Network, got: Any, wanted: Any) -> bool:
    tolerance = network.readout.tolerance if network.readout else 0
    return abs(got - wanted) <= tolerance if isinstance(wanted, float) else got == wanted


@pytest.mark.parametrize("name", BUILT)
def test_a_wrong_sign_costs_marks(name: str) -> None:
    """For six of ten weights; the others are honest freedom, or matter before the last step.

    Of the eight units of `text_reader` three are asked.
    """
    network = lc.NETWORKS[name]
    places = [
        (field, place)
        for field, value in network.layers[0][0]._asdict().items()
        for place in zip(*np.nonzero(value), strict=True)
    ]
    spoilt = [lc.examine(with_sign_flipped(network, *one)).right < 500 for one in places]
    least = 0.3 if name == "text_reader" else 0.6
    assert sum(spoilt) >= least * len(spoilt), f"{sum(spoilt)} of {len(spoilt)}"


@pytest.mark.parametrize("name", BUILT)
def test_an_oracle_that_is_wrong_is_noticed(name: str) -> None:
    """One that reads from the end, and is a step late."""
    exam = EXAMS[name]
    wrong = replace(exam, right=lambda read: [None, *exam.right(read[::-1])[:-1]])
    assert lc.examine(replace(lc.NETWORKS[name], exam=wrong)).accuracy < 0.97


def test_failures_say_what_was_read_expected_and_got() -> None:
    got = marks("continual_reber", lc.Clamp("f", value=1.0))
    assert len(got.failures) == 3
    for text, step, expected, said in got.failures:
        assert text[0] == "B" and text[1] == text[-2] == expected != said
        assert step == len(text) - 1
    first = marks("grew_up_in", lc.Clamp("o", value=1.0)).failures[0]
    run = lc.NETWORKS["grew_up_in"].run(first.text, edits=[lc.Clamp("o", value=1.0)])
    assert run.readouts[first.step] == first.got
    assert first.expected is None


def test_the_error_is_that_of_numbers_only() -> None:
    assert marks("parity").error is None
    assert 0.0001 < (marks("adding").error or 0) < 0.01
    silent = marks("adding", lc.Clamp("c", value=0.0))
    texts = drawn("adding", 500, seed=0)
    sums = [EXAMS["adding"].right(read("adding", text))[-1] for text in texts]
    assert silent.error == pytest.approx(np.mean(np.abs(np.array(sums, float))))
    assert silent.accuracy == np.mean(np.abs(np.array(sums, float)) <= 0.01)


def test_keep_held_at_one_forgets_no_string() -> None:
    """In 25 streams of 20, and in one of 500, where only the first string helps by chance."""
    held = lc.Clamp("f", value=1.0)
    assert marks("continual_reber").accuracy == 1.0
    assert 0.45 < marks("continual_reber", held).accuracy < 0.6
    exam = replace(EXAMS["continual_reber"], draw=lambda rng: stream(rng, 500))
    long = replace(lc.NETWORKS["continual_reber"], exam=exam)
    assert lc.examine(long).accuracy == 1.0
    assert 0.45 < lc.examine(long, [held]).accuracy < 0.6


def test_every_string_of_a_stream_is_judged_at_its_own_last_letter() -> None:
    text = stream(random.Random(0))
    places = [k for [k] in ends(list(text))]
    assert len(places) == 20 and places[-1] == len(text) - 1
    assert all(text[k] == "E" and text[k + 1 : k + 2] in ("B", "") for k in places)


def test_show_held_open_speaks_too_early() -> None:
    assert marks("grew_up_in", lc.Clamp("o", value=1.0)).right == 0


def test_write_held_open_adds_what_is_not_marked() -> None:
    spoilt = marks("adding", lc.Clamp("i", value=1.0))
    assert spoilt.accuracy < 0.1
    assert spoilt.error is not None and spoilt.error > 1


def test_without_the_first_has_come_nothing_is_said() -> None:
    assert marks("temporal_order").accuracy == 1.0
    assert marks("temporal_order", lc.Cut(0)).right == 0


def test_a_set_weight_is_a_network_built_that_way() -> None:
    network = lc.NETWORKS["parity"]
    weight = float(network.layers[0][0].weight_ih[1, 1])
    edited = marks("parity", lc.SetWeight("weight_ih", 1, 1, -weight))
    assert edited == lc.examine(with_sign_flipped(network, "weight_ih", (1, 1)))
    assert 0.4 < edited.accuracy < 0.6


def test_blunt_gates_leak_and_the_latch_still_reads() -> None:
    blunt = lc.Sharpen(0.4)  # sharpness 8 of 20
    assert marks("latch", blunt).accuracy == 1.0
    assert 0.5 < marks("counter", blunt).accuracy < 0.9


def test_edits_by_step_act_at_the_same_step_of_every_case() -> None:
    """The first letter is what counts, so what happens to the second one does no harm."""
    assert marks("remember_first", lc.Overwrite("c", 1, 0, 0.0)).right < 500
    assert marks("remember_first", lc.Overwrite("h", 1, 1, 0.0)).right == 500


def test_another_token_is_of_one_text_and_changes_no_exam() -> None:
    held = lc.Clamp("f", value=1.0)
    assert marks("latch", lc.ReplaceToken(2, "S"), held) == marks("latch", held)


def test_a_value_taken_from_a_run_is_settled_on_it_first() -> None:
    network, frozen = lc.NETWORKS["latch"], lc.Clamp("c", first=3, value="frozen")
    with pytest.raises(lc.ShapeError, match="settle it on the run of one sequence first"):
        lc.examine(network, [frozen])
    settled = lc.settled([frozen], network.run("S------"))
    assert lc.examine(network, settled) == marks("latch", lc.Clamp("c", first=3, value=1.0))


def test_impossible_exams_are_refused() -> None:
    latch = lc.NETWORKS["latch"]
    with pytest.raises(lc.NumberError, match="cases must be >= 1"):
        lc.examine(latch, cases=0)
    params = latch.layers[0][0]
    both_ways = replace(latch, layers=((params, params),))
    with pytest.raises(lc.ShapeError, match="from the left only"):
        lc.examine(both_ways)
    with pytest.raises(lc.UnknownName, match="no signal for Clamp"):
        lc.examine(latch, [lc.Clamp("z", value=1.0)])
