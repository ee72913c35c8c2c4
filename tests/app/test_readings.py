"""The readings: pictures and sentences that say what `lstm_core` measured, in both languages."""

import json
import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

import lstm_core as lc
from app.catalogue import networks
from app.figures.numbers import approx, num, pct, steps
from app.figures.palette import PALETTE
from app.i18n import languages, words
from app.readings.payload import READINGS, _described, encode
from app.readings.seen import SHOWN_MAX, Look, Seen, View, looked
from app.share import opening

COLOUR = re.compile(r"@([a-z_]+)(/\d+)?")
LONG = "the quick brown fox jumps over the lazy dog " * 4
DRAWN = ("still_here", "where_from", "saturation", "path")


def ready(net: str) -> lc.Network:
    return lc.random_network(8, 0) if net == "random" else lc.NETWORKS[net]


def view(reading: str, run: lc.Run, lang: str = "en", before: Any = None, **look: Any) -> View:
    chosen = looked({"reading": reading, **look}, run)
    return READINGS[reading](Seen(run, before, words(lang), chosen))


def dressed(part: Any, key: str = "") -> Any:
    """Put real colours in, as the browser does."""
    if isinstance(part, str) and key not in ("text", "hovertext") and part.startswith("@"):
        found = COLOUR.fullmatch(part)
        assert found, part
        assert all(found[1] in colours for colours in PALETTE.values()), part
        return PALETTE["light"][found[1]]
    if isinstance(part, dict):
        return {name: dressed(value, name) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [dressed(value, key) for value in part]
    return part


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("net", networks())
def test_every_reading_of_every_network_is_a_figure_of_plotly_and_a_sentence(net, lang):
    network = ready(net)
    run = network.run(opening(net, lang))
    for reading in READINGS:
        seen = view(reading, run, lang)
        assert seen.sentence
        assert bool(seen.alt and seen.note) == bool(seen.figure or seen.ranks)
        assert "{" not in seen.sentence + seen.alt + seen.note
        assert bool(seen.figure) == (reading in DRAWN)
        if seen.figure:
            go.Figure(dressed(seen.figure))
            assert json.dumps(seen.figure, allow_nan=False)
        for frame in seen.frames:
            drawn: Any = {"data": [dict(t) for t in seen.figure["data"]]} if seen.figure else {}
            for trace, change in zip(drawn["data"], frame["data"], strict=True):
                trace |= change
            go.Figure(dressed(drawn | {"layout": frame["layout"]}))


@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn"])
def test_every_cell_has_its_readings_or_one_sentence(cell):
    run = lc.random_network(4, 1, cell).run("hello")
    for reading in ("still_here", "where_from", "saturation"):
        seen = view(reading, run)
        assert (seen.figure is None) == (cell == "rnn")
        assert seen.sentence
    assert view("path", run).figure and view("jobs", run).ranks


@pytest.mark.parametrize("reading", READINGS)
def test_nothing_read_is_a_sentence(reading):
    seen = view(reading, lc.NETWORKS["counter"].run(""))
    assert seen.figure is None and seen.sentence.startswith("Nothing")


def test_half_lives_are_told_in_steps():
    table = view("still_here", lc.NETWORKS["leaky10"].run("1 0 0 0")).table
    assert table and plain(" ".join(table["rows"][0])) == "memory 90 % 6.58 steps 43.7 steps never"
    table = view("still_here", lc.NETWORKS["counter"].run("aaa")).table
    assert table and table["rows"][0][2] == "≥ 10⁶ steps"
    table = view(
        "still_here", lc.NETWORKS["latch"].run("S--R--")
    ).table  # usually keeps; wiped twice
    assert table and table["rows"][0][2::2] == ["≥ 10⁶ steps", "2\u00a0×"]
    held = lc.NETWORKS["leaky10"].run("1 0 0", edits=[lc.Clamp("f", value=1.0)])
    before = lc.NETWORKS["leaky10"].run("1 0 0")
    table = view("still_here", held, before=before).table
    assert table and table["rows"][0][2] == "∞ (held at 1)\nwas 6.58 steps"


def test_the_triangle_says_what_was_measured():
    run = lc.NETWORKS["leaky10"].run("1 0 0 0")
    seen = view("still_here", run)
    assert seen.figure and "73" in seen.sentence
    z = np.array(seen.figure["data"][0]["z"], float)
    np.testing.assert_allclose(z, lc.still_here(run.traces[0], 0), atol=5e-5)
    assert "“0” (step 4)" in seen.figure["data"][0]["hovertext"][0][3]


@pytest.mark.parametrize("net, unit", [("dyck1", 0), ("latch", 0), ("random", 3)])
def test_the_bars_of_every_step_add_up_to_the_memory(net, unit):
    network = ready(net)
    edits = [lc.Overwrite("c", unit, 2, 0.75)]
    run = network.run(opening(net, "en"), edits=edits)
    frames = view("where_from", run, unit=unit).frames
    assert len(frames) == len(run.x)
    for k, frame in enumerate(frames):
        *parts, total = [[v for v in trace["y"] if v is not None] for trace in frame["data"]]
        assert sum(map(sum, parts)) == pytest.approx(run.traces[0].steps.c[k, unit], abs=0.01)
        assert sum(total) == pytest.approx(sum(map(sum, parts)), abs=0.01)
        assert not any(y for trace in parts for y in trace if abs(y) < 5e-4)
    assert any(y for y in frames[2]["data"][2]["y"])  # the edit has its own bar


def test_the_sum_is_written_as_numbers():
    run = lc.NETWORKS["dyck1"].run("(()")
    last = view("where_from", run).frames[-1]
    assert last["sum"] == "c ≈ 1.000 + 1.000 − 1.000 ≈ 1.000"
    assert "up by 2.000 in 2 steps, down by 1.000 in 1" in last["sentence"]


def test_long_sequences_show_their_last_steps_and_say_so():
    run = lc.random_network(3, 0).run(LONG)
    for reading in ("still_here", "where_from"):
        seen = Seen(run, None, words("en"), Look(reading))
        assert len(seen.labels) == SHOWN_MAX and seen.first == len(run.x) - SHOWN_MAX + 1
        drawn = READINGS[reading](seen)
        assert drawn.figure and f"step {len(run.x)}" in drawn.sentence
    frame = view("where_from", run).frames[-1]
    assert sum(v for trace in frame["data"][:3] for v in trace["y"] if v) == pytest.approx(
        run.traces[0].steps.c[-1, 0], abs=0.01
    )


def test_a_note_says_what_is_left_out():
    run = lc.random_network(3, 0).run(LONG)
    said = f"The last {SHOWN_MAX} of {len(run.x)} steps."
    for reading in READINGS:
        seen = Seen(run, None, words("en"), Look(reading))
        note = _described(seen, READINGS[reading](seen))["note"]
        assert (said in note) == (reading in ("still_here", "where_from", "path"))


def test_marks_of_the_gates_lie_in_the_triangle_and_hold_every_unit_once():
    run = lc.NETWORKS["text_reader"].run(opening("text_reader", "en"))
    seen = view("saturation", run)
    assert seen.figure and seen.table
    for trace in seen.figure["data"][1:]:
        x, y = np.array(trace["x"]), np.array(trace["y"])
        assert (x >= 0).all() and (y >= 0).all() and (x + y <= 1 + 1e-12).all()
    assert len(seen.table["rows"]) == run.network.hidden_size


def test_an_edit_leaves_a_hollow_mark_and_a_dashed_path():
    network = lc.NETWORKS["dyck1"]
    before = network.run("(())())(")
    after = network.run("(())())(", edits=[lc.Clamp("i", (0,), value=0.5)])
    ghosts = [t for t in figure(view("saturation", after, before=before)) if "open" in symbol(t)]
    assert len(ghosts) == 1 and ghosts[0]["x"][:2] == [0.0, 0.0]
    dashed = [t for t in figure(view("path", after, before=before)) if dash(t)]
    assert len(dashed) == 1
    assert not [t for t in figure(view("path", before, before=before)) if dash(t)]


def figure(seen: View) -> list[Any]:
    assert seen.figure
    return seen.figure["data"]


def symbol(trace: Any) -> str:
    return str(trace.get("marker", {}).get("symbol", ""))


def dash(trace: Any) -> bool:
    return trace.get("line", {}).get("dash") == "dash"


def test_a_unit_alone_goes_against_the_steps():
    run = lc.NETWORKS["counter"].run("aa.a")
    seen = view("path", run)
    assert seen.axes == ("xaxis",) and figure(seen)[-1]["x"] == [1, 2, 3, 4]
    assert [one["key"] for one in seen.choosers] == ["signal"]
    assert [one["key"] for one in view("path", lc.NETWORKS["dyck1"].run("()")).choosers] == [
        "signal",
        "a",
        "b",
    ]


def test_the_best_unit_comes_first_and_can_be_cut_out():
    network = lc.NETWORKS["dyck1"]
    run = network.run("(())())(")
    first = view("jobs", run).ranks[0]
    assert (first["track"], first["text"]) == ("depth of brackets", "= 1")
    assert lc.read_edit(first["edit"]) == lc.Cut(0) and not first["cut"]
    cut = network.run("(())())(", edits=[lc.Cut(0)])
    assert all(rank["cut"] == (rank["unit"] == 0) for rank in view("jobs", cut).ranks)
    assert "括号深度" in view("jobs", run, "zh").ranks[0]["track"]


def test_what_never_came_is_no_distance_but_a_clock():
    ranks = view("jobs", lc.NETWORKS["grew_up_in"].run("I grew up in France and speak")).ranks
    assert not any("since “China”" in rank["track"] for rank in ranks)


def test_every_track_has_a_name():
    keys = {track.key for net in lc.NETWORKS.values() for track in _tracks(net)}
    for lang in languages():
        assert keys <= set(words(lang).table("readings.tracks"))


def _tracks(network: lc.Network) -> Any:
    if network.tokens is None:
        return ()
    return lc.tracks(np.eye(network.input_size), network).values()


def test_a_token_is_text_and_never_markup():
    run = lc.random_network(2, 0).run("a<b>&\n")
    for reading in DRAWN:
        seen = view(reading, run)
        text = json.dumps(seen.figure, ensure_ascii=False)
        assert "“<”" not in text and "<b>" not in text.replace("<br>", "")
        labels = Seen(run, None, words("en"), Look()).labels
        assert labels == ["a", "<", "b", ">", "&", "↵"]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("text", ["clamp_f_all_0_end_1000000", "put_c_0_2_1000000"])
def test_the_largest_edits_are_still_a_message(text):
    network = lc.NETWORKS["counter"]
    quiet = network.run("." * 60, edits=[lc.read_edit("clamp_i_all_0_end_0"), lc.read_edit(text)])
    loud = network.run("a.a", edits=[lc.read_edit(text)])
    for run in (quiet, loud):
        for reading in READINGS:
            json.dumps(view(reading, run, before=run).figure, allow_nan=False)


@pytest.mark.parametrize(
    "raw", [None, 7, "x", {"unit": 99, "a": -1, "b": True, "signal": [], "reading": 3}, {"a": 1e9}]
)
def test_what_a_browser_sends_is_checked(raw):
    run = lc.NETWORKS["dyck1"].run("()")
    assert looked(raw, run) == Look("still_here", 0, "c", 0, 1)
    assert encode(run, None, words("en"), Look("nowhere"))


def test_a_message_is_small_and_the_same_for_the_same():
    run = lc.random_network(32, 0).run(LONG)
    sizes = [len(encode(run, None, words("en"), Look(reading))) for reading in READINGS]
    assert max(sizes) < 60_000
    assert encode(run, None, words("en"), Look()) == encode(run, None, words("en"), Look())


@pytest.mark.parametrize(
    "told, text",
    [
        (num(-0.5), "−0.5"),
        (num(1.0), "1"),
        (num(1 - 1e-9), "1.000"),
        (num(1e-9), "~0"),
        (num(0.0), "0"),
        (num(float("nan")), "–"),
        (num(1e6), "1000000"),
        (num(-1.5e40), "−1.500e+40"),
        (approx(2.0), "= 2"),
        (approx(2 / 3), "≈ 0.667"),
        (approx(1e-9), "~0"),
        (plain(pct(0.9999)), "> 99 %"),
        (plain(pct(-8.0)), "−800 %"),
        (plain(pct(1e200)), "1.0e+202 %"),
        (pct(float("inf")), "–"),
        (plain(pct(0.002)), "< 1 %"),
        (plain(pct(0.8702)), "87 %"),
        (steps(6.5788), "6.58"),
        (steps(12345.0), "12,345"),
        (steps(2e9), "≥ 10⁶"),
        (steps(float("inf")), "∞"),
    ],
)
def test_numbers_follow_the_house_rules(told, text):
    assert told == text
