"""The spreadsheet, worked out by another program, gives the numbers of the trace."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

import lstm_core as lc
from app import reading
from app.exports import sheet
from app.exports.formulas import FORMULAS
from app.i18n import words
from app.share import Hold, Link, opening
from lstm_core.history import read_entries
from lstm_core.random_network import params_from_two_biases

HOLDS = (Hold("f", -1, 0.8), Hold("o", 0, 1.0))
STATES = {
    **{name: Link(net=name, seq=opening(name, "en")) for name in ("counter", "grew_up_in")},
    "quotes_en": Link(net="quotes_en", seq='a "b" c'),
    "random": Link(net="random", seq="hello memory", size=3, seed=7),
}
STATES |= {f"{name}, held": replace(link, hold=HOLDS) for name, link in STATES.items()}
EDITED = {
    "held by step, overwritten": "clamp_f_0_1_2_0.25~clamp_h_0_3_3_-0.5~put_c_0_2_2.5",
    "cut out": "cut_1~clamp_c_0_0_1_frozen",
    "other weights": "weight_hh_2_1_-3~weight_b_0_0_0.7~sharpen_0.4~clamp_g_all_2_end_mean",
}
STATES |= {
    f"random {cell}, {name}": Link(
        net="random", seq="hello", size=2, cell=cell, edits=read_entries(text)
    )
    for cell, name, text in [
        *(("lstm", *one) for one in EDITED.items()),
        ("gru", "held by step, overwritten", "clamp_z_0_1_2_1~clamp_n_1_2_end_-0.5~put_h_1_3_2"),
        ("gru", "other weights", "weight_bhn_1_0_-2~weight_ih_4_3_3~cut_0"),
        (
            "rnn",
            "all of it",
            "token_1_H~put_h_1_2_0.5~weight_hh_0_1_2~sharpen_1.5~clamp_h_0_4_4_mean",
        ),
    ]
}


def opened(content: bytes, **options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), **options)


def evaluated(content: bytes, folder: Path) -> dict[str, float]:
    """Work out every formula with `formulas`, which knows nothing of ours: cell → number."""
    formulas = pytest.importorskip("formulas")
    path = folder / "trace.xlsx"
    opened(content).save(path)  # openpyxl keeps formulas and drops the values stored with them
    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    cells = {
        name.split("]TRACE'!")[1]: np.ravel(value.value)[0]
        for name, value in solution.items()
        if "]TRACE'!" in name and ":" not in name
    }
    return {name: float(value) for name, value in cells.items() if not isinstance(value, str)}


def expect_the_trace(run: lc.Run, numbers: dict[str, float], steps: range) -> None:
    at = sheet.places(run.network, run.traces[0])
    for row, step in enumerate(steps, start=sheet.BEFORE + 2):
        for signal in at.signals:
            for unit in range(at.units):
                value = getattr(run.traces[0].steps, signal)[step, unit]
                got = numbers[at.value(signal, unit, row)]
                assert got == pytest.approx(value, rel=1e-12, abs=1e-12), (signal, unit, step)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("link", STATES.values(), ids=STATES)
def test_every_formula_gives_the_number_of_the_trace(link, tmp_path):
    link, run, problems = reading.read(link)
    assert not problems
    content = sheet.write(run, link, words("en"))
    expect_the_trace(run, evaluated(content, tmp_path), range(len(run.x)))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", lc.NETWORKS)
def test_the_first_steps_of_every_network(name, tmp_path):
    network = lc.NETWORKS[name]
    run = network.run(network.run(opening(name, "en")).x[:3])
    content = sheet.write(run, Link(net=name), words("en"))
    expect_the_trace(run, evaluated(content, tmp_path), range(3))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("cell", lc.CELLS)
def test_every_cell_has_formulas(cell, tmp_path):
    network = lc.random_network(2, 3, cell)
    run = network.run("abca", edits=[lc.Clamp(lc.CELLS[cell].SIGNALS[-1], (0,), 1, 1, 0.25)])
    assert cell in FORMULAS
    content = sheet.write(run, Link(), words("en"))
    expect_the_trace(run, evaluated(content, tmp_path), range(len(run.x)))


@pytest.mark.filterwarnings("ignore")
def test_a_huge_input_is_no_error_in_the_sheet(tmp_path):
    kind, steep = lc.CELLS["lstm"], np.full((4, 1), -900.0)
    params = params_from_two_biases(kind, steep, steep, np.zeros(4), np.zeros(4))
    run = lc.Network("from_torch", "lstm", ((params,),)).run([[1.0], [-1.0]])
    content = sheet.write(run, Link(), words("en"))
    expect_the_trace(run, evaluated(content, tmp_path), range(2))


@pytest.mark.filterwarnings("ignore")
def test_a_long_run_keeps_the_steps_around_the_one_on_show(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet, "FORMULAS_MAX", 6 * 4)
    link, run, _ = reading.read(Link(net="counter", seq="a.aa" * 5, t=10))
    content = sheet.write(run, link, words("en"))
    assert sheet.window(20, 10, 6) == range(7, 11)
    expect_the_trace(run, evaluated(content, tmp_path), range(7, 11))
    said = " ".join(str(row[0]) for row in opened(content)["Read me"].iter_rows(values_only=True))
    assert "steps 8 to 11 of 20" in said


@pytest.mark.parametrize(("length", "t"), [(0, 0), (1, 0), (30, 0), (30, 30), (500, 250)])
@pytest.mark.parametrize("cells", [6, 384, 30_000])
def test_a_window_lies_within_the_run_around_its_step(length, t, cells):
    steps = sheet.window(length, t, cells)
    assert 0 <= steps.start <= steps.stop <= length
    assert len(steps) == min(length, max(1, sheet.FORMULAS_MAX // cells))
    assert not length or min(max(t, 1), length) - 1 in steps


def test_a_viewer_that_does_not_calculate_shows_the_trace_too():
    link, run, _ = reading.read(STATES["random"])
    content = sheet.write(run, link, words("en"))
    stored = opened(content, data_only=True)["Trace"]
    at = sheet.places(run.network, run.traces[0])
    for step in range(len(run.x)):
        for unit in range(3):
            got = stored[at.value("h", unit, step + sheet.BEFORE + 2)].value
            assert got == run.traces[0].steps.h[step, unit]


def test_what_is_held_is_a_number_and_looks_different():
    link, run, _ = reading.read(STATES["counter, held"])
    trace = opened(sheet.write(run, link, words("en")))["Trace"]
    at = sheet.places(run.network, run.traces[0])
    assert trace[at.value("f", 0, 3)].value == 0.8
    assert trace[at.value("f", 0, 3)].font.italic
    assert str(trace[at.value("i", 0, 3)].value).startswith("=1/(1+EXP(-")


def test_hostile_tokens_are_text():
    network = lc.Network(
        "counter", "lstm", lc.NETWORKS["counter"].layers,
        lc.Alphabet(("=", "x"), (("=HYPERLINK(1)",), ("\x00<&>",)), mode="characters"),
    )  # fmt: skip
    run = network.run(["=HYPERLINK(1)", "\x00<&>"])
    book = opened(sheet.write(run, Link(lang="zh"), words("zh")))
    assert book.sheetnames == ["说明", "Weights", "x", "Trace"]
    cell = book["Trace"]["B3"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert book["Trace"]["B4"].value == "␀<&>"


def test_a_workbook_of_the_largest_network_stays_small_and_has_no_macro():
    link, run, _ = reading.read(Link(net="random", seq="memory " * 80, size=64, t=250))
    content = sheet.write(run, link, words("en"))
    assert len(content) < 1_500_000
    assert not [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "vba" in name]
