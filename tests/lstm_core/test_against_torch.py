"""torch's own modules and autograd judge every number, in float64, to 1e-12."""

from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

import lstm_core as lc
from lstm_core.kernels import lstm_back
from tests.lstm_core.judges import (
    Case,
    arrays,
    assert_bags_close,
    assert_close,
    cases,
    clamps,
    gradient,
    random_d_h,
    random_params,
    random_state,
    random_x,
    tensors,
    torch_step,
)

MODULES = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}


class Stack(NamedTuple):
    """A torch module, our network of the same weights, and random numbers for both."""

    module: torch.nn.RNNBase
    network: lc.Network
    x: np.ndarray
    start: tuple[Any, ...] | None
    d_output: np.ndarray
    d_last: tuple[Any, ...]  # one State per trace


def stack(case: Case, layers: int, both: bool, bias: bool, given_start: bool) -> Stack:
    torch.manual_seed(case.seed % 2**31)
    module = MODULES[case.cell](
        case.D, case.H, layers, bias=bias, bidirectional=both, dtype=torch.float64
    )
    rng = case.rng
    count = layers * (1 + both)
    starts = tuple(random_state(case, rng) for _ in range(count)) if given_start else None
    d_last = tuple(random_state(case, rng) for _ in range(count))
    d_output = rng.normal(size=(case.T, *case.batch, case.H * (1 + both)))
    network = lc.from_torch(module)
    return Stack(module, network, random_x(case, rng), starts, d_output, d_last)


def stacked(states: tuple[Any, ...], leaf: bool = False) -> list[torch.Tensor]:
    """Lay States out as torch's h_0 (and c_0): (layers·directions, *batch, H)."""
    return [
        torch.tensor(np.stack(parts), requires_grad=leaf) for parts in zip(*states, strict=True)
    ]


def torch_run(
    s: Stack,
) -> tuple[torch.Tensor, list[torch.Tensor], list[torch.Tensor], torch.Tensor]:
    """Return output, last states, start leaves and the x leaf of torch."""
    x = torch.tensor(s.x, requires_grad=True)
    zeros = tuple(type(state)(*(np.zeros_like(a) for a in state)) for state in s.d_last)
    start = stacked(s.start or zeros, leaf=True)
    output, last = s.module(x, tuple(start) if len(start) == 2 else start[0])
    return output, list(last) if len(start) == 2 else [last], start, x


def gradients_of_run(s: Stack, run: lc.Run) -> tuple[list[lc.Gradients], np.ndarray]:
    """Carry a gradient through a whole stack, layer by layer, from the top."""
    directions = len(s.network.layers[0])
    d_h, found = s.d_output, []
    for k in reversed(range(0, len(run.traces), directions)):
        parts = np.split(d_h, directions, axis=-1)
        pairs = zip(run.traces[k : k + directions], parts, strict=True)
        layer = [lc.bptt(t, d, s.d_last[k + j]) for j, (t, d) in enumerate(pairs)]
        d_h = np.sum([g.x for g in layer], axis=0)
        found = layer + found
    return found, d_h


stacks = st.builds(
    stack, cases(tuple(MODULES)), st.integers(1, 3), st.booleans(), st.booleans(), st.booleans()
)


@settings(max_examples=150)
@given(stacks)
def test_forward_equals_torch(s: Stack) -> None:
    output, last, _, _ = torch_run(s)
    run = s.network.run(s.x, start=s.start)
    assert_close(run.output, output.detach())
    for k, t in enumerate(run.traces):
        end = 0 if t.reverse else -1
        for name, theirs in zip(t.start._fields, last, strict=True):
            assert_close(getattr(t.steps, name)[end], theirs[k].detach(), what=name)


@settings(max_examples=150)
@given(stacks)
def test_gradients_of_a_stack_equal_autograd(s: Stack) -> None:
    output, last, start, x = torch_run(s)
    pieces = [(output * torch.tensor(s.d_output)).sum()]
    pieces += [(a * d).sum() for a, d in zip(last, stacked(s.d_last), strict=True)]
    torch.stack(pieces).sum().backward()
    found, d_x = gradients_of_run(s, s.network.run(s.x, start=s.start))
    assert_close(d_x, x.grad, what="x")
    suffixes = ("", "_reverse")[: len(s.network.layers[0])]
    names = [f"_l{k}{suffix}" for k in range(len(s.network.layers)) for suffix in suffixes]
    for k, (g, name) in enumerate(zip(found, names, strict=True)):
        for field in ("weight_ih", "weight_hh"):
            assert_close(getattr(g.params, field), getattr(s.module, field + name).grad, what=field)
        if s.module.bias:
            assert_close(g.params.bias, getattr(s.module, f"bias_ih{name}").grad, what="bias")
            if s.network.cell == "gru":
                theirs = getattr(s.module, f"bias_hh{name}").grad[-s.network.hidden_size :]
                assert_close(g.params.bias_hn, theirs, what="bias_hn")
        for field, leaf in zip(g.start._fields, start, strict=True):
            assert_close(getattr(g.start, field), gradient(leaf)[k], what=f"start.{field}")


