"""Each kind of answer, on either side of its threshold."""

import pytest

from lstm_core import Readout
from lstm_core.readout import Answer

SIGN = Readout("sign", "c", (0,), ("up", "down", "flat"), 0.5)
ACCEPT = Readout("accept", "c", (0, 1), ("yes", "no"), 0.5)
SPEAK = Readout("speak", "c", (1, 0), ("b", "a"), 0.3)
PAIR = Readout("pair", "c", (0, 1), ("Q", "R", "S", "U"), 0.3)
VOTE = Readout(
    "vote", "c", (0, 1), ("left", "", "right"), weights=((1, 0), (0, 0), (0, 1)), bias=(0, 1, 0)
)
SEVERAL = Readout("several", "c", (0, 1), ("B", "T"), weights=((1, 0), (-1, 2)), bias=(-0.5, 0.25))


@pytest.mark.parametrize(
    ("readout", "c", "said"),
    [
        *((Readout("count", "c", (0,)), [c], said) for c, said in (
            (-0.6, "-1"), (-0.4, "0"), (0.49, "0"), (0.5, "1"), (2.5, "3"), (300.2, "300"),
        )),
        (Readout("count", "c", (0, 1)), [0.9, 1.2], "2"),
        (Readout("count", "c", (0, 2), weights=((1, -2),)), [3, 9, 1], "1"),
        (Readout("number", "c", (1,)), [9, 0.25], 0.25),
        (Readout("number", "c", (0,), weights=((10,),)), [0.125], 1.25),
        (Readout("number", "c", (0,), weights=((10,),), bias=(-1,)), [0.125], 0.25),
        (Readout("switch", "c", (0,), ("on", "off"), 0.5), [0.51], "on"),
        (Readout("switch", "c", (0,), ("on", "off"), 0.5), [0.5], "off"),
        (SIGN, [0.51], "up"), (SIGN, [-0.51], "down"),
        (SIGN, [0.5], "flat"), (SIGN, [-0.5], "flat"),
        (ACCEPT, [0.5, -0.5], "yes"), (ACCEPT, [0.51, 0], "no"), (ACCEPT, [0, -0.51], "no"),
        (SPEAK, [0.2, 0.3], None), (SPEAK, [0.2, 0.4], "b"), (SPEAK, [0.4, 0.4], "b+a"),
        (PAIR, [1, 1], "Q"), (PAIR, [1, -1], "R"), (PAIR, [-1, 1], "S"), (PAIR, [-1, -1], "U"),
        (PAIR, [1, 0.3], None), (PAIR, [-0.3, 1], None),
        (VOTE, [2, 0], "left"), (VOTE, [0, 1.1], "right"), (VOTE, [0.9, 0.9], None),
        (VOTE, [2, 2], "left"),
        (SEVERAL, [1, 0], "B"), (SEVERAL, [1, 1], "B+T"), (SEVERAL, [0.5, 1], "T"),
        (SEVERAL, [0.5, 0.125], None),
    ],
)  # fmt: skip
def test_an_answer(readout: Readout, c: list[float], said: Answer) -> None:
    assert readout.decode([0.0] * len(c), c) == said


def test_an_answer_is_read_from_h_where_there_is_no_c() -> None:
    assert Readout("count", "c", (0,)).decode([1.0], None) == "1"
    assert Readout("count", "h", (0,)).decode([1.0], [2.0]) == "1"
