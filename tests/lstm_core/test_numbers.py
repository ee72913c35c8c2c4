"""Numbers as input: whatever is typed is read or struck through, and rows can be spelled again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lstm_core as lc
from lstm_core.errors import ShapeError

VALUES = lc.Numbers(("value",), low=-1.0, high=1.0)
MARKED = lc.Numbers(("value", "marker"), low=-1.0, high=1.0, form="marked")
BITS = lc.Numbers(("a", "b"), form="bits")
EVERY = (VALUES, MARKED, BITS)


def rows(numbers: lc.Numbers, text: str) -> list[list[float]]:
    return numbers.encode(numbers.read(text)).tolist()


def unread(numbers: lc.Numbers, text: str) -> list[str]:
    return [token.text for token in numbers.read(text) if token.symbol is None]


@pytest.mark.parametrize(
    ("numbers", "text", "expected"),
    [
        (VALUES, "0.2 0.5 1", [[0.2], [0.5], [1]]),
        (VALUES, "0.2,0.5; -1\n.5\t1.", [[0.2], [0.5], [-1], [0.5], [1]]),
        (VALUES, "０．２，０．５；−1、－.5", [[0.2], [0.5], [-1], [-0.5]]),
        (VALUES, "1e-3 +1 00.50 -0", [[0.001], [1], [0.5], [0]]),
        (MARKED, "0.3 0.8* −0.9＊", [[0.3, 0], [0.8, 1], [-0.9, 1]]),
        (BITS, "11 10、01，００", [[1, 1], [1, 0], [0, 1], [0, 0]]),
        (VALUES, " ,;，；、\n", []),
    ],
)
def test_numbers_are_read_as_people_write_them(
    numbers: lc.Numbers, text: str, expected: list[list[float]]
) -> None:
    assert rows(numbers, text) == expected
    assert unread(numbers, text) == []


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        (VALUES, "x 1.5 -1.01 nan inf 1e999 0x1 1_0 ٣ 0.8* . + - 1.2.3 0.5² --1 1e"),
        (VALUES, "9" * 5000),
        (MARKED, "* 0.3** *0.3 2* nan* 0.3x"),
        (BITS, "1 111 12 1.0 ab 0.5 ²1"),
    ],
)
def test_everything_else_is_a_token_that_is_not_read(numbers: lc.Numbers, text: str) -> None:
    assert unread(numbers, text) == text.split()
    assert rows(numbers, text) == []
    assert not any(token.known for token in numbers.read(text))


def test_minus_nothing_is_nothing() -> None:
    assert str(rows(VALUES, "-0")[0][0]) == "0.0"


HOSTILE = st.text() | st.text("0123456789.+-−*eE ,;、1\x00½²٣", max_size=40)


@given(st.sampled_from(EVERY), HOSTILE)
def test_any_text_can_be_read(numbers: lc.Numbers, text: str) -> None:
    tokens = numbers.read(text)
    read = [token for token in tokens if token.symbol is not None]
    x = numbers.encode(tokens)
    assert x.shape == (len(read), len(numbers.names))
    assert all(numbers.low <= value <= numbers.high for value in x.ravel())
    assert all(token.text for token in tokens)
    assert all(numbers.token(token.text) == token for token in tokens)


VALUE = st.floats(-1, 1).map(lambda value: value + 0.0)
BIT = st.sampled_from([0.0, 1.0])


@given(st.lists(st.tuples(VALUE), min_size=1))
def test_values_come_back_to_the_last_bit(x: list[tuple[float]]) -> None:
    assert list(map(tuple, rows(VALUES, VALUES.write(x)))) == x


@given(st.lists(st.tuples(VALUE, BIT), min_size=1))
def test_marked_values_come_back_to_the_last_bit(x: list[tuple[float, float]]) -> None:
    assert list(map(tuple, rows(MARKED, MARKED.write(x)))) == x


@given(st.lists(st.tuples(BIT, BIT), min_size=1))
def test_bits_come_back(x: list[tuple[float, float]]) -> None:
    assert list(map(tuple, rows(BITS, BITS.write(x)))) == x


def test_rows_are_spelled_as_people_write_them() -> None:
    assert VALUES.write([[0.1], [1.0], [-0.5], [0.0], [1e-7]]) == "0.1 1 -0.5 0 0.0000001"
    assert MARKED.write([[0.3, 0], [0.8, 1]]) == "0.3 0.8*"
    assert BITS.write([[1, 1], [0, 1]]) == "11 01"


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(ShapeError, match=r"x must be \(T, input_size=2\), got \(1, 3\)"):
        BITS.write([[1, 0, 1]])


def test_a_network_reads_numbers() -> None:
    params = lc.random_network(2).layers[0][0]
    network = lc.Network(
        "n", "lstm", ((params._replace(weight_ih=params.weight_ih[:, :2]),),), tokens=MARKED
    )
    run = network.run("0.3 maybe 0.8*")
    assert run.unknown == (1,)
    assert run.x.tolist() == [[0.3, 0], [0.8, 1]]
    assert len(run.traces[0]) == len(run.readouts) == 2
    assert network.run(["0.3", "x", "0.8*"]).tokens[1] == lc.Token("x", None, known=False)
