"""What the words say about a hand-built network is what its numbers do."""

import random
from math import log, tanh
from typing import Any

import numpy as np
import pytest

import lstm_core as lc
from lstm_core.networks.continual_reber import sample as stream

H = tanh(1)  # what a unit shows that holds 1


def read(name: str, text: str) -> Any:
    """Return the steps of a network that reads a text, each (T, H)."""
    return lc.NETWORKS[name].run(text).traces[0].steps


def near(values: Any, expected: Any, tolerance: float = 1e-6) -> bool:
    return bool(np.allclose(values, expected, rtol=0, atol=tolerance))


def test_the_count_lives_in_c_and_not_in_h() -> None:
    steps = read("counter", "aaaaaa")
    assert steps.c[:, 0].round(6).tolist() == [1, 2, 3, 4, 5, 6]
    assert steps.h[:, 0].round(4).tolist() == [0.7616, 0.9640, 0.9951, 0.9993, 0.9999, 1.0]


def test_the_latch_moves_its_gates_on_commands_only() -> None:
    steps = read("latch", "S---R--")
    command = np.array([[1], [0], [0], [0], [1], [0], [0]])
    assert near(steps.i, command)
    assert near(steps.f, 1 - command)
    assert near(steps.c[:, 0], [1, 1, 1, 1, -1, -1, -1])
    assert near(abs(steps.h), 0.7616, 1e-4)


def test_a_doorman_shuts_the_input_gates_for_ever() -> None:
    steps = read("remember_first", "B" + "ACDB" * 50)
    assert near(steps.h[:, 0], H)
    assert near(steps.i[0], 1)
    assert near(steps.i[1:, 1:], 0)
    assert near(steps.c[:, 1:], [0, 1, 0, 0])


def test_nothing_stays_in_the_c_of_the_echo() -> None:
    steps = read("delay3", "1011000")
    assert near(steps.f, 0)
    for unit in range(1, 4):
        assert near(steps.c[unit:, unit], steps.c[:-unit, 0])


def test_a_leak_of_a_tenth() -> None:
    steps = read("leaky10", "1" + " 0" * 30)
    assert near(steps.c[:, 0], 0.9 ** np.arange(31))
    assert steps.c[10, 0] == pytest.approx(0.349, abs=5e-4)
    assert near(steps.f, 0.9, 1e-12)
    assert lc.NETWORKS["leaky10"].layers[0][0].bias[1] == pytest.approx(2.197, abs=5e-4)
    assert log(9) == lc.NETWORKS["leaky10"].layers[0][0].bias[1]


def test_the_gates_of_the_largest_are_contraries() -> None:
    steps = read("max_so_far", "0.2 0.5 0.3 0.9 0.1 0.85 0.4 1 0.999 1")
    assert near(steps.f, 1 - steps.i, 1e-12)
    assert near(steps.i[:8, 0], [1, 1, 0, 1, 0, 0, 0, 1], 0.001)


def test_the_first_one_reroutes_the_second() -> None:
    steps = read("temporal_order", "EaXbcYdXB")
    assert near(steps.h[:2, 0], 0)
    assert near(steps.h[2:, 0], H)
    opened = [[1, 1, 0], [0, 0, 1], [0, 0, 1]]
    assert near(steps.i[[2, 5, 7]], opened)
    assert near(np.delete(steps.i, [2, 5, 7], axis=0), 0)


def test_a_stream_is_forgotten_on_exactly_the_b_after_an_e() -> None:
    text = "".join(stream(random.Random(seed)) for seed in range(20))
    steps = read("continual_reber", text)
    new = np.array([text[:k].endswith("E") and text[k] == "B" for k in range(len(text))])
    assert 30 < new.sum() < len(text) / 5
    assert near(steps.f[:, 1:], 1 - new[:, None])


def test_a_stream_that_cannot_be_forgotten_is_misread_from_the_second_string_on() -> None:
    network, text = lc.NETWORKS["continual_reber"], "BTBTXSETE" + "BPBPVVEPE"
    held = network.run(text, edits=[lc.Clamp("f", units=(1, 2), value=1.0)])
    free = network.run(text)
    assert held.readouts[:9] == free.readouts[:9]
    assert held.readouts[9:] == ("T",) * 9
    assert free.readouts[9:] == ("none", *("P",) * 8)


@pytest.mark.parametrize("period", [2, 4, 8])
def test_a_clock_has_its_period_and_its_input_weighs_nothing(period: int) -> None:
    network = lc.NETWORKS[f"clock{period}"]
    assert not network.layers[0][0].weight_ih.any()
    c = read(network.name, "." * 500).c
    assert near(c[period:], c[:-period], 1e-3)  # each copy makes a nothing of 2e-9 20 times larger
    assert not any(near(c[shift:], c[:-shift], 0.1) for shift in range(1, period))
    for unit in range(1, network.hidden_size):
        assert near(c[unit:, unit], c[:-unit, 0], 1e-3)
    assert near(c[1:, 0], 1 - c[:-1, -1], 1e-3)


