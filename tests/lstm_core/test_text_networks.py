"""The networks that read text, against plain Python: every unit after every character."""

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc

ENDS = ("question", "exclamation", "full_stop", "newline")


def quotes_zh(symbols: list[str]) -> Iterator[list[float]]:
    inside = 0
    for symbol in symbols:
        inside = {"“": 1, "”": 0}.get(symbol, inside)
        yield [inside]


def line_position(symbols: list[str]) -> Iterator[list[float]]:
    place = 0
    for symbol in symbols:
        place = 0 if symbol == "\n" else place + 1
        yield [place * 0.02]


def keyword_beijing(symbols: list[str]) -> Iterator[list[float]]:
    text = "".join(symbols)
    for k, symbol in enumerate(symbols):
        yield [symbol == "北", text[: k + 1].count("北京")]


def text_reader(symbols: list[str]) -> Iterator[list[float]]:
    depth = quotes = sentence = commas = word = number = script = last_end = 0
    for s in symbols:
        depth += (s == "opening_bracket") - (s == "closing_bracket" and depth > 0)
        if s == "quote":
            quotes = 1 - quotes
        quotes = {"opening_quote": 1, "closing_quote": 0}.get(s, quotes)
        sentence = 0 if s in ENDS else sentence + 1
        commas = 0 if s in ENDS else commas + (s == "comma")
        word = word + 1 if s in ("letter", "han") else 0
        number = 1 if s == "digit" else number if s in ("comma", "full_stop") else 0
        script = {"han": 1, "letter": -1}.get(s, script)
        last_end = {"question": 1, "exclamation": -1, "full_stop": 0}.get(s, last_end)
        yield [depth, quotes, sentence * 0.02, commas, word * 0.1, number, script, last_end]


Oracle = Callable[[list[str]], Iterator[list[float]]]
UNITS: dict[str, Oracle] = {
    "quotes_zh": quotes_zh,
    "line_position": line_position,
    "keyword_beijing": keyword_beijing,
    "text_reader": text_reader,
}


def said_by_reader(c: list[float]) -> str | None:
    labels = {0: "in_brackets", 1: "in_quotes", 5: "in_number"}
    return "+".join(label for unit, label in labels.items() if c[unit]) or None


SAYS: dict[str, Callable[[list[float]], str | None]] = {
    "quotes_zh": lambda c: "inside" if c[0] else "outside",
    "line_position": lambda c: str(round(c[0] / 0.02)),
    "keyword_beijing": lambda c: str(c[1]),
    "text_reader": said_by_reader,
}


def alphabet(name: str) -> lc.Alphabet:
    tokens = lc.NETWORKS[name].tokens
    assert isinstance(tokens, lc.Alphabet)
    return tokens


def x_of(name: str, symbols: list[str]) -> np.ndarray:
    reads = alphabet(name)
    return reads.encode([lc.Token(s, reads.symbols.index(s)) for s in symbols])


def sentences(name: str, count: int) -> list[list[str]]:
    rng = random.Random(f"seed of {name}")
    return [rng.choices(alphabet(name).symbols, k=rng.randint(1, 60)) for _ in range(count)]


def assert_agrees(name: str, run: lc.Run, symbols: list[str]) -> None:
    expected = list(UNITS[name](symbols))
    if not symbols:
        assert run.readouts == ()
        return
    c, h = run.traces[0].steps.c, run.traces[0].steps.h
    np.testing.assert_allclose(c, expected, rtol=0, atol=1e-6)
    np.testing.assert_allclose(h, np.tanh(expected), rtol=0, atol=1e-6)
    assert list(run.readouts) == [SAYS[name](one) for one in expected]
    exam = lc.NETWORKS[name].exam
    assert exam and list(exam.right(symbols)) == list(run.readouts)


@pytest.mark.parametrize("name", UNITS)
def test_random_cases_agree_with_plain_python(name: str) -> None:
    for symbols in sentences(name, 100):
        assert_agrees(name, lc.NETWORKS[name].run(x_of(name, symbols)), symbols)