@settings(max_examples=300)
@given(cases(), st.booleans())
@example(Case("rnn", T=1, B=None, D=4, H=1, seed=324), False)  # a full unit
def test_every_gradient_of_every_step_equals_retain_grad(case: Case, held: bool) -> None:
    judge_steps(case, held)


def judge_steps(case: Case, held: bool, spoil: Any = lambda params: params) -> None:
    """Compare all values and gradients with a hand loop in torch, clamps included."""
    rng, kind = case.rng, lc.CELLS[case.cell]
    params, start, d_last = (
        random_params(case, rng),
        random_state(case, rng),
        random_state(case, rng),
    )
    x, d_h = random_x(case, rng), random_d_h(case, rng)
    edits = clamps(case, rng) if held else ()
    t = lc.trace(case.cell, spoil(params), x, start, edits)
    g = lc.bptt(t, d_h, d_last)

    leaves, begin, inputs = tensors(params), tensors(start), torch.tensor(x, requires_grad=True)
    computed, effective = hand_loop(case, leaves, inputs, begin, edits)
    loss = torch.zeros((), dtype=torch.float64)
    for now, d in zip(effective, d_h, strict=True):
        loss = loss + (now["h"] * torch.tensor(d)).sum()
    for name, d in zip(kind.State._fields, d_last, strict=True):
        loss = loss + (effective[-1][name] * torch.tensor(d)).sum()
    loss.backward()

    for name in kind.Steps._fields:
        values = np.stack([now[name].detach() for now in effective])
        assert_close(getattr(t.steps, name), values, what=name)
        kept = np.stack([gradient(values[name]) for values in computed])
        assert_close(getattr(g.steps, name), kept, what=f"gradient of {name}")
    assert_bags_close(g.params, arrays(leaves))
    assert_bags_close(g.start, arrays(begin))
    assert_close(g.x, gradient(inputs), what="x")


def hand_loop(
    case: Case, params: Any, x: torch.Tensor, start: Any, edits: tuple[lc.Clamp, ...]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the computed and the effective values of all steps: they differ where one is held."""
    computed, effective = [], []
    before = start._asdict()
    for k in range(case.T):
        kept: dict[str, Any] = {}

        def hold(name: str, value: Any, kept: dict[str, Any] = kept, k: int = k) -> Any:
            if value.requires_grad:
                value.retain_grad()
            kept[name] = value
            for edit in edits:
                end = case.T if edit.last is None else edit.last
                if edit.signal == name and edit.first <= k <= end:
                    mask = torch.zeros(case.H, dtype=torch.bool)
                    mask[slice(None) if edit.units is None else list(edit.units)] = True
                    value = torch.where(mask, torch.tensor(edit.value, dtype=value.dtype), value)
            return value

        before = torch_step(case.cell, params, x[k], before, hold)
        computed.append(kept)
        effective.append(before)
    return computed, effective


def swap_two_blocks(params: Any) -> Any:
    blocks = np.split(params.weight_ih, len(params.weight_ih) // params.weight_hh.shape[1])
    blocks[0], blocks[1] = blocks[1], blocks[0]
    return params._replace(weight_ih=np.concatenate(blocks))


def flip_one_sign(params: Any) -> Any:
    weight = params.weight_hh.copy()
    weight[0, 0] *= -1
    return params._replace(weight_hh=weight)


@pytest.mark.parametrize("spoil", [swap_two_blocks, flip_one_sign])
@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.parametrize("held", [False, True])
def test_the_judge_can_fail(cell: str, spoil: Any, held: bool) -> None:
    case = Case(cell, T=4, B=2, D=3, H=3, seed=1)
    judge_steps(case, held)
    with pytest.raises(AssertionError, match="off by"):
        judge_steps(case, held, spoil)


def test_the_judge_notices_a_wrong_sign_in_the_backward_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = Case("lstm", T=4, B=2, D=3, H=3, seed=1)
    right = lstm_back._transposed
    monkeypatch.setattr(lstm_back, "_transposed", lambda params: -right(params))
    with pytest.raises(AssertionError, match=r"gradient of .* off by"):
        judge_steps(case, held=False)
