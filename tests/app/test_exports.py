"""Downloads: what a file holds is what the network computed, to the last bit."""

import csv
import io
import json

import numpy as np
import pytest

import lstm_core as lc
from app import reading
from app.exports import KINDS, routes, table
from app.files import FILE_BYTES
from app.i18n import languages, words
from app.share import Hold, Link, opening, parameters
from lstm_core.history import read_entries

STATES = {
    "counter": Link(net="counter", seq="aa.b=a"),
    "held": Link(net="counter", seq="aa.aa", hold=(Hold("f", -1, 0.8), Hold("i", 0, 0.0))),
    "words": Link(net="grew_up_in", seq=opening("grew_up_in", "en")),
    "chinese": Link(net="quotes_en", seq=opening("quotes_en", "zh"), lang="zh"),
    "random": Link(net="random", seq="hello", size=3, seed=7),
    "edited": Link(
        net="counter",
        seq="aa.aa",
        hold=(Hold("f", -1, 0.8),),
        edits=read_entries("clamp_i_0_1_2_0.5~put_c_0_3_-1~sharpen_0.5~-cut_0~token_1_."),
    ),
    "empty": Link(net="counter", seq=""),
}


def written(kind: str, link: Link) -> tuple[lc.Run, bytes]:
    link, run, problems = reading.read(link)
    assert not problems
    return run, KINDS[kind].write(run, link, words(link.lang))


