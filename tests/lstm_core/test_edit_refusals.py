"""Impossible edits are refused in one sentence: what, what was expected, what came."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc

LSTM, GRU, RNN = (lc.random_network(4, cell=cell) for cell in ("lstm", "gru", "rnn"))
COUNTER = lc.NETWORKS["counter"]
untyped: Any = lc  # a type checker would refuse most of this before it runs
NAN, INF = float("nan"), float("inf")


class Rude:
    """An object that answers no question."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __repr__(self) -> str:
        raise RuntimeError

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError


CANNOT_BE_MADE = [
    (
        lambda: untyped.Clamp("f", value=NAN),
        "value of Clamp must be finite and fit a float, got nan",
    ),
    (
        lambda: untyped.Clamp("f", value=-INF),
        "value of Clamp must be finite and fit a float, got -inf",
    ),
    (lambda: untyped.Clamp("f", value=10**400), "must be finite and fit a float, got 1000"),
    (lambda: untyped.Clamp("f", value="1"), 'must be a number, "mean" or "frozen", got \'1\''),
    (lambda: untyped.Clamp("f", value=b"1"), "value of Clamp must be a number"),
    (lambda: untyped.Clamp("f", value=True), "value of Clamp must be a number.*, got True"),
    (lambda: untyped.Clamp("f", value=np.True_), "value of Clamp must be a number"),
    (lambda: untyped.Clamp("f", value=np.array([1.0])), "value of Clamp must be a number"),
    (lambda: untyped.Clamp("f", value=np.array(["mean"])), "value of Clamp must be a number"),
    (lambda: untyped.Clamp("f", value=1j), "value of Clamp must be a number"),
    (
        lambda: untyped.Clamp("f", value=Rude()),
        "value of Clamp must be a number.*, got something of",
    ),
    (lambda: untyped.Clamp("f", 3, value=1), "units of Clamp must be None or whole numbers, got 3"),
    (lambda: untyped.Clamp("f", (), value=1), "units of Clamp must be None .* or at least one"),
    (
        lambda: untyped.Clamp("f", "01", value=1),
        "units of Clamp must be None or whole numbers, got '0'",
    ),
    (lambda: untyped.Clamp("f", (True,), value=1), "whole numbers, got True"),
    (lambda: untyped.Clamp("f", (-1,), value=1), "units of Clamp must be >= 0, got -1"),
    (
        lambda: untyped.Clamp("f", np.array(1), value=1),
        "units of Clamp must be None or whole numbers",
    ),
    (
        lambda: untyped.Clamp("f", np.eye(2), value=1),
        "units of Clamp must be None or whole numbers",
    ),
    (
        lambda: untyped.Clamp("f", first=1.0, value=1),
        "first of Clamp must be a whole number, got 1.0",
    ),
    (
        lambda: untyped.Clamp("f", first=10**5000, value=1),
        "first of Clamp must be <= 999999, got som",
    ),
    (
        lambda: untyped.Clamp("f", first=False, value=1),
        "first of Clamp must be a whole number, got Fa",
    ),
    (lambda: untyped.Clamp("f", last=-1, value=1), "last of Clamp must be >= 0, got -1"),
    (lambda: untyped.Clamp("f", first=2, last=1, value=1), "must be None or >= first=2, got 1"),
    (
        lambda: untyped.Clamp("f", trace=None, value=1),
        "trace of Clamp must be a whole number, got None",
    ),
    (lambda: untyped.Clamp(3, value=1), "signal of Clamp must be a string, got 3"),
    (lambda: untyped.Clamp(["f"], value=1), r"signal of Clamp must be a string, got \['f'\]"),
    (lambda: untyped.Cut("0"), "unit of Cut must be a whole number, got '0'"),
    (lambda: untyped.Cut(None), "unit of Cut must be a whole number, got None"),
    (lambda: untyped.Cut(-1), "unit of Cut must be >= 0, got -1"),
    (lambda: untyped.Overwrite("c", 0, -1, 1), "step of Overwrite must be >= 0, got -1"),
    (
        lambda: untyped.Overwrite("c", 0, 0, "mean"),
        "value of Overwrite must be a number, got 'mean'",
    ),
    (lambda: untyped.SetWeight("bias", 0, 0, INF), "value of SetWeight must be finite .*, got inf"),
    (lambda: untyped.SetWeight("bias", 0, None, 1), "column of SetWeight must be a whole number"),
    (lambda: untyped.Sharpen(-0.5), "factor of Sharpen must be >= 0, got -0.5"),
    (lambda: untyped.Sharpen(NAN), "factor of Sharpen must be finite and fit a float, got nan"),
    (lambda: untyped.Sharpen("0.4"), "factor of Sharpen must be a number, got '0.4'"),
    (lambda: untyped.ReplaceToken(0, 5), "text of ReplaceToken must be a string, got 5"),
    (lambda: untyped.ReplaceToken(-1, "a"), "step of ReplaceToken must be >= 0, got -1"),
    (lambda: untyped.ReplaceToken(0, "\ud83d"), "text of ReplaceToken must be whole characters"),
]
CANNOT_BE_RUN = [
    (LSTM, "gates", lc.Clamp("z", value=1), "no signal for Clamp 'z'; there are: i, f, g, o, c, h"),
    (GRU, "gates", lc.Clamp("f", value=1), "no signal for Clamp 'f'; there are: r, z, n, h"),
    (RNN, "gates", lc.Clamp("c", value="mean"), "no signal for Clamp 'c'; there are: h"),
    (LSTM, "gates", lc.Clamp("a_i", value=1), "no signal for Clamp 'a_i'"),
    (LSTM, "gates", lc.Clamp("f", (1, 4), value=1), r"unit of Clamp .* 0 … hidden_size-1=3, got 4"),
    (LSTM, "gates", lc.Clamp("f", value=1, trace=1), "trace of Clamp must be in 0 … 0, got 1"),
    (LSTM, "gates", lc.Clamp("f", value="frozen", trace=2), "trace of Clamp .*, got 2"),
    (LSTM, "gates", lc.Cut(4), "unit of Cut must be in 0 … hidden_size-1=3, got 4"),
    (LSTM, "gates", lc.Overwrite("f", 0, 0, 1), "no signal for Overwrite 'f'; there are: h, c"),
    (GRU, "gates", lc.Overwrite("c", 0, 0, 1), "no signal for Overwrite 'c'; there are: h"),
    (LSTM, "gates", lc.SetWeight("bias_hn", 0, 0, 1), "no field of Params for SetWeight 'bias_hn'"),
    (LSTM, "gates", lc.SetWeight("W", 0, 0, 1), "there are: weight_ih, weight_hh, bias"),
    (LSTM, "gates", lc.SetWeight("bias", 16, 0, 1), "row .* 0 … rows of bias - 1 = 15, got 16"),
    (LSTM, "gates", lc.SetWeight("bias", 0, 1, 1), "column .* columns of bias - 1 = 0, got 1"),
    (RNN, "gates", lc.SetWeight("weight_hh", 0, 4, 1), "columns of weight_hh - 1 = 3, got 4"),
    (LSTM, "gates", lc.Sharpen(2.0, trace=1), "trace of Sharpen must be in 0 … 0, got 1"),
    (COUNTER, "aa", lc.ReplaceToken(0, "b"), "network 'counter' reads no token 'b'"),
    (COUNTER, "aa", lc.ReplaceToken(9, "b"), "network 'counter' reads no token 'b'"),
    (COUNTER, "aa", lc.ReplaceToken(0, "aa"), "network 'counter' reads no token 'aa'"),
    (COUNTER, "aa", lc.ReplaceToken(0, ""), "network 'counter' reads no token ''"),
    (lc.NETWORKS["adding"], "0.5 1*", lc.ReplaceToken(0, "7"), "reads no token '7'"),
    (lc.NETWORKS["adding"], "0.5 1*", lc.ReplaceToken(0, "0.1 0.2"), "reads no token '0.1 0.2'"),
    (COUNTER, np.eye(2), lc.ReplaceToken(0, "a"), "ReplaceToken needs a network that reads text"),
    (COUNTER, np.zeros((2, 3, 2)), lc.Clamp("f", value="mean"), r"'mean' .* one sequence \(T, D\)"),
    (COUNTER, "aa", "cut_0", "edits must be a list of Clamp, Cut, .*, got 'c' in it"),
    (COUNTER, "aa", None, "edits must be a list of .*, got None in it"),
]


