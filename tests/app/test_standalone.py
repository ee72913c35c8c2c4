"""The file that opens by itself: small, closed, and made of any run."""

import base64
import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import lstm_core as lc
from app import reading, standalone
from app.belt import assets
from app.i18n import words
from app.share import Hold, Link
from lstm_core.history import read_entries
from tests.app.test_belt import unpack

ROOT = Path(__file__).resolve().parents[2]
HOLD = (Hold("f", -1, 0.5),)
LIMIT = 1_700_000  # bytes, compressed


def message(page: str) -> tuple[dict, dict[str, np.ndarray]]:
    found = re.search(r'id="run">([A-Za-z0-9+/=]*)</script>', page)
    assert found
    return unpack(base64.b64decode(found[1]))


def modules(page: str) -> dict[str, str]:
    found = re.search(r'<script type="importmap">(.*?)</script>', page)
    assert found
    return {
        name: base64.b64decode(address.split(",")[1]).decode()
        for name, address in json.loads(found[1])["imports"].items()
    }


def test_a_file_is_small_enough_to_be_handed_in():
    page = lc.random_network(8, 0).run("a" * 100).to_html()
    assert page and len(gzip.compress(page.encode())) <= LIMIT


def test_every_module_finds_its_neighbours_in_the_file():
    found = modules(lc.NETWORKS["counter"].run("aa").to_html() or "")
    assert "'gatescope/strips.js'" in found["gatescope/details.js"]  # imported on demand
    assert set(found) == {f"gatescope/{name}" for name in assets.files() if name.endswith(".js")}
    for script in found.values():
        for name in re.findall(r"""\b(?:from|import)\s*\(?\s*['"]([\w./-]+)['"]""", script):
            assert name in found


def test_a_file_may_ask_for_nothing_and_names_no_address():
    page = lc.NETWORKS["counter"].run("aa").to_html() or ""
    assert "default-src 'none'" in page
    assert not re.search(r"""<(?:script|link|img)[^>]+(?:src|href)=["']?http""", page)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_file_speaks_its_language_and_keeps_the_numbers(lang):
    run = lc.NETWORKS["counter"].run("a.a<b>")
    page = run.to_html(lang=lang) or ""
    header, arrays = message(page)
    assert f'<html lang="{lang}">' in page and header["standalone"]
    assert header["words"] == words(lang).table("belt")
    np.testing.assert_array_equal(arrays["main.c"], run.traces[0].steps.c.ravel())
    assert [text for text, _ in header["sequence"]["tokens"]] == list("a.a<b>")


def test_a_held_gate_is_held_in_the_file_and_can_be_let_go():
    network = lc.NETWORKS["grew_up_in"]
    edits = [lc.Clamp("f", value=0.123456), lc.Clamp("o", (0, 2), value=1.0)]
    header, arrays = message(network.run("I speak", edits=edits).to_html() or "")
    assert header["link"]["hold"] == "f:all:0.123456,o:0:1.0,o:2:1.0"
    free = network.run("I speak").traces[0].steps
    np.testing.assert_array_equal(arrays["main.h"], free.h.ravel())


def test_the_download_starts_where_the_link_stands():
    link, run, _ = reading.read(Link(net="counter", seq="aaa", t=2, hold=HOLD))
    header, _ = message(standalone.write(run, link, words("en")).decode())
    assert (header["link"]["t"], header["link"]["hold"]) == (2, "f:all:0.5")


EDITS = {
    "by step": [lc.Clamp("f", value=0.5, first=1), lc.Clamp("i", value=0.25)],
    "memory": [lc.Clamp("c", value="frozen", first=1, last=2)],
    "beyond a gate": [lc.Clamp("f", value=1.5)],
    "cut": [lc.Cut(0)],
    "weights": [lc.SetWeight("weight_hh", 0, 0, 2.0), lc.Sharpen(0.5)],
}


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
def test_other_edits_are_shown_beside_the_untouched_run(edits):
    network = lc.NETWORKS["counter"]
    run = network.run("a.a<b>a", edits=edits)
    header, arrays = message(run.to_html() or "")
    assert (header["link"]["hold"], header["baseline"]["T"]) == ("", len(run.x))
    for signal in "fic":
        shown = arrays[f"main.{signal}"], arrays[f"baseline.{signal}"]
        free = network.run("a.a<b>a").traces[0].steps
        np.testing.assert_array_equal(shown[0], getattr(run.traces[0].steps, signal).ravel())
        np.testing.assert_array_equal(shown[1], getattr(free, signal).ravel())
    np.testing.assert_array_equal(arrays["weight_hh"], run.traces[0].params.weight_hh.ravel())


