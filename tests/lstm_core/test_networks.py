"""The hand-built networks do their job, and their tests would notice if a weight were wrong."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import lstm_core as lc
from lstm_core.readout import Answer
from tests.lstm_core.test_learnt import LEARNT
from tests.lstm_core.test_text_networks import UNITS as READERS


def clock(period: int) -> Callable[[list[Any]], Sequence[Answer]]:
    return lambda symbols: [
        "tick" if k % period < period // 2 else "tock" for k in range(len(symbols))
    ]


ORACLES: dict[str, Callable[[list[Any]], Sequence[Answer]]] = {
    name: network.exam.right
    for name, network in lc.NETWORKS.items()
    if network.exam and name not in {*READERS, *LEARNT}
} | {f"clock{period}": clock(period) for period in (2, 4, 8)}
WEIGHTS = json.loads(Path(__file__).with_name("handbuilt.json").read_text("utf-8"))


def letters(text: str, **meaning: str) -> list[Answer]:
    """Spell a list of answers as one letter each."""
    return [meaning[letter] for letter in text]


BITS = {"1": "one", "0": "zero", "_": "nothing"}
LONG = ["china", *["x"] * 200, "speak"]
# Symbols, or the text of numbers; then the answer after every step, or the last one alone.
LISTED: dict[str, Sequence[tuple[Any, Sequence[Answer] | Answer]]] = {
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
    "latch": [
        ("S----R--S", letters("SSSSSRRRS", S="set", R="reset")),
        ("R" + "-" * 500, "reset"),
        ("---", "empty"),
    ],
    "remember_first": [("BACADABD", "B"), ("D" + "ABC" * 200, "D"), ("C", "C")],
    "dyck1": [
        ("(())()", "balanced"),
        ("())(", "unbalanced"),
        ("((", "unbalanced"),
        (")(", "unbalanced"),
        ("()" * 100, "balanced"),
        ("(" * 60 + ")" * 60, "balanced"),
        ("(" * 60 + ")" * 61, "unbalanced"),
    ],
    "anbn": [
        ("aabb", "fits"),
        ("aab", "not"),
        ("abab", "not"),
        ("ba", "not"),
        ("a" * 1000 + "b" * 1000, "fits"),
        ("a" * 1000 + "b" * 1001, "not"),
    ],
    "parity": [
        ("1101001", letters("1001110", **{"1": "odd", "0": "even"})),
        ("1" * 501, "odd"),
        ("0000", "even"),
    ],
    "delay3": [("1011000", letters("___1011", **BITS))],
    "rising_edge": [
        ("0111001011", letters("0100001010", **{"1": "edge", "0": "none"})),
        ("11", ["edge", "none"]),
    ],
    **{
        f"clock{period}": [
            ("." * 20, letters(beat, **{"1": "tick", "0": "tock"})),
            ("." * 500, ORACLES[f"clock{period}"](["."] * 500)),
        ]
        for period, beat in ((2, "10" * 10), (4, "1100" * 5), (8, "11110000" * 2 + "1111"))
    },
    "max_so_far": [("0.2 0.5 0.3 0.9 0.1 0.85", [0.2, 0.5, 0.5, 0.9, 0.9, 0.9])],
    "adding": [("0.3 0.8* 0.9 0.4* 0.7", 1.2)],
    "temporal_order": [
        ("E" + "abcd" * 3 + "X" + "dcba" * 8 + "Y" + "ab" * 20 + "B", "R"),
        ("E" + "a" * 10 + "Y" + "b" * 40 + "X" + "c" * 40 + "B", "S"),
        ("EaXbXcB", "Q"),
        ("EYYB", "U"),
        ("EaXbB", None),
    ],
    "continual_reber": [
        ("BTBTXSETEBPBPVVEPE", letters("?TTTTTTTT?PPPPPPPP", **{"?": "none", "T": "T", "P": "P"}))
    ],
    "leaky10": [("1" + " 0" * 20, [0.9**k for k in range(21)])],
    "serial_adder": [("11 10 01 00", ["0", "0", "0", "1"])],
    "mod3": [("1101101", ["1", "2", "2", "0", "1", "1", "2"])],
}


def x_of(network: lc.Network, sequence: Sequence[Any]) -> np.ndarray:
    if isinstance(network.tokens, lc.Numbers):
        return np.array(sequence, float).reshape(-1, network.input_size)
    alphabet = network.tokens
    assert alphabet is not None
    return alphabet.encode([lc.Token(s, alphabet.symbols.index(s)) for s in sequence])


def drawn(network: lc.Network, rng: random.Random) -> list[Any]:
    """Draw any sequence that the network can read."""
    length, tokens = rng.randint(1, 30), network.tokens
    if isinstance(tokens, lc.Alphabet):
        return rng.choices(tokens.symbols, k=length)
    assert tokens is not None
    if tokens.form == "bits":
        return [(rng.randint(0, 1), rng.randint(0, 1)) for _ in range(length)]
    if tokens.form == "marked":
        marked = rng.sample(range(length + 1), 2)
        return [(rng.uniform(-1, 1), k in marked) for k in range(length + 1)]
    if network.name == "leaky10":  # half an impulse opens the gate by half
        return [(rng.randint(0, 1),) for _ in range(length)]
    return [(rng.uniform(tokens.low, tokens.high),) for _ in range(length)]


def sampled(network: lc.Network, rng: random.Random) -> list[Any]:
    """Draw a sequence as the network itself proposes it."""
    if network.sample is None or network.tokens is None:
        return drawn(network, rng)
    tokens = network.tokens.read(network.sample(rng))
    if isinstance(network.tokens, lc.Numbers):
        return [token.values for token in tokens]
    return [network.tokens.symbols[token.symbol] for token in tokens if token.symbol is not None]


def random_sequences(name: str, count: int) -> list[list[Any]]:
    rng, network = random.Random(f"seed of {name}"), lc.NETWORKS[name]
    return [draw(network, rng) for _ in range(count) for draw in (drawn, sampled)]


def agree(name: str, said: Sequence[Answer], expected: Sequence[Answer]) -> bool:
    """Compare answers: words to the letter, numbers within the tolerance of their network."""
    readout = lc.NETWORKS[name].readout
    if readout is None or not readout.tolerance:
        return list(said) == list(expected)
    wanted = np.array(expected, float)
    return bool(np.allclose(np.array(said, float), wanted, 0, readout.tolerance))


def test_there_is_an_oracle_for_every_network() -> None:
    assert set(ORACLES) == set(LISTED)
    assert set(ORACLES) | set(READERS) | set(LEARNT) == set(lc.NETWORKS)


@pytest.mark.parametrize("name", sorted(set(WEIGHTS) & set(lc.NETWORKS)))
def test_the_weights_are_the_listed_ones(name: str) -> None:
    for field, value in lc.NETWORKS[name].layers[0][0]._asdict().items():
        np.testing.assert_array_equal(value, WEIGHTS[name][field])


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [(name, given, said) for name, listed in LISTED.items() for given, said in listed],
    ids=lambda value: str(value)[:24],
)
def test_listed_cases(name: str, given: Any, expected: Any) -> None:
    network = lc.NETWORKS[name]
    if isinstance(network.tokens, lc.Numbers):
        given = [token.values for token in network.tokens.read(given)]
    each = expected if isinstance(expected, list) else [expected]
    for said in (ORACLES[name](list(given)), network.run(x_of(network, given)).readouts):
        assert len(said) == len(given)
        assert agree(name, said[-len(each) :], each)


@pytest.mark.parametrize("name", sorted(ORACLES))
def test_random_cases_agree_with_plain_python(name: str) -> None:
    network = lc.NETWORKS[name]
    for sequence in random_sequences(name, 60):
        said = network.run(x_of(network, sequence)).readouts
        assert agree(name, said, ORACLES[name](sequence)), sequence


@pytest.mark.parametrize("name", sorted(ORACLES))
def test_a_wrong_sign_is_noticed(name: str) -> None:
    """At least seven of ten weights matter so much that their negation spoils an answer.

    The others are honest freedom: the output gate of a unit that is read from c, the sign of an
    alarm.
    """
    network, sequences = lc.NETWORKS[name], random_sequences(name, 10)
    params = network.layers[0][0]
    caught = total = 0
    for field, value in params._asdict().items():
        for place in zip(*np.nonzero(value), strict=True):
            mutant = value.copy()
            mutant[place] *= -1
            other = replace(network, layers=((params._replace(**{field: mutant}),),))
            spoilt = any(
                not agree(name, other.run(x_of(network, one)).readouts, ORACLES[name](one))
                for one in sequences
            )
            caught, total = caught + spoilt, total + 1
    assert caught >= 0.7 * total, f"{caught} of {total}"


@pytest.mark.parametrize("name", [n for n, net in lc.NETWORKS.items() if net.sample])
def test_what_a_network_proposes_is_read_whole_and_shows_its_job(name: str) -> None:
    network = lc.NETWORKS[name]
    assert network.sample is not None
    texts = [network.sample(random.Random(seed)) for seed in range(30)]
    assert texts == [network.sample(random.Random(seed)) for seed in range(30)]
    assert len(set(texts)) > 5
    runs = [network.run(text) for text in texts]
    assert all(run.unknown == () and 4 <= len(run.x) <= 100 for run in runs)
    assert len({answer for run in runs for answer in run.readouts}) > 1


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
