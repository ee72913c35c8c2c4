"""To torch and back without losing a bit, and a sentence for what cannot come over."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from tests.lstm_core.judges import assert_close

MODULES = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}


@settings(max_examples=30)
@given(
    st.sampled_from(sorted(MODULES)),
    st.integers(1, 3),
    st.booleans(),
    st.booleans(),
    st.sampled_from([torch.float32, torch.float64]),
)
def test_round_trip(cell: str, layers: int, both: bool, bias: bool, dtype: torch.dtype) -> None:
    torch.manual_seed(1)
    module = MODULES[cell](3, 4, layers, bidirectional=both, bias=bias, dtype=dtype)
    network = lc.from_torch(module)
    assert (network.cell, network.hidden_size, network.input_size) == (cell, 4, 3)
    assert [len(layer) for layer in network.layers] == [1 + both] * layers
    again = lc.to_torch(network)
    assert type(again) is MODULES[cell]
    x = torch.randn(5, 2, 3, dtype=dtype)
    exact = 1e-12 if dtype == torch.float64 else 1e-5
    assert_close(again(x)[0].detach(), module(x)[0].detach(), exact)
    twice = lc.from_torch(again.state_dict())
    for layer, other in zip(network.layers, twice.layers, strict=True):
        for params, same in zip(layer, other, strict=True):
            for a, b in zip(params, same, strict=True):
                assert a.dtype == b.dtype
                assert (a == b).all()


def test_the_row_blocks_are_torchs() -> None:
    """A weight of our block must be the weight of torch's gate: open each gate alone."""
    for k, gate in enumerate(lc.CELLS["lstm"].BLOCKS):
        bias = torch.zeros(4)
        bias[k] = 10.0
        state = {"weight_ih_l0": torch.zeros(4, 1), "weight_hh_l0": torch.zeros(4, 1)}
        steps = lc.from_torch(state | {"bias_ih_l0": bias}).run(np.ones((1, 1))).traces[0].steps
        opened = {name for name in "ifgo" if getattr(steps, name)[0, 0] > 0.99}
        assert opened == {gate}


@pytest.mark.parametrize("cell", sorted(MODULES))
def test_a_state_dict_needs_no_module(cell: str) -> None:
    module = MODULES[cell](2, 3)
    state = {f"encoder.rnn.{name}": value for name, value in module.state_dict().items()}
    state["head.weight"] = torch.zeros(1, 3)
    from_tensors = lc.from_torch(state)
    from_arrays = lc.from_torch({name: value.numpy() for name, value in state.items()})
    assert from_tensors.cell == from_arrays.cell == cell
    assert (from_tensors.layers[0][0].bias == from_arrays.layers[0][0].bias).all()


def test_what_cannot_come_over_is_refused() -> None:
    with pytest.raises(lc.UnsupportedModule, match="proj_size must be 0"):
        lc.from_torch(torch.nn.LSTM(2, 4, proj_size=3))
    with pytest.raises(lc.UnsupportedModule, match="got RNN with mode RNN_RELU"):
        lc.from_torch(torch.nn.RNN(2, 4, nonlinearity="relu"))
    with pytest.raises(lc.UnsupportedModule, match="got Linear"):
        lc.from_torch(torch.nn.Linear(2, 4))
    with pytest.raises(lc.UnsupportedModule, match=r"one recurrent module.*got 0: keys"):
        lc.from_torch({"weight": torch.zeros(2, 2)})
    two = {f"{k}.{name}": v for k in "ab" for name, v in torch.nn.LSTM(1, 1).state_dict().items()}
    with pytest.raises(lc.UnsupportedModule, match=r"got 2: 'a\.', 'b\.'"):
        lc.from_torch(two)
    with pytest.raises(lc.ShapeError, match=r"weight_hh_l0 must be .* got \(2, 4\)"):
        lc.from_torch({"weight_ih_l0": np.zeros((2, 4)), "weight_hh_l0": np.zeros((2, 4))})
    with pytest.raises(lc.UnsupportedModule, match="must hold weight_hh_l1"):
        state = dict(torch.nn.LSTM(2, 3, 2).state_dict())
        del state["weight_hh_l1"]
        lc.from_torch(state)


def test_a_random_network_runs_the_same_in_torch() -> None:
    for cell in sorted(MODULES):
        network = lc.random_network(6, seed=2, cell=cell)
        run = network.run("the same numbers")
        output, _ = lc.to_torch(network)(torch.tensor(run.x))
        assert_close(run.output, output.detach())
