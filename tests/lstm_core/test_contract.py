"""The public contract: names, registries, errors, what importing costs."""

import doctest
import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import lstm_core as lc
from lstm_core import _folder

ROOT = Path(__file__).resolve().parents[2]
MODULES = [m.name for m in pkgutil.walk_packages(lc.__path__, "lstm_core.")]


def test_the_public_names() -> None:
    for name in lc.__all__:
        assert hasattr(lc, name)
        thing = getattr(lc, name)
        assert name in ("CELLS", "NETWORKS", "TASKS") or (thing.__doc__ or "").strip(), name


@pytest.mark.parametrize("key", sorted(p.stem for p in (ROOT / "lstm_core/cells").glob("[!_]*.py")))
def test_a_cell_keeps_the_contract(key: str) -> None:
    cell = lc.CELLS[key]
    steps = cell.Steps._fields
    assert cell.Params._fields[:3] == ("weight_ih", "weight_hh", "bias")
    assert cell.State._fields[0] == "h"
    assert set(cell.State._fields) <= set(steps)
    assert set(cell.SIGNALS) <= set(steps)
    assert set(cell.PREACTIVATIONS) <= set(cell.SIGNALS)
    assert set(cell.PREACTIVATIONS.values()) <= set(steps)
    assert tuple(cell.equations) == steps
    assert all(text.startswith(f"{field} = ") for field, text in cell.equations.items())
    assert "(" in cell.paper
    params = lc.random_network(4, cell=key).layers[0][0]
    shapes = {name: array.shape for name, array in params._asdict().items()}
    assert shapes == cell.shapes(16, 4)
    assert params.weight_hh.shape == (len(cell.BLOCKS) * 4, 4)
    t = lc.trace(key, params, np.eye(16))
    assert {a.shape for a in (*t.steps, *t.before)} == {(16, 4)}
    first = cell.step(params, t.x[0], t.start)
    for field, value in first._asdict().items():
        np.testing.assert_allclose(getattr(t.steps, field)[0], value, 1e-12, 1e-15)


@pytest.mark.parametrize(
    "key", sorted(p.stem for p in (ROOT / "lstm_core/networks").glob("[!_]*.py"))
)
def test_a_network_keeps_the_contract(key: str) -> None:
    assert lc.NETWORKS[key].name == key
    assert lc.NETWORKS[key].run("").readouts == ()


def test_a_broken_file_in_a_registry_is_loud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_folder").mkdir()
    (tmp_path / "broken_folder" / "__init__.py").touch()
    (tmp_path / "broken_folder" / "bad.py").write_text("import no_such_module")
    monkeypatch.syspath_prepend(tmp_path)
    package = importlib.import_module("broken_folder")
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        _folder.load(package, "thing", lambda module: module)


def test_names_that_do_not_exist_get_a_sentence() -> None:
    with pytest.raises(lc.UnknownName) as caught:
        lc.CELLS["ltsm"]
    known = ", ".join(sorted(lc.CELLS))
    assert str(caught.value) == f"no cell 'ltsm'; there are: {known} (did you mean 'lstm'?)"
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, lc.LstmCoreError)
    assert lc.NETWORKS.get("none") is None
    assert "lstm" in lc.CELLS
    with pytest.raises(lc.UnknownName, match="no network 'none'"):
        lc.NETWORKS["none"]


PARAMS = lc.random_network(2).layers[0][0]
LSTM = lc.CELLS["lstm"]


