"""The belt's message to the browser, and the files it is drawn with."""

import asyncio
import gzip
import json
import re
import zlib
from pathlib import Path

import numpy as np
import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

import lstm_core as lc
from app.belt import assets
from app.belt.payload import encode
from app.figures.palette import PALETTE
from app.i18n import words

START = {"lang": "en", "net": "counter", "seq": "aa.", "seed": 0, "size": 8, "t": 0, "u": -1}


def unpack(message: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    message = zlib.decompress(message)
    length = int.from_bytes(message[:4], "little")
    header = json.loads(message[4 : 4 + length])
    body = message[4 + length :]
    arrays = {a["name"]: numbers(body[a["offset"] :], a) for a in header["arrays"]}
    for name in [name for name, array in arrays.items() if array.dtype == np.int32]:
        run, units = name.removesuffix(".c"), header["network"]["H"]
        i, g, off = (arrays[f"{run}.{s}"].reshape(-1, units) for s in "igc")
        f = arrays[f"{run}.f"].reshape(-1, units) if f"{run}.f" in arrays else np.ones_like(i)
        arrays[name] = with_last_bits(f, i * g, off).ravel()
    return header, arrays


def with_last_bits(f: np.ndarray, written: np.ndarray, off: np.ndarray) -> np.ndarray:
    """Put c together, which travels as what it differs from f·c_before + i·g in its last bits."""
    c = np.zeros((len(f) + 1, *f.shape[1:]))
    for t in range(len(f)):
        c[t + 1] = ((f[t] * c[t] + written[t]).view(np.int64) + off[t]).view(np.float64)
    return c[1:]


def numbers(body: bytes, about: dict) -> np.ndarray:
    if about["type"] != "f8":
        return np.frombuffer(body, about["type"], about["size"])
    planes = np.frombuffer(body, np.uint8, 8 * about["size"]).reshape(8, -1)
    return planes.T.copy().view("<f8").ravel()


def message(network: lc.Network, text: str, **more) -> bytes:
    return encode(network, network.run(text), words("en"), START | {"seq": text}, **more)


RANDOM = [lc.random_network(5, 3, cell) for cell in ("lstm", "gru", "rnn")]


BY_STEP = {
    "c overwritten": (lc.Overwrite("c", 0, 1, 0.5),),
    "c held at once": (lc.Clamp("c", value=-1.0),),
    "gates held": (
        lc.Clamp("f", value=0.3),
        lc.Clamp("i", (0,), 1, 2, 1.0),
        lc.Clamp("g", value=-1.0),
    ),
    "a unit cut": (lc.Cut(0),),
    "h held": (lc.Clamp("h", None, 2, None, 1.0),),
    "a weight set, all of them sharper": (lc.SetWeight("weight_ih", 0, 0, 3.0), lc.Sharpen(0.5)),
}


@pytest.mark.parametrize("edits", BY_STEP.values(), ids=BY_STEP)
@pytest.mark.parametrize("network", [lc.NETWORKS["counter"], lc.random_network(5, 3)])
def test_an_edited_run_travels_bit_for_bit_and_the_untouched_one_with_it(network, edits):
    plain, run = network.run("aab"), network.run("aab", edits=edits)
    header, arrays = unpack(encode(network, run, words("en"), START, baseline=plain))
    for name, one in {"main": run, "baseline": plain}.items():
        for signal in lc.CELLS[network.cell].SIGNALS:
            wanted = getattr(one.traces[0].steps, signal).ravel()
            np.testing.assert_array_equal(arrays[f"{name}.{signal}"], wanted)
    for name, weight in run.traces[0].params._asdict().items():
        np.testing.assert_array_equal(arrays[name], weight.ravel())
        untouched = getattr(plain.traces[0].params, name)
        assert (f"baseline.{name}" in arrays) == (not np.array_equal(weight, untouched))
        np.testing.assert_array_equal(
            arrays.get(f"baseline.{name}", weight.ravel()), untouched.ravel()
        )
    rows = header["clamps"]
    assert all(0 <= first <= last < len(run.x) for _, _, first, last, _ in rows)
    again = [lc.Clamp(s, (unit,), first, last, value) for s, unit, first, last, value in rows]
    same = lc.trace(network.cell, run.traces[0].params, run.x, edits=again).steps
    for signal, wanted in run.traces[0].steps._asdict().items():
        np.testing.assert_array_equal(getattr(same, signal), wanted)


def test_a_clamp_that_begins_after_the_end_holds_nothing():
    counter = lc.NETWORKS["counter"]
    run = counter.run("aa", edits=(lc.Clamp("f", None, 2, 9, 0.0), lc.Clamp("i", None, 1, 9, 0.0)))
    header, _ = unpack(encode(counter, run, words("en"), START, baseline=counter.run("aa")))
    assert header["clamps"] == [["i", 0, 1, 1, 0.0]]


def test_no_other_network_stands_beside_an_edited_one():
    learnt = lc.NETWORKS["learnt"]
    run = learnt.run("x")
    header, _ = unpack(encode(learnt, run, words("en"), START, baseline=run))
    assert header["beside"] is None and unpack(message(learnt, "x"))[0]["beside"]


def test_without_a_baseline_nothing_more_travels():
    header, _ = unpack(message(lc.NETWORKS["counter"], "aa."))
    assert not {"baseline", "clamps"} & header.keys()
    assert "ghost" not in header["words"]


def test_another_edit_or_another_start_is_another_picture():
    counter = lc.NETWORKS["counter"]
    plain = counter.run("aa.")

    def name(*edits: lc.Edit, baseline: lc.Run = plain) -> str:
        run = counter.run("aa.", edits=edits)
        return unpack(encode(counter, run, words("en"), START, baseline=baseline))[0]["id"]

    assert name() == name()
    # What a held gate is held at may be what it would be: the picture says that it is held.
    open_already = lc.Clamp("f", None, 0, 0, float(plain.traces[0].steps.f[0, 0]))
    names = [name(), name(open_already), name(lc.Cut(0)), name(baseline=counter.run("aaa"))]
    assert len(set(names)) == len(names)
    assert name() != unpack(message(counter, "aa."))[0]["id"]


@pytest.mark.parametrize("network", [*lc.NETWORKS.values(), *RANDOM], ids=lambda n: n.cell + n.name)
def test_numbers_travel_bit_for_bit(network):
    run = network.run("a b")
    header, arrays = unpack(message(network, "a b"))
    assert header["network"]["cell"] == network.cell
    for signal in lc.CELLS[network.cell].SIGNALS:
        np.testing.assert_array_equal(
            arrays[f"main.{signal}"], getattr(run.traces[0].steps, signal).ravel()
        )
    for name, weight in network.layers[0][0]._asdict().items():
        np.testing.assert_array_equal(arrays[name], weight.ravel())
    np.testing.assert_array_equal(arrays["main.x"], run.x.ravel())
    assert header["sequence"]["T"] == len(run.x)


def test_one_hot_inputs_travel_as_bytes_and_c_as_its_last_bits():
    header, _ = unpack(message(lc.random_network(4, 0), "hello"))
    types = {a["name"]: a["type"] for a in header["arrays"]}
    assert (types["main.x"], types["main.c"], types["main.h"]) == ("u1", "i4", "f8")


def test_a_rerun_keeps_its_name_and_a_new_picture_gets_another():
    counter = lc.NETWORKS["counter"]
    name = lambda m: unpack(m)[0]["id"]  # noqa: E731
    assert name(message(counter, "aa.")) == name(message(counter, "aa.", tour=True))
    assert name(message(counter, "aa.")) != name(message(counter, "a.a"))


def test_a_file_with_another_step_is_another_picture():
    counter = lc.NETWORKS["counter"]
    run = counter.run("aa.")
    at = lambda t: unpack(encode(counter, run, words("en"), START | {"t": t}))[0]["id"]  # noqa: E731
    assert at(0) != at(2)


def test_tokens_keep_their_text_and_say_whether_they_were_read():
    header, _ = unpack(message(lc.NETWORKS["counter"], "a<script>."))
    texts = "".join(text for text, _ in header["sequence"]["tokens"])
    assert texts == "a<script>."
    assert [symbol for _, symbol in header["sequence"]["tokens"]].count(None) == len("<script>")


def request(headers: dict[str, str], **path_params: str) -> Request:
    raw = [(k.encode(), v.encode()) for k, v in headers.items()]
    return Request({"type": "http", "headers": raw, "path_params": path_params})


def test_files_are_served_compressed_and_for_good():
    path = {"version": assets.version(), "name": "main.js"}
    zipped = asyncio.run(assets._file(request({"accept-encoding": "gzip"}, **path)))
    plain = asyncio.run(assets._file(request({}, **path)))
    assert gzip.decompress(zipped.body) == plain.body == assets.files()["main.js"]
    assert "immutable" in zipped.headers["cache-control"]


@pytest.mark.parametrize("path", [{"version": "old", "name": "main.js"}, {"name": "../payload.py"}])
def test_nothing_else_is_served(path):
    with pytest.raises(HTTPException):
        asyncio.run(assets._file(request({}, **({"version": assets.version()} | path))))


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", PALETTE)
@pytest.mark.parametrize("ground", ["bg", "panel"])
@pytest.mark.parametrize(
    "text", ["ink", "mut", *(f"{c}_text" for c in ("f", "i", "g", "o", "pos", "neg"))]
)
def test_text_can_be_read(mode, ground, text):
    assert contrast(PALETTE[mode][text], PALETTE[mode][ground]) >= 4.5


@pytest.mark.parametrize("mode", PALETTE)
@pytest.mark.parametrize("mark", ["f", "i", "o", "jaw", "pos_text", "neg_text"])
def test_marks_stand_out_from_the_page_and_the_belt(mode, mark):
    grounds = ["bg", "panel"] + (["belt"] if mark.endswith("_text") or mark in "f jaw" else [])
    assert all(contrast(PALETTE[mode][mark], PALETTE[mode][g]) >= 3 for g in grounds)


@pytest.mark.parametrize("mode", PALETTE)
def test_a_number_in_a_parcel_can_be_read(mode):
    colours = PALETTE[mode]  # large and bold, so 3 : 1 would do
    assert contrast(colours["on_pos"], colours["pos"]) >= 4.5
    assert contrast(colours["on_neg"], colours["neg"]) >= 4


def test_every_word_that_the_scripts_name_exists():
    scripts = (Path(assets.__file__).parent / "js").glob("*.js")
    named = {
        name
        for script in scripts
        for name in re.findall(r"\bwords\.([a-z_]+(?:\.[a-z_]+)*)", script.read_text("utf-8"))
    }
    assert len(named) > 20
    known = words("zh").get  # the words of the details and of the ghost come on demand
    places = lambda n: (f"belt.{n}", f"details.{n}", n.replace("ghost", "effect.belt", 1))  # noqa: E731
    assert [n for n in named if all(known(place) is None for place in places(n))] == []


def mixed(colour: str, ground: str, share: float) -> str:
    """Mix as the browser does, where a colour covers only a share of its ground."""
    parts = [(int(colour[k : k + 2], 16), int(ground[k : k + 2], 16)) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02X}" for a, b in parts)


@pytest.mark.parametrize("mode", PALETTE)
@pytest.mark.parametrize("signal", "zrn")
def test_the_colours_of_other_cells_can_be_read(mode, signal):
    colours = PALETTE[mode]
    assert all(contrast(colours[f"{signal}_text"], colours[g]) >= 4.5 for g in ("bg", "panel"))


@pytest.mark.parametrize("mode", PALETTE)
def test_what_stands_on_a_pressed_button_a_chip_or_a_lit_row_can_be_read(mode):
    colours = PALETTE[mode]
    assert contrast(colours["bg"], colours["ink"]) >= 4.5  # reversed: buttons, chips, toast
    for share in (0.08, 0.10):  # a lit term of the card, the current row of the table
        assert contrast(colours["ink"], mixed(colours["ink"], colours["bg"], share)) >= 4.5


@pytest.mark.parametrize("mode", PALETTE)
@pytest.mark.parametrize("sign", ["pos", "neg"])
def test_a_drawn_dot_has_an_outline_that_stands_out(mode, sign):
    colours = PALETTE[mode]
    assert contrast(colours["ink"], colours["bg"]) >= 3
    assert contrast(colours[f"{sign}_text"], colours["belt"]) >= 3  # outline of a parcel


def test_of_a_network_with_layers_the_first_is_shown_and_that_is_said():
    config = lc.TrainConfig(layers=2, hidden_size=3, steps=1)
    deep = lc.TASKS["anbn"].network(next(iter(lc.train("lstm", "anbn", config))).model)
    header, arrays = unpack(message(deep, "aabb"))
    assert (header["network"]["readout"], arrays["main.h"].size) == (None, 12)
    assert "2 layers" in header["words"]["note"]