def rows_of(content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    text = content.decode("utf-8-sig")
    head = [line for line in text.splitlines() if line.startswith("#")]
    body = text[sum(len(line) + 1 for line in head) :]
    return head, list(csv.DictReader(io.StringIO(body)))


@pytest.mark.parametrize("link", STATES.values(), ids=STATES)
def test_a_table_reads_back_exactly(link):
    run, content = written("trace.csv", link)
    _, rows = rows_of(content)
    assert [int(row["read"]) for row in rows] == [t.symbol is not None for t in run.tokens]
    read = [row for row in rows if row["read"] == "1"]
    assert [int(row["step"]) for row in read] == [*range(1, len(run.x) + 1)]
    for signal in "ifgoch":
        for unit in range(run.network.hidden_size):
            column = [float(row[f"{signal}.{unit + 1}"]) for row in read]
            assert column == getattr(run.traces[0].steps, signal)[:, unit].tolist()


@pytest.mark.parametrize("link", STATES.values(), ids=STATES)
def test_a_table_says_what_is_what(link):
    _, content = written("trace.csv", link)
    head, rows = rows_of(content)
    said = "\n".join(head)
    assert "c = f ⊙ c_before + i ⊙ g" in said and f"net={link.net}" in said
    assert words(link.lang)(f"networks.{link.net}.title") in said
    for hold in link.hold:
        assert words(link.lang)(f"exports.signal.{hold.signal}") in said
    last = rows[-1]["answer"] if rows and rows[-1]["read"] == "1" else None
    if link.net == "grew_up_in":
        assert last == "French"


def test_numbers_that_a_network_reads_stand_in_the_table():
    network = lc.Network("from_torch", "lstm", lc.random_network(2, 0).layers)
    run = network.run(np.random.default_rng(0).normal(size=(3, 16)))
    _, rows = rows_of(table.write(run, Link(), words("en")))
    assert [float(row["x.16"]) for row in rows] == run.x[:, 15].tolist()


def test_a_stack_keeps_all_its_traces():
    first, second = lc.random_network(2, 0), lc.random_network(2, 1)
    params = second.layers[0][0]
    narrow = params._replace(weight_ih=params.weight_ih[:, :2])
    network = lc.Network("random", "lstm", (*first.layers, (narrow,)), first.tokens)
    run = network.run("abc")
    _, rows = rows_of(table.write(run, Link(), words("en")))
    assert float(rows[2]["h_l1.2"]) == run.output[2, 1]


@pytest.mark.parametrize("token", ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1", "'=1"])
def test_no_token_becomes_a_formula(token):
    assert table.harmless(token).startswith("'")
    assert table.harmless("a=1") == "a=1"


@pytest.mark.parametrize("link", STATES.values(), ids=STATES)
def test_arrays_are_the_trace_bit_for_bit(link):
    run, content = written("trace.npz", link)
    found = np.load(io.BytesIO(content), allow_pickle=False)
    trace = run.traces[0]
    for name in "ifgoch":
        np.testing.assert_array_equal(found[name], getattr(trace.steps, name))
    for name in "ch":
        np.testing.assert_array_equal(found[f"before_{name}"], getattr(trace.before, name))
    for name in ("weight_ih", "weight_hh", "bias"):
        np.testing.assert_array_equal(found[name], getattr(trace.params, name))
    np.testing.assert_array_equal(found["x"], run.x)
    assert found["tokens"].tolist() == [token.text for token in run.tokens]
    assert found["read"].sum() == len(run.x)
    assert any("⊙" in line for line in found["readme"].tolist())


def test_the_head_of_a_file_lists_the_edits_and_the_numbers_are_edited():
    link = STATES["edited"]
    _, content = written("trace.npz", link)
    found = np.load(io.BytesIO(content), allow_pickle=False)
    on = ["clamp_i_0_1_2_0.5", "put_c_0_3_-1", "sharpen_0.5", "token_1_."]
    assert found["edits"].tolist() == on
    assert found["c"][3, 0] == -1 and found["i"][1, 0] == 0.5 and found["tokens"][1] == "."
    np.testing.assert_array_equal(
        found["weight_ih"], 0.5 * lc.NETWORKS["counter"].layers[0][0].weight_ih
    )
    head, _ = rows_of(written("trace.csv", link)[1])
    assert sum(line.startswith("# Edited: ") for line in head) == len(on)


@pytest.mark.parametrize(
    ("edits", "net", "expected"),
    [("cut_7", "counter", "cut_7"), ("clamp_z_0_0_end_1", "counter", "clamp_z"),
     ("token_0_!", "counter", "place of a token"),
     ("clamp_f_all_0_end_1000000", "counter", "numbers")],
)  # fmt: skip
def test_edits_that_do_not_fit_are_one_sentence(edits, net, expected):
    status, said = post("trace.csv", {"v": 1, "net": net, "seq": "a" * 99, "edits": edits})
    assert status == 400
    assert expected in said.decode() and "\n" not in said.decode()


def post(kind: str, state: object, lang: str = "en") -> tuple[int, bytes]:
    body = state if isinstance(state, bytes) else json.dumps(state).encode()
    answer = routes.answer(kind, body, lang)
    return answer.status_code, bytes(answer.body)


def state(link: Link, **other: object) -> dict[str, object]:
    return {**parameters(link), "v": 1, **other}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", languages())
def test_a_state_becomes_a_file(kind, lang):
    answer = routes.answer(kind, json.dumps(state(Link(seq="I speak", lang=lang))).encode(), "en")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="gatescope-grew_up_in-{kind}"'
    )


@pytest.mark.parametrize(
    "bad",
    [
        b"", b"{", b"[1]", b"\xff\xfe", b'{"v": 1, "v": 1}', b"x" * (FILE_BYTES + 1),
        {"v": 1, "net": "../etc"}, {"v": 1, "t": 1e999}, {"v": 1, "seed": -1},
        {"v": 1, "net": "counter", "seq": "aa", "t": 3}, {"v": 1, "net": "counter", "u": 5},
        {"v": 1, "net": "counter", "hold": "f:7:1"}, {"v": 1, "hold": "c:0:1"}, {"v": 2},
        {"v": 1, "seq": 5}, {"v": 1, "nothing": "here"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", languages())
def test_whatever_is_wrong_is_one_sentence(bad, lang):
    status, said = post("trace.csv", {**bad, "lang": lang} if isinstance(bad, dict) else bad, lang)
    assert status == 400
    text = said.decode()
    assert text.endswith("。" if lang == "zh" else ".") and "\n" not in text


def test_another_cell_of_a_random_network_is_another_file():
    status, body = post("trace.csv", {"v": 1, "net": "random", "seq": "hi", "cell": "gru"})
    assert status == 200
    assert b"z.1" in body and b"reset gate" in body


def test_a_long_sequence_is_cut_as_on_the_page():
    run, content = written("trace.csv", Link(net="counter", seq="a" * 900))
    assert len(run.x) == len(rows_of(content)[1]) == 500
