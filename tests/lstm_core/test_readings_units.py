"""Readings of units: how saturated, which path, who does the job."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lstm_core as lc
from tests.lstm_core.judges import Case, cases, random_params, random_state, random_x

single = cases().map(lambda case: case._replace(B=None))


# --- saturation -----------------------------------------------------------------------------------


@given(single)
def test_shares_of_saturation_are_shares(case: Case) -> None:
    rng = case.rng
    params = random_params(case, rng)
    params = type(params)(*(4 * a for a in params))
    t = lc.trace(case.cell, params, random_x(case, rng), random_state(case, rng))
    for signal in lc.CELLS[case.cell].GATES:
        found, values = lc.saturation(t, signal), getattr(t.steps, signal)
        assert (found.shut >= 0).all() and (found.open >= 0).all()
        assert (found.shut + found.open <= 1 + 1e-15).all()
        for unit in range(case.H):
            row = values[:, unit].tolist()
            assert found.shut[unit] == sum(value < 0.1 for value in row) / case.T
            assert found.open[unit] == sum(value > 0.9 for value in row) / case.T


def test_saturation_known_by_hand() -> None:
    t = lc.NETWORKS["counter"].run("aa.a").traces[0]
    assert lc.saturation(t, "i").shut.tolist() == [0.25]
    assert lc.saturation(t, "i").open.tolist() == [0.75]
    assert lc.saturation(t, "f").open.tolist() == [1]
    leak = lc.NETWORKS["leaky10"].run("1 0 0", edits=[lc.Clamp("f", value=0.5)]).traces[0]
    assert (lc.saturation(leak, "f").shut[0], lc.saturation(leak, "f").open[0]) == (0, 0)
    assert math.isnan(lc.saturation(lc.NETWORKS["counter"].run("").traces[0], "i").shut[0])


def test_only_gates_saturate() -> None:
    t = lc.NETWORKS["counter"].run("aa").traces[0]
    with pytest.raises(lc.UnknownName, match="no gate of 'lstm' 'g'; there are: i, f, o"):
        lc.saturation(t, "g")
    with pytest.raises(lc.UnknownName, match="cell 'rnn' has no gates"):
        lc.saturation(lc.random_network(2, cell="rnn").run("ab").traces[0], "h")
    with pytest.raises(lc.ShapeError, match="one sequence"):
        lc.saturation(lc.trace("lstm", t.params, np.zeros((3, 2, 2))), "f")


@pytest.mark.parametrize("cell", list(lc.CELLS))
def test_gates_and_roads_keep_the_contract(cell: str) -> None:
    kind = lc.CELLS[cell]
    for gate in kind.GATES:
        equation = kind.equations[gate]
        if gate in kind.PREACTIVATIONS:
            assert "σ(" in equation
        else:  # it is what another gate leaves over
            assert any(equation == f"{gate} = 1 - {other}" for other in kind.GATES)
    if kind.ROAD is not None:
        assert kind.ROAD.memory in kind.State._fields
        assert kind.ROAD.keep is None or kind.ROAD.keep in kind.GATES


# --- path -----------------------------------------------------------------------------------------


@given(single)
def test_a_path_is_two_columns_of_the_state(case: Case) -> None:
    rng = case.rng
    t = lc.trace(case.cell, random_params(case, rng), random_x(case, rng))
    for signal in lc.CELLS[case.cell].State._fields:
        a, b = (int(unit) for unit in rng.integers(0, case.H, 2))
        points = lc.path(t, signal, (a, b))
        assert points.shape == (case.T, 2)
        values = getattr(t.steps, signal)
        assert points[:, 0].tolist() == values[:, a].tolist()
        assert points[:, 1].tolist() == values[:, b].tolist()


def test_a_path_refuses_what_is_not_there() -> None:
    t = lc.NETWORKS["dyck1"].run("()").traces[0]
    with pytest.raises(lc.UnknownName, match="no part of the state of 'lstm' 'f'; there are: h, c"):
        lc.path(t, "f", (0, 1))
    with pytest.raises(lc.NumberError, match="unit must be in 0 … 1, got -1 in path"):
        lc.path(t, "c", (0, -1))
    with pytest.raises(lc.NumberError, match="units must be two, got 3"):
        lc.path(t, "c", (0, 1, 1))  # type: ignore[arg-type]


# --- tracks ---------------------------------------------------------------------------------------


def values(network: str, text: str) -> dict[str, list[float]]:
    ready = lc.NETWORKS[network]
    assert ready.tokens is not None
    found = lc.tracks(ready.tokens.read(text), ready)
    return {name: track.values.tolist() for name, track in found.items()}


def test_tracks_of_brackets() -> None:
    found = values("dyck1", "(())))")
    assert found["depth"] == [1, 2, 1, 0, -1, -2]
    assert found["count_0"] == [1, 2, 2, 2, 2, 2]
    assert found["has_come_1"] == [0, 0, 1, 1, 1, 1]
    assert found["since_last_0"] == [0, 0, 1, 2, 3, 4]
    assert found["since_last_1"] == [1, 2, 0, 0, 0, 0]
    assert found["odd_1"] == [0, 0, 1, 0, 1, 0]
    assert found["phase_2"] == [1, -1, 1, -1, 1, -1]
    assert found["phase_4"] == [1, 1, -1, -1, 1, 1]
    assert found["phase_8"] == [1, 1, 1, 1, -1, -1]
    assert "inside" not in found


def test_tracks_of_quotes() -> None:
    assert values("quotes_en", 'a"b"c"')["inside"] == [0, 1, 1, 0, 0, 1]
    assert values("quotes_zh", "a“b“c”d”")["inside"] == [0, 1, 1, 1, 1, 0, 0, 0]
    found = values("text_reader", 'a"(b")「c」')
    assert found["inside"] == [0, 1, 1, 1, 0, 0, 1, 1, 0]
    assert found["depth"] == [0, 0, 1, 1, 1, 0, 0, 0, 0]
    assert values("quotes_en", "ab")["inside"] == [0, 0]


def test_a_catch_all_and_what_is_not_read_have_no_track_of_their_own() -> None:
    assert "count_1" not in values("quotes_en", 'a"b')
    assert values("counter", "a?a.")["count_0"] == [1, 2, 2]


def test_a_symbol_that_never_comes_is_not_waited_for() -> None:
    found = values("temporal_order", "EaX")
    assert [name for name in found if name.startswith("since_last")] == [
        "since_last_0", "since_last_4", "since_last_6",
    ]  # fmt: skip
    assert found["count_5"] == [0, 0, 0]


def test_tracks_of_numbers() -> None:
    found = values("adding", "0.5* -1 0.25* 0.125")
    assert found["marked_sum"] == [0.5, 0.5, 0.75, 0.75]
    assert found["sum_0"] == [0.5, -0.5, -0.25, -0.125]
    assert found["max_0"] == [0.5, 0.5, 0.5, 0.5]
    assert not any(name.startswith(("count", "odd", "since")) for name in found)
    found = values("serial_adder", "10 11 00")
    assert (found["sum_0"], found["sum_1"]) == ([1, 2, 2], [0, 1, 1])
    assert "marked_sum" not in found


def test_tokens_symbols_and_one_hot_rows_tell_the_same() -> None:
    network = lc.NETWORKS["dyck1"]
    run = network.run("(()))(")
    forms = (run.tokens, [0, 0, 1, 1, 1, 0], run.x)
    a, b, c = (lc.tracks(form, network) for form in forms)
    assert list(a) == list(b) == list(c)
    for name in a:
        assert a[name].values.tolist() == b[name].values.tolist() == c[name].values.tolist()
        assert (a[name].key, a[name].symbol) == (b[name].key, b[name].symbol)
    assert (a["count_1"].key, a["count_1"].symbol) == ("count", 1)
    assert (a["depth"].key, a["depth"].symbol) == ("depth", None)


def test_an_x_that_is_no_text_has_phases_only() -> None:
    network = lc.NETWORKS["dyck1"]
    for x in ([[0.5, 0.5]], [[1.0, 1.0]], [[0.0, 0.0]], [[0.0, 2.0]], [[1.0, -1.0]]):
        assert list(lc.tracks(x, network)) == ["phase_2", "phase_4", "phase_8"]
    bare = lc.Network("bare", "lstm", network.layers)
    assert list(lc.tracks(np.eye(2), bare)) == ["phase_2", "phase_4", "phase_8"]


@pytest.mark.parametrize("name", list(lc.NETWORKS))
def test_an_empty_text_has_empty_tracks(name: str) -> None:
    run = lc.NETWORKS[name].run("")
    for read in (run.tokens, run.x, []):
        assert all(track.values.shape == (0,) for track in lc.tracks(read, run.network).values())
    assert lc.who_does_it(run) == ()


@pytest.mark.parametrize(
    ("read", "message"),
    [
        ([0, 2], "a symbol must be in 0 … 1, got 2.0 in tracks"),
        ([0.5], "a symbol must be in 0 … 1, got 0.5"),
        ([[1.0, 0.0, 0.0]], r"x \(T, input_size=2\), got \(1, 3\) in tracks"),
        (np.zeros((2, 2, 2)), r"got \(2, 2, 2\)"),
        ("()", "read must be numbers"),
    ],
)
def test_tracks_refuse_what_was_not_read(read: Sequence[object], message: str) -> None:
    with pytest.raises(lc.LstmCoreError, match=message):
        lc.tracks(read, lc.NETWORKS["dyck1"])  # type: ignore[arg-type]


# --- who does it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("network", "text", "name", "unit"),
    [
        ("counter", "aa.a..aaa.", "count_0", 0),
        ("dyck1", "(()(()))()", "depth", 0),
        ("parity", "0110100111", "odd_1", 0),
        ("quotes_en", 'ab"cd"e"f', "inside", 0),
        ("quotes_zh", "ab“cd”e“f", "inside", 0),
        ("text_reader", "a(b(c)d)e (f)", "depth", 0),
        ("temporal_order", "EabXcdYabB", "has_come_4", 0),
        ("temporal_order", "EabYcdXabB", "has_come_5", 0),
        ("clock2", "." * 12, "phase_2", 0),
        ("clock8", "." * 20, "phase_8", 0),
        ("max_so_far", "0.2 0.1 0.5 0.4 0.3 0.7", "max_0", 0),
        ("adding", "0.5 0.25* -1 0.5* 0.3 0.9", "marked_sum", 0),
    ],
)
def test_a_unit_that_was_built_for_a_job_is_found(
    network: str, text: str, name: str, unit: int
) -> None:
    found = lc.who_does_it(lc.NETWORKS[network].run(text))
    match = next(one for one in found if (one.name, one.unit) == (name, unit))
    assert match.signal == "c"
    assert abs(match.correlation) == pytest.approx(found[0].correlation, abs=1e-3)
    assert match.correlation == pytest.approx(1, abs=1e-3)
    assert next(one for one in found if one.unit == unit).correlation == pytest.approx(1, abs=1e-3)


def test_the_counter_follows_the_count_to_the_last_bit() -> None:
    best = lc.who_does_it(lc.NETWORKS["counter"].run("aa.a..aaa."))[0]
    assert (best.name, best.track.key, best.track.symbol, best.unit) == ("count_0", "count", 0, 0)
    assert best.correlation == pytest.approx(1, abs=1e-12)


@given(st.text("abcdefgh", min_size=3, max_size=30), st.sampled_from(list(lc.CELLS)))
def test_correlations_are_those_of_numpy_and_the_best_comes_first(text: str, cell: str) -> None:
    run = lc.random_network(4, cell=cell).run(text)
    found = lc.who_does_it(run, "h")
    named, h = lc.tracks(run.tokens, run.network), run.traces[0].steps.h
    sizes = [round(abs(match.correlation), 9) for match in found]
    assert sizes == sorted(sizes, reverse=True)
    for match in found:
        expected = np.corrcoef(named[match.name].values, h[:, match.unit])[0, 1]
        assert match.correlation == pytest.approx(expected, abs=1e-9)
        assert -1 <= match.correlation <= 1
    moving = sum(np.ptp(track.values) > 0 for track in named.values())
    assert len(found) == moving * sum(np.ptp(h, axis=0) >= 1e-6)


def test_ties_come_in_the_order_of_tracks_and_units() -> None:
    found = lc.who_does_it(lc.NETWORKS["quotes_en"].run('ab"cd"e"f'))
    assert [match.name for match in found[:2]] == ["inside", "odd_0"]


def test_a_unit_that_only_leaks_follows_nothing() -> None:
    run = lc.NETWORKS["grew_up_in"].run("我在法国长大爱下棋我会说")
    assert {match.unit for match in lc.who_does_it(run)} == {0}
    cut = lc.NETWORKS["counter"].run("aa.a", edits=[lc.Cut(0)])
    assert lc.who_does_it(cut) == ()
    assert lc.who_does_it(lc.NETWORKS["counter"].run("a.")) == ()


def test_who_does_it_looks_where_it_is_told() -> None:
    params = lc.random_network(3).layers[0][0]
    network = lc.Network("two ways", "lstm", ((params, params),), lc.random_network(3).tokens)
    run = network.run("abcab")
    assert {match.signal for match in lc.who_does_it(run, "h", trace=1)} == {"h"}
    assert lc.who_does_it(run, trace=0) != lc.who_does_it(run, trace=1)
    with pytest.raises(lc.NumberError, match="trace must be in 0 … 1, got 2"):
        lc.who_does_it(run, trace=2)
    with pytest.raises(lc.UnknownName, match="no part of the state of 'lstm' 'f'"):
        lc.who_does_it(run, "f")
    gru = lc.random_network(3, cell="gru").run("abcab")
    assert {match.signal for match in lc.who_does_it(gru)} == {"h"}
    batch = network.run(np.zeros((4, 2, 16)))
    with pytest.raises(lc.ShapeError, match="one sequence"):
        lc.who_does_it(batch)