@pytest.mark.parametrize(("make", "message"), CANNOT_BE_MADE)
def test_an_impossible_edit_cannot_be_made(make: Any, message: str) -> None:
    with pytest.raises(lc.LstmCoreError, match=message):
        make()


@pytest.mark.parametrize(("network", "given", "edit", "message"), CANNOT_BE_RUN)
def test_an_edit_that_does_not_fit_is_refused(
    network: lc.Network, given: Any, edit: Any, message: str
) -> None:
    edits: Any = edit if isinstance(edit, str) else [lc.Sharpen(0.5), edit]
    with pytest.raises(lc.LstmCoreError, match=message):
        network.run(given, edits=edits)


def test_a_trace_and_settled_refuse_the_same() -> None:
    params, x = LSTM.layers[0][0], np.eye(16)
    with pytest.raises(lc.UnknownName, match="ReplaceToken needs a network"):
        lc.trace("lstm", params, x, edits=[lc.ReplaceToken(0, "a")])
    with pytest.raises(lc.UnknownName, match="edits must be a list of edits, got Cut"):
        lc.trace("lstm", params, x, edits=lc.Cut(0))  # type: ignore[arg-type]
    run = LSTM.run("gates")
    for edit, message in (
        (lc.Clamp("f", (9,), value="mean"), "unit of Clamp"),
        (lc.Clamp("z", value="mean"), "no signal for Clamp"),
        (lc.Clamp("f", value="mean", trace=3), "trace of Clamp"),
    ):
        for unedited in (run, run.traces[0]):
            with pytest.raises(lc.LstmCoreError, match=message):
                lc.settled([edit], unedited)
    with pytest.raises(lc.ShapeError, match="one sequence"):
        lc.settled([lc.Clamp("f", value="mean")], LSTM.run(np.zeros((2, 3, 16))))


