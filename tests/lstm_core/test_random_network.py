"""The networks that nobody built: drawn like torch draws, the same every time."""

import numpy as np
import pytest

import lstm_core as lc


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