def test_the_download_of_an_edited_run_has_both_runs():
    entries = read_entries("token_0_.~-cut_0~put_c_0_1_0.5")
    link, run, _ = reading.read(Link(net="counter", seq="aaa", hold=HOLD, edits=entries))
    header, arrays = message(standalone.write(run, link, words("en")).decode())
    assert header["link"]["hold"] == "" and header["link"]["edits"].count("~") == 2
    assert header["edited"] == ["Reads “.” at step 1", "Memory c of count set to 0.5 at step 2"]
    np.testing.assert_array_equal(arrays["main.c"], run.traces[0].steps.c.ravel())
    assert header["sequence"]["tokens"][0][0] == "." and header["baseline"]["tokens"][0][0] == "a"
    free = lc.NETWORKS["counter"].run("aaa").traces[0].steps
    np.testing.assert_array_equal(arrays["baseline.c"], free.c.ravel())


@pytest.mark.parametrize("cell", lc.CELLS)
def test_any_network_becomes_a_file(cell):
    params = lc.random_network(3, 0, cell).layers[0][0]
    network = lc.Network("mine & <yours>", cell, ((params,),))
    run = network.run(np.random.default_rng(0).normal(size=(4, 16)))
    page = run.to_html(lang="zh") or ""
    header, _ = message(page)
    assert "<title>mine &amp; &lt;yours&gt;" in page
    assert header["network"]["question"] == words("zh")("networks.custom.question")
    assert header["network"]["units"] == ["单元 1", "单元 2", "单元 3"]
    assert [text for text, _ in header["sequence"]["tokens"]] == ["x₁", "x₂", "x₃", "x₄"]


def test_a_stack_shows_its_first_layer():
    torch = pytest.importorskip("torch")
    network = lc.from_torch(torch.nn.LSTM(1, 2, num_layers=2, bidirectional=True))
    run = network.run([[0.5], [-2.0]])
    header, arrays = message(run.to_html() or "")
    assert [text for text, _ in header["sequence"]["tokens"]] == ["0.5", "−2"]
    np.testing.assert_allclose(arrays["main.c"], run.traces[0].steps.c.ravel(), rtol=1e-6)


def test_it_is_written_where_it_is_wanted(tmp_path):
    assert lc.NETWORKS["counter"].run("aa").to_html(tmp_path / "belt.html") is None
    assert (tmp_path / "belt.html").read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (lambda: lc.random_network(65, 0).run("a"), "at most"),
        (lambda: lc.random_network(2, 0).run("a" * 501), "at most"),
        (lambda: lc.random_network(2, 0).run(np.zeros((3, 2, 16))), "one sequence"),
        (lambda: started(), "zeros"),
    ],
)
def test_what_the_belt_cannot_show_is_one_sentence(run, said):
    with pytest.raises(lc.LstmCoreError, match=said):
        run().to_html()


def started() -> lc.Run:
    state = lc.CELLS["lstm"].State(h=np.ones(1), c=np.ones(1))
    return lc.NETWORKS["counter"].run("aaa", start=state)


def alone(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_file_is_made_without_streamlit():
    code = (
        "import sys, lstm_core as lc; lc.NETWORKS['counter'].run('a').to_html();"
        "print('streamlit' in sys.modules)"
    )
    assert alone(code, ROOT) == "False\n"


def test_without_the_app_one_sentence_says_what_is_missing(tmp_path):
    (tmp_path / "lstm_core").symlink_to(ROOT / "lstm_core")
    code = (
        "import lstm_core as lc\n"
        "try: lc.NETWORKS['counter'].run('a').to_html()\n"
        "except lc.LstmCoreError as error: print(error)"
    )
    assert "needs the app beside lstm_core" in alone(code, tmp_path)