def test_what_drives_a_run_beyond_numbers_is_refused() -> None:
    huge = [lc.Clamp("f", value=1e300), lc.Overwrite("c", 0, 0, 1e300)]
    with pytest.raises(lc.NumberError, match=r"c of the edited run must be finite, got inf at \[1"):
        COUNTER.run("aaa", edits=huge)
    with pytest.raises(lc.NumberError, match="weight_ih after the edits must be finite, got"):
        COUNTER.run("aaa", edits=[lc.Sharpen(1e200), lc.Sharpen(1e200)])
    single = type(LSTM.layers[0][0])(*(a.astype(np.float32) for a in LSTM.layers[0][0]))
    x = np.eye(16, dtype=np.float32)
    for edit in (lc.SetWeight("bias", 0, 0, 1e300), lc.Clamp("c", value=1e300)):
        with pytest.raises(lc.NumberError, match="must be finite, got inf"):
            lc.trace("lstm", single, x, edits=[edit])
    assert COUNTER.run("aaa", edits=[lc.Clamp("o", value=1e300)]).readouts == ("1", "2", "3")


def test_numbers_of_other_kinds_become_plain() -> None:
    edit = lc.Clamp("f", np.array([2, 0, 2]), np.int64(1), np.uint8(3), np.float32(0.5))  # type: ignore[arg-type]
    assert edit == lc.Clamp("f", (0, 2), 1, 3, 0.5)
    assert {type(v) for v in (edit.first, edit.last, *(edit.units or ()))} == {int}
    assert type(edit.value) is float
    assert lc.Sharpen(Fraction(1, 4)) == lc.Sharpen(0.25)  # type: ignore[arg-type]
    assert type(lc.Clamp("f", value=np.str_("mean")).value) is str  # type: ignore[arg-type]


ANYTHING: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**400, -(10**5000), 10**5000, Rude(), Rude, np.nan, np.array(3), np.eye(2)]),
    st.floats(),
    st.complex_numbers(),
    st.text(st.characters(exclude_categories=())),
    st.sampled_from(["f", "c", "h", "mean", "frozen", "weight_ih", "bias"]),
    st.binary(),
    st.lists(st.integers() | st.text() | st.floats()),
    st.dictionaries(st.text(), st.integers()),
    st.fractions(),
    st.decimals(),
)
KINDS = (lc.Clamp, lc.Cut, lc.Overwrite, lc.SetWeight, lc.Sharpen, lc.ReplaceToken)


@settings(max_examples=600)
@given(st.sampled_from(KINDS), st.lists(ANYTHING, max_size=6))
def test_whatever_stands_in_its_fields_an_edit_runs_or_is_refused(kind: Any, values: Any) -> None:
    names = list(kind.__dataclass_fields__)
    fields = {name: 0 for name in names if name not in ("units", "last")}
    try:
        edit = kind(**fields | dict(zip(names, values, strict=False)))
        hash(edit)
        repr(edit)
        LSTM.run("gates", edits=[edit])
    except lc.LstmCoreError as error:
        assert 10 < len(str(error)) < 400
        assert "\n" not in str(error)