def test_a_one_turns_parity_over() -> None:
    steps = read("parity", "1101001")
    ones = np.array([1, 1, 0, 1, 0, 0, 1])
    before = np.concatenate([[0], steps.h[:-1, 0]])
    assert near(steps.f[:, 0], 1 - ones)
    assert near(steps.i[:, 0], ones * (before < 0.1))


def test_modulo_3_walks_round() -> None:
    steps = read("mod3", "1101")
    assert near(steps.c, [[1, 0], [0, 1], [0, 1], [0, 0]])


def test_between_the_stars_the_sum_is_flat() -> None:
    steps = read("adding", "0.3 0.8* 0.9 -0.5 0.7 0.4* -0.2 0.1")
    assert near(steps.i[:, 0], [0, 1, 0, 0, 0, 1, 0, 0])
    assert near(steps.c[:, 0], np.repeat([0, tanh(0.08), tanh(0.08) + tanh(0.04)], [1, 4, 3]))


def test_adding_is_far_better_than_guessing() -> None:
    rng = np.random.default_rng(0)
    errors: list[float] = []
    for _ in range(200):
        x = np.stack([rng.uniform(-1, 1, 50), np.zeros(50)], axis=1)
        x[rng.choice(50, 2, replace=False), 1] = 1
        said = lc.NETWORKS["adding"].run(x).readouts[-1]
        assert isinstance(said, float)
        errors.append((said - float(x[:, 0] @ x[:, 1])) ** 2)
    assert np.mean(errors) < 3e-5


def test_the_units_of_the_adder_count_the_ones() -> None:
    x = np.array([[1, 1], [0, 1], [1, 1], [0, 0], [1, 0]])
    c = lc.NETWORKS["serial_adder"].run(x).traces[0].steps.c
    ones = x.sum(axis=1) + np.array([0, 1, 1, 1, 0])  # with the carry
    assert near(c, ones[:, None] >= [1, 2, 3])


def test_an_edge_never_lingers() -> None:
    steps = read("rising_edge", "011100")
    assert near(steps.c, [[0, 0], [1, 1], [1, 0], [1, 0], [0, 0], [0, 0]])
    assert near(steps.f, 0)


def test_the_bracket_alarm_comes_one_step_late_and_for_good() -> None:
    steps = read("dyck1", "(())())(()")
    assert near(steps.c[:, 0], [1, 2, 1, 0, 1, 0, -1, 0, 1, 0])
    assert near(steps.h[6, 0], -H)
    assert near(steps.i[:, 1], np.arange(10) == 7)
    assert near(steps.c[:, 1], np.arange(10) >= 7)


def test_a_tent_lands_on_nothing_and_an_a_after_a_b_sets_off_the_alarm() -> None:
    steps = read("anbn", "aaaabbbba")
    assert near(steps.c[:, 0], [1, 2, 3, 4, 3, 2, 1, 0, 1])
    assert near(steps.c[:, 1], np.arange(9) >= 4)
    assert near(steps.i[:, 2], np.arange(9) == 8)


def test_france_stays_silent_until_it_is_asked() -> None:
    steps = read("grew_up_in", "I grew up in France and love chess so I speak")
    held, asked = np.arange(9) >= 2, np.arange(9) == 8
    assert near(steps.c[:, 0], held)
    assert near(steps.o[:, 0], asked)
    assert near(steps.h[:, 0], H * asked)


def test_the_same_mark_writes_only_while_h_is_nothing() -> None:
    steps = read("quotes_en", '"a"b"')
    assert near(steps.c[:, 0], [1, 1, 0, 0, 1])
    assert near(steps.i[:, 0], [1, 0, 0, 0, 1])  # the second mark finds h up and only wipes
    assert near(steps.f[:, 0], [0, 1, 0, 1, 0])


def test_two_marks_need_no_look_back() -> None:
    assert not lc.NETWORKS["quotes_zh"].layers[0][0].weight_hh.any()
    assert near(read("quotes_zh", "“a”b“").c[:, 0], [1, 1, 0, 0, 1])


def test_the_keyword_waits_one_step() -> None:
    steps = read("keyword_beijing", "北京北x京")
    assert near(steps.c[:, 0], [1, 0, 1, 0, 0])  # 北 is held for one step only
    assert near(steps.i[:, 1], [0, 1, 0, 0, 0])
    assert near(steps.c[:, 1], [0, 1, 1, 1, 1])


def test_a_line_break_wipes_the_tooth_of_the_saw() -> None:
    steps = read("line_position", "abc↵de")
    assert steps.c[:, 0] == pytest.approx([0.02, 0.04, 0.06, 0, 0.02, 0.04], abs=1e-6)
    assert near(steps.f[:, 0], [1, 1, 1, 0, 1, 1])