@pytest.mark.parametrize(
    ("x", "start", "message"),
    [
        (np.zeros((20, 3)), None, r"x must be \(T, input_size=16\) or .*, got \(20, 3\) in trace"),
        (np.zeros(16), None, r"got \(16,\) in trace\(cell='lstm'\)"),
        (np.zeros((1, 2, 3, 16)), None, r"got \(1, 2, 3, 16\)"),
        ([["a"]], None, "x must be numbers, got"),
        (np.full((2, 16), np.nan), None, r"x must be finite, got nan at \[0, 0\]"),
        (np.full((2, 16), 1e308), "h", "start must be a State\\(h, c\\), got str"),
        (np.zeros((2, 16)), LSTM.State(np.zeros(3), np.zeros(2)), r"start.h .*=2\), got \(3,\)"),
        (np.zeros((2, 16)), LSTM.State(np.zeros(2), [0, np.inf]), "start.c must be finite"),
        (np.zeros((2, 5, 16)), LSTM.State(np.zeros((4, 2)), np.zeros(2)), r"B=5, hidden_size=2"),
    ],
)
def test_wrong_input_gets_a_sentence(x: object, start: object, message: str) -> None:
    with pytest.raises(lc.LstmCoreError, match=message):
        lc.trace("lstm", PARAMS, x, start)  # type: ignore[arg-type]


def test_wrong_params_get_a_sentence() -> None:
    x = np.zeros((2, 16))
    with pytest.raises(lc.ShapeError, match=r"bias must be \(8,\) for .*, got \(6,\)"):
        lc.trace("lstm", PARAMS._replace(bias=np.zeros(6)), x)
    with pytest.raises(lc.ShapeError, match=r"params must be CELLS\['gru'\].Params\(.*got Params"):
        lc.trace("gru", PARAMS, x)
    with pytest.raises(lc.ShapeError, match="must be matrices"):
        lc.trace("lstm", PARAMS._replace(weight_hh=np.zeros(8)), x)
    with pytest.raises(lc.ShapeError, match="got dict"):
        lc.trace("lstm", {}, x)


def test_wrong_gradients_get_a_sentence() -> None:
    t = lc.trace("lstm", PARAMS, np.zeros((3, 16)))
    with pytest.raises(lc.ShapeError, match=r"d_h must be \(3, 2\), got \(2, 2\) in bptt"):
        lc.bptt(t, np.zeros((2, 2)))
    with pytest.raises(lc.ShapeError, match=r"d_last must be a State\(h, c\), got ndarray"):
        lc.bptt(t, np.zeros((3, 2)), np.zeros(2))
    with pytest.raises(lc.ShapeError, match=r"d_last.c must be \(2,\), got \(1,\)"):
        lc.bptt(t, np.zeros((3, 2)), LSTM.State(np.zeros(2), np.zeros(1)))


def test_wrong_networks_get_a_sentence() -> None:
    with pytest.raises(
        lc.ShapeError, match="layer 1 must be 1 Params of hidden_size=2, input_size=2"
    ):
        lc.Network("odd", "lstm", ((PARAMS,), (PARAMS,)))
    with pytest.raises(lc.UnknownName, match="reads no text: give it an array x"):
        lc.Network("mute", "lstm", ((PARAMS,),)).run("text")
    with pytest.raises(lc.ShapeError, match="one State per trace, 1 of them, got 2"):
        lc.random_network(2).run("text", start=(None, None))
    with pytest.raises(lc.NumberError, match="hidden_size must be >= 1, got 0"):
        lc.random_network(0)
    with pytest.raises(lc.NumberError, match="seed must be >= 0, got -1"):
        lc.random_network(2, seed=-1)


def test_importing_costs_little_and_brings_no_torch() -> None:
    code = (
        "import time; began = time.process_time(); import lstm_core; import sys;"
        "heavy = {'torch', 'streamlit', 'plotly', 'regex', 'safetensors'} & set(sys.modules);"
        "print(time.process_time() - began, *heavy)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    runs = [subprocess.check_output(command, text=True, env=environment).split() for _ in range(3)]
    assert [names for _, *names in runs] == [[], [], []]
    assert min(float(seconds) for seconds, *_ in runs) <= 0.3


def test_using_a_network_brings_no_torch() -> None:
    code = (
        "import sys, numpy, lstm_core as lc; run = lc.random_network().run('abc');"
        "lc.bptt(run.traces[0], numpy.ones_like(run.output)); print('torch' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    assert subprocess.check_output(command, text=True, env=environment) == "False\n"


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_example_of_the_package_is_true() -> None:
    assert doctest.testmod(lc).failed == 0