@pytest.mark.parametrize("name", UNITS)
def test_a_wrong_sign_is_noticed(name: str) -> None:
    """Every single weight matters: its negation spoils some value of some unit."""
    network = lc.NETWORKS[name]
    symbols = [symbol for sentence in sentences(name, 50) for symbol in sentence]
    x, right = x_of(name, symbols), list(UNITS[name](symbols))
    params = network.layers[0][0]
    for field, value in params._asdict().items():
        for place in zip(*np.nonzero(value), strict=True):
            mutant = value.copy()
            mutant[place] *= -1
            steps = lc.trace("lstm", params._replace(**{field: mutant}), x).steps
            wrong = max(abs(steps.c - right).max(), abs(steps.h - np.tanh(right)).max())
            assert wrong > 0.01, (field, place)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("quotes_zh", "xx“xxx”x“x", "0011110011"),
        ("quotes_zh", "““x”x", "11100"),
        ("line_position", "xxxx\nxx\n\nx", "1234012001"),
        ("line_position", "甲乙↵é\r\n", "12010"),
        ("keyword_beijing", "x北x京x", "00000"),
        ("keyword_beijing", "北京xxxx", "011111"),
        ("keyword_beijing", "京北北京京x北京", "00011112"),
    ],
)
def test_listed_cases(name: str, text: str, said: str) -> None:
    network = lc.NETWORKS[name]
    if network.readout and network.readout.kind == "switch":
        expected = ["inside" if one == "1" else "outside" for one in said]
    else:
        expected = list(said)
    assert list(network.run(text).readouts) == expected


def test_a_line_of_eighty_characters_can_still_be_read_from_h() -> None:
    h = lc.NETWORKS["line_position"].run("x" * 80).traces[0].steps.h[:, 0]
    assert h[-1] - h[-2] > 0.001
    assert lc.NETWORKS["line_position"].run("x" * 80).readouts[-1] == "80"


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ('“Hi.” „Ja“ ”Hej” «Oui» »Ja« "so"', 1, "11110 1110 11110 11110 1110 1110"),
        ("「は」い 'no' ‘no’ don’t", 1, "1100 0000 0000 00000"),
        ("f(x[1])) :) (", 0, "01122100 00 1"),
        ("（《a》） 【b】", 0, "12210 110"),
        ("3.14 1,000 x1 ٣٤", 5, "1111 11111 01 11"),
    ],
)
def test_what_the_reader_minds(text: str, unit: int, expected: str) -> None:
    c = lc.NETWORKS["text_reader"].run(text).traces[0].steps.c[:, unit].round().astype(int)
    values = [str(one) for one, char in zip(c, text, strict=True) if char != " "]
    assert "".join(values) == expected.replace(" ", "")


SCRIPTS = st.sampled_from(
    [*"aé字のЖبกहη한1٣ \n↵(（「“”\"„»」）)?？؟!！.。।,，、،;;👍🏽'’…〇々\u0301\x00", "\r\n"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(SCRIPTS, max_size=80).map("".join) | st.text(max_size=60))
def test_any_text_in_any_script_agrees_with_plain_python(text: str) -> None:
    run = lc.NETWORKS["text_reader"].run(text)
    reads = alphabet("text_reader")
    assert run.unknown == ()
    assert_agrees("text_reader", run, [reads.symbols[t.symbol or 0] for t in run.tokens])


@pytest.mark.parametrize(
    ("filling", "closing", "unit"),
    [("(" * 9 + "x" * 450, ")" * 9, 0), ('"' + "x" * 490, '"', 1), ("「" + "「" * 99, "」", 1),
     ("x" * 499, ".", 2), ("," * 499, "!", 3), ("x" * 499, " ", 4), ("9" * 499, "x", 5)],
)  # fmt: skip
def test_nothing_is_left_after_closing(filling: str, closing: str, unit: int) -> None:
    c = lc.NETWORKS["text_reader"].run(filling + closing).traces[0].steps.c[:, unit]
    assert c[len(filling) - 1] > 0.99
    assert abs(c[len(filling) + len(closing) - 1]) < 1e-6


def test_a_thousand_brackets_leave_nothing() -> None:
    c = lc.NETWORKS["text_reader"].run("(a[b])" * 500).traces[0].steps.c[:, 0]
    assert abs(c - c.round()).max() < 1e-12


CLASS_OF = {
    "newline": "\n↵\u2028", "space": " \t\u3000\xa0", "quote": "\"“”«»", "opening_quote": "„「",
    "closing_quote": "」", "opening_bracket": "([{（【《〈༺", "closing_bracket": ")]}）】》〉",
    "question": "?？؟\u037e", "exclamation": "!！", "full_stop": ".。।۔．", "comma": ",，、،",
    "digit": "0９٣४", "han": "字〇々", "letter": "aßЖאبกहη한のア",
    "other": "'’‘…;；:-—$👍Ⅳ『』\x00\ud800",
}  # fmt: skip


@pytest.mark.parametrize("name", CLASS_OF)
def test_a_sign_of_any_script_finds_its_class(name: str) -> None:
    reads = alphabet("text_reader")
    symbols = [reads.token(char).symbol for char in CLASS_OF[name]]
    assert {reads.symbols[symbol or 0] for symbol in symbols} == {name}
    assert set(CLASS_OF) == set(reads.symbols)
