"""What a run shows of itself in a notebook: true numbers, no sentence, nothing that could act."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

import lstm_core as lc
from lstm_core import notebook

ROOT = Path(__file__).resolve().parents[2]


class Seen(HTMLParser):
    """The tables of a picture as rows of texts; it fails on anything but plain formatting."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert tag in {"div", "b", "i", "s", "sub", "bdi", "table", "tbody", "tr", "td", "th"}
        assert {name for name, _ in attrs} <= {"style", "title"}
        self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.tables and self.tables[-1] and self.tables[-1][-1] and "table" in self.open:
            self.tables[-1][-1][-1] += data


def seen(run: lc.Run) -> Seen:
    return Seen(run._repr_html_())


def test_the_tape_and_the_table_show_the_trace():
    tape, table = seen(lc.NETWORKS["counter"].run("aa.")).tables
    assert tape[0] == ["c ", "a", "a", "."]
    assert tape[1][0] == "count"
    assert table[0] == ["t", "count", "i1", "f1", "g1", "o1", "c1", "h1", ""]
    assert table[2] == ["2", "a", "1.000", "1.000", "1", "1.000", "2.000", "0.964", "2"]
    assert [row[-1] for row in table[1:]] == ["1", "2", "2"]


@pytest.mark.parametrize("cell", lc.CELLS)
def test_every_cell_shows_its_signals_and_what_it_remembers(cell):
    run = lc.random_network(3, 1, cell).run("hello")
    tape, table = seen(run).tables
    assert tape[0][0].strip() == ("h" if cell in ("gru", "rnn") else "c")
    names = [head.rstrip("123") for head in table[0][2:-1]]
    assert names == list(lc.CELLS[cell].SIGNALS)
    unit = int(table[0][2][-1]) - 1
    last = [notebook.number(getattr(run.traces[0].steps, n)[-1, unit]) for n in names]
    assert table[-1][2:-1] == last


def test_the_table_is_about_the_unit_that_moves_most():
    run = lc.NETWORKS["grew_up_in"].run("I grew up in China so I speak")
    _, table = seen(run).tables
    assert table[0][2] == "i2"
    assert table[-1][-1] == "chinese"


def test_a_negative_value_is_told_twice():
    run = lc.random_network(2, 0).run("a")
    page, values = run._repr_html_(), run.traces[0].steps.c[0]
    assert (values < 0).sum() == page.count(f"rgba({notebook.NEGATIVE},")
    tape = Seen(page).tables[0]
    assert [row[1] == "−" for row in tape[1:]] == (values < 0).tolist()


def test_a_stack_has_a_tape_for_every_trace():
    torch = pytest.importorskip("torch")
    network = lc.from_torch(torch.nn.LSTM(2, 3, num_layers=2, bidirectional=True))
    run = network.run(np.ones((4, 2)))
    *tapes, table = seen(run).tables
    heads = [tape[0][0] for tape in tapes]
    assert heads == ["c l0", "c l0_reverse", "c l1", "c l1_reverse"]
    assert [row[0] for row in table[1:]] == ["1", "2", "3", "4"]


def test_of_a_batch_the_first_row_is_shown():
    network = lc.random_network(2, 0)
    x = np.random.default_rng(0).normal(size=(3, 5, 16))
    batch, alone = network.run(x), network.run(x[:, 0])
    assert seen(batch).tables == seen(alone).tables
    assert "B = 5" in batch._repr_html_()


@pytest.mark.parametrize("size", [1, 16, 64])
@pytest.mark.parametrize("length", [0, 1, 60, 61, 500])
def test_a_picture_stays_small(size, length):
    run = lc.random_network(size, 0).run("memory " * 80 if length == 500 else "a" * length)
    page = run._repr_html_()
    tape, table = Seen(page).tables
    assert len(page) < 300_000
    assert len(tape[0]) <= notebook.STEPS_MAX + 1 and len(table) <= notebook.STEPS_MAX + 1
    assert len(tape) <= notebook.UNITS_MAX + 2
    if length > notebook.STEPS_MAX:
        assert ["…"] * 9 in table and "…" in tape[0]
        assert table[-1][0] == str(len(run.x))


def test_edits_are_named():
    edits = [lc.Clamp("f", value=0.8), lc.Clamp("o", (0,), 1, 2, -0.5)]
    page = lc.NETWORKS["counter"].run("aaaa", edits=edits)._repr_html_()
    assert "f := 0.800" in page and "o.1 := −0.500 (t = 2 … 3)" in page


@pytest.mark.parametrize(
    "token",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&amp;", "\0\x1b\x7f\n",
     "\u202e\u2066abc", "\ud800", "x" * 10_000, "👨‍👩‍👧‍👦"],
)  # fmt: skip
def test_hostile_text_stays_text(token):
    alphabet = lc.Alphabet(("a", "b"), ((token,), ("b",)))
    layers = lc.NETWORKS["counter"].layers
    network = lc.Network(token, "lstm", layers, alphabet, unit_names=(token,))
    run = network.run([token, "b", "never read " + token])
    page = run._repr_html_()
    tape, _ = Seen(page).tables
    page.encode("utf-8")
    assert tape[0][1] == notebook.visible(token)
    assert len(page) < 20_000


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.0, "0"), (1.0, "1"), (-2.0, "−2"), (0.0004, "~0"), (-0.0004, "~0"),
     (0.5, "0.500"), (-1.25, "−1.250"), (123456.0, "123456.000")],
)  # fmt: skip
def test_numbers_follow_the_house(value, text):
    assert notebook.number(value) == text


def test_importing_the_core_brings_nothing_new():
    code = (
        "import sys, lstm_core; print({'lstm_core.notebook', 'app', 'plotly'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
