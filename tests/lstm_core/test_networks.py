"""The hand-built networks do their job, and their tests would notice if a weight were wrong."""

import random
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pytest

import lstm_core as lc

LONG = ["china", *["x"] * 200, "speak"]
LISTED: dict[str, Sequence[tuple[str | list[str], Sequence[str | None]]]] = {
    "counter": [
        ("a.aa..a", ["1", "1", "2", "3", "3", "3", "4"]),
        ("a" * 300, [str(k + 1) for k in range(300)]),
        ("....", ["0"] * 4),
    ],
    "quotes_en": [
        ('xx"xxx"x"x', ["outside"] * 2 + ["inside"] * 4 + ["outside"] * 2 + ["inside"] * 2)
    ],
    "grew_up_in": [
        (["x", "x", "france", *["x"] * 4, "speak"], [None] * 7 + ["french"]),
        (LONG, [None] * 201 + ["chinese"]),
        (["china", "x", "japan", "x", "speak"], [None] * 4 + ["japanese"]),
        (["x", "speak"], [None] * 2),
    ],
}
Oracle = Callable[[list[str]], list[str | None]]


def count(symbols: list[str]) -> list[str | None]:
    return [str(symbols[: k + 1].count("a")) for k in range(len(symbols))]


def quotes(symbols: list[str]) -> list[str | None]:
    inside, said = False, []
    for symbol in symbols:
        inside = inside != (symbol == '"')
        said.append("inside" if inside else "outside")
    return said


def speak(symbols: list[str]) -> list[str | None]:
    languages = {"france": "french", "china": "chinese", "japan": "japanese"}
    country, said = None, []
    for symbol in symbols:
        country = languages.get(symbol, country)
        said.append(country if symbol == "speak" else None)
    return said


ORACLES: dict[str, Oracle] = {"counter": count, "quotes_en": quotes, "grew_up_in": speak}


def x_of(network: lc.Network, symbols: Iterable[str]) -> np.ndarray:
    alphabet = network.tokens
    assert isinstance(alphabet, lc.Alphabet)
    return alphabet.encode([lc.Token(s, alphabet.symbols.index(s)) for s in symbols])


def random_sentences(name: str, count: int) -> list[list[str]]:
    rng, alphabet = random.Random(f"seed of {name}"), lc.NETWORKS[name].tokens
    assert isinstance(alphabet, lc.Alphabet)
    return [rng.choices(alphabet.symbols, k=rng.randint(1, 30)) for _ in range(count)]


def test_there_is_an_oracle_for_every_network() -> None:
    assert set(ORACLES) == set(LISTED) == set(lc.NETWORKS)


@pytest.mark.parametrize(
    ("name", "symbols", "expected"),
    [(name, symbols, said) for name, listed in LISTED.items() for symbols, said in listed],
)
def test_listed_cases(name: str, symbols: str | list[str], expected: Sequence[str | None]) -> None:
    network = lc.NETWORKS[name]
    assert ORACLES[name](list(symbols)) == expected
    assert list(network.run(x_of(network, symbols)).readouts) == expected


@pytest.mark.parametrize("name", sorted(ORACLES))
def test_random_cases_agree_with_plain_python(name: str) -> None:
    network = lc.NETWORKS[name]
    for symbols in random_sentences(name, 60):
        assert list(network.run(x_of(network, symbols)).readouts) == ORACLES[name](symbols)


@pytest.mark.parametrize("name", sorted(ORACLES))
def test_a_wrong_sign_is_noticed(name: str) -> None:
    """At least three of four weights matter so much that their negation spoils an answer."""
    network, sentences = lc.NETWORKS[name], random_sentences(name, 20)
    expected = [ORACLES[name](symbols) for symbols in sentences]
    params = network.layers[0][0]
    caught = total = 0
    for field, value in params._asdict().items():
        for place in zip(*np.nonzero(value), strict=True):
            mutant = value.copy()
            mutant[place] *= -1
            layers = ((params._replace(**{field: mutant}),),)
            other = lc.Network(name, "lstm", layers, network.tokens, network.readout)
            said = [list(other.run(x_of(network, s)).readouts) for s in sentences]
            caught, total = caught + (said != expected), total + 1
    assert caught >= 0.75 * total, f"{caught} of {total}"


@pytest.mark.parametrize("name", sorted(lc.NETWORKS))
def test_a_network_tells_what_its_parts_are_for(name: str) -> None:
    network = lc.NETWORKS[name]
    assert network.name == name
    assert network.cell in lc.CELLS
    assert len(network.unit_names) == network.hidden_size
    assert set(network.reasons) in (set(), set(lc.CELLS[network.cell].BLOCKS))
    assert all(len(keys) == network.hidden_size for keys in network.reasons.values())
    assert network.tokens is not None
    inputs = (
        network.tokens.names if isinstance(network.tokens, lc.Numbers) else network.tokens.symbols
    )
    assert len(inputs) == network.input_size
    with pytest.raises(TypeError):
        network.reasons["i"] = ()  # type: ignore[index]
    with pytest.raises(ValueError, match="read-only"):
        network.layers[0][0].bias[0] = 1.0


def test_the_count_lives_in_c_and_not_in_h() -> None:
    steps = lc.NETWORKS["counter"].run("aaaaaa").traces[0].steps
    assert steps.c[:, 0].round(6).tolist() == [1, 2, 3, 4, 5, 6]
    assert steps.h[:, 0].round(4).tolist() == [0.7616, 0.9640, 0.9951, 0.9993, 0.9999, 1.0]


@pytest.mark.parametrize("cell", sorted(lc.CELLS))
def test_a_random_network_is_the_same_every_time(cell: str) -> None:
    one, two = (lc.random_network(5, seed=3, cell=cell) for _ in range(2))
    other = lc.random_network(5, seed=4, cell=cell)
    for a, b, c in zip(one.layers[0][0], two.layers[0][0], other.layers[0][0], strict=True):
        assert (a == b).all()
        assert (a != c).any()
    assert one.hidden_size == len(one.unit_names) == 5
    assert one.unit_names[:2] == ("1", "2")
    assert one.input_size == 16
    assert not one.reasons


def test_a_random_network_is_drawn_like_torch_draws() -> None:
    params = lc.random_network(64, seed=0).layers[0][0]
    for weight in (params.weight_ih, params.weight_hh):
        assert weight.min() >= -1 / 8
        assert weight.max() <= 1 / 8
        assert weight.std() == pytest.approx(1 / 8 / np.sqrt(3), rel=0.05)
    assert params.bias.std() == pytest.approx(1 / 8 * np.sqrt(2 / 3), rel=0.1)


def test_the_first_random_network_never_changes() -> None:
    params = lc.random_network(8, seed=0).layers[0][0]
    assert params.weight_ih[0, 0] == FIRST
    assert params.bias[-1] == LAST


FIRST, LAST = 0.09684653786775194, 0.6297930665104633
