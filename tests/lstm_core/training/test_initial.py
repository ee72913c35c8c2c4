"""The first weights: their spread, their biases, for every cell on disk."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import lstm_core as lc
from lstm_core.training.config import TrainConfig
from lstm_core.training.initial import initial

D, H, K = 5, 64, 3
SCHEMES = ("torch", "xavier", "he", "orthogonal")


def draw(cell, seed=0, length=20, dtype: Any = np.float64, **settings: Any):
    config = TrainConfig(**{"forget_bias": 0.0, **settings})
    return initial(cell, D, H, K, config, length, np.random.default_rng(seed), dtype)


def block(model, name, field="bias", layer=0):
    blocks = lc.CELLS[model.cell].BLOCKS
    return np.split(getattr(model.layers[layer], field), len(blocks))[blocks.index(name)]


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("cell", lc.CELLS)
def test_every_cell_can_be_drawn_and_runs(cell, scheme, layers):
    model = draw(cell, initial=scheme, layers=layers, forget_bias="chrono", dtype=np.float32)
    shapes = [lc.CELLS[cell].shapes(size, H) for size in (D, H, H)][:layers]
    assert [{k: v.shape for k, v in p._asdict().items()} for p in model.layers] == shapes
    assert model.weight.shape == (K, H) and model.bias.shape == (K,)
    arrays = [*(a for p in model.layers for a in p), model.weight, model.bias]
    assert {a.dtype for a in arrays} == {np.dtype(np.float32)}
    again = draw(cell, initial=scheme, layers=layers, forget_bias="chrono", dtype=np.float32)
    assert all(map(np.array_equal, model.layers[-1], again.layers[-1]))
    assert np.isfinite(lc.trace(cell, model.layers[0], np.ones((3, D), np.float32)).steps.h).all()


def test_torch_draws_all_from_one_range_and_adds_two_biases():
    model = draw("lstm", initial="torch")
    weight_ih, weight_hh, bias = model.layers[0]
    for a in (weight_ih, weight_hh, model.weight, model.bias):
        assert np.abs(a).max() <= 1 / np.sqrt(H)
    assert weight_hh.var() == pytest.approx(1 / (3 * H), rel=0.05)
    assert bias.var() == pytest.approx(2 / (3 * H), rel=0.2)
    assert draw("gru", initial="torch").layers[0].bias_hn.any()


def test_xavier_he_and_orthogonal_have_the_spread_of_their_papers():
    xavier = block(draw("lstm", initial="xavier"), "g", "weight_hh")
    assert xavier.var() == pytest.approx(2 / (H + H), rel=0.1)
    he = draw("lstm", initial="he").layers[0]
    assert he.weight_ih.var() == pytest.approx(2 / D, rel=0.1)
    assert he.weight_hh.var() == pytest.approx(2 / H, rel=0.1)
    rotation = block(draw("lstm", initial="orthogonal"), "o", "weight_hh")
    np.testing.assert_allclose(rotation @ rotation.T, np.eye(H), atol=1e-12)
    for scheme in SCHEMES[1:]:
        model = draw("gru", initial=scheme)
        assert not any(a.any() for a in (*model.layers[0][2:], model.bias))


def test_the_scale_multiplies_weights_and_leaves_biases():
    one, three = (draw("gru", initial="torch", forget_bias=1.0, scale=s) for s in (1.0, 3.0))
    np.testing.assert_allclose(three.layers[0].weight_hh, 3 * one.layers[0].weight_hh)
    np.testing.assert_allclose(three.weight, 3 * one.weight)
    assert np.array_equal(three.layers[0].bias, one.layers[0].bias)
    assert np.array_equal(three.layers[0].bias_hn, one.layers[0].bias_hn)


@pytest.mark.parametrize(("cell", "keep"), [("lstm", "f"), ("gru", "z")])
def test_the_forget_bias_stands_at_the_gate_that_keeps(cell, keep):
    model = draw(cell, forget_bias=3.0, layers=2)
    for layer in (0, 1):
        assert (block(model, keep, layer=layer) == 3).all()
        assert model.layers[layer].bias.sum() == 3 * H
    assert not draw("rnn", forget_bias=3.0).layers[0].bias.any()


def test_chrono_spreads_the_memories_over_the_length():
    model = draw("lstm", forget_bias="chrono", length=101)
    memories = np.exp(block(model, "f"))
    assert 1 <= memories.min() < 15 and 85 < memories.max() <= 100
    assert np.array_equal(block(model, "i"), -block(model, "f"))
    assert not block(model, "g").any() and not block(model, "o").any()
    assert not draw("lstm", forget_bias="chrono", length=2).layers[0].bias.any()


def test_where_nothing_is_forgotten_chrono_shuts_the_input_gate():
    bias = block(draw("lstm_1997", forget_bias="chrono", length=101), "i")
    assert -np.log(100) <= bias.min() < bias.max() <= 0
    assert not draw("lstm_1997", forget_bias=3.0).layers[0].bias.any()


def test_a_forget_bias_is_added_to_what_torch_draws():
    at_1, at_0 = (draw("lstm", initial="torch", forget_bias=b) for b in (1.0, 0.0))
    np.testing.assert_allclose(block(at_1, "f"), block(at_0, "f") + 1)


def test_other_settings_draw_nothing():
    config = TrainConfig(rate=0.5, optimiser="sgd", dropout_in=0.5)
    rng = np.random.default_rng
    a = initial("lstm", D, H, K, config, 20, rng(0))
    b = initial("lstm", D, H, K, replace(config, rate=0.1, dropout_in=0.0), 20, rng(0))
    assert np.array_equal(a.layers[0].weight_ih, b.layers[0].weight_ih)
