"""Edits in stacks, in both directions and in texts."""

from random import Random
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc
from tests.lstm_core.edit_judges import (
    KINDS,
    constants,
    in_trace,
    kinds_for,
    random_edit,
    slow_stack,
    weights_in_force,
)
from tests.lstm_core.judges import (
    Case,
    arrays,
    assert_bags_close,
    assert_close,
    cases,
    gradient,
    random_params,
    random_state,
    random_x,
    tensors,
)

READERS = sorted(name for name in lc.NETWORKS if lc.NETWORKS[name].sample)


def network(case: Case, layers: int, both: bool, rng: np.random.Generator) -> lc.Network:
    sizes = [case.D] + [case.H * (1 + both)] * (layers - 1)
    return lc.Network(
        "judged",
        case.cell,
        tuple(
            tuple(random_params(case._replace(D=size), rng) for _ in range(1 + both))
            for size in sizes
        ),
    )


def edits_of(
    net: lc.Network, case: Case, kinds: list[str], rng: np.random.Generator
) -> list[lc.Edit]:
    """Draw edits, each of a random trace."""
    found: list[lc.Edit] = []
    sizes = [params.weight_ih.shape[1] for layer in net.layers for params in layer]
    for kind in kinds:
        if kind in kinds_for(case):
            k = int(rng.integers(len(sizes)))
            found.append(random_edit(kind, case._replace(D=sizes[k]), rng, k))
    return found


def back_through(net: lc.Network, run: lc.Run, d_output: np.ndarray) -> tuple[list[Any], Any]:
    """Carry a gradient from the output down to x."""
    count, d_h, found = len(net.layers[0]), d_output, []
    for k in reversed(range(0, len(run.traces), count)):
        parts = np.split(d_h, count, axis=-1)
        layer = [lc.bptt(run.traces[k + j], part) for j, part in enumerate(parts)]
        d_h = np.sum([g.x for g in layer], axis=0)
        found = layer + found
    return found, d_h


@settings(max_examples=200)
@given(
    cases(),
    st.integers(1, 3),
    st.booleans(),
    st.lists(st.sampled_from(KINDS), min_size=1, max_size=6),
)
def test_edits_of_a_stack_equal_the_slow_loop(
    case: Case, layers: int, both: bool, kinds: list[str]
) -> None:
    rng = case.rng
    net = network(case, layers, both, rng)
    x, count = random_x(case, rng), layers * (1 + both)
    starts = tuple(random_state(case, rng) for _ in range(count))
    edits = edits_of(net, case, kinds, rng)
    run = net.run(x, start=starts if count > 1 else starts[0], edits=edits)
    d_output = rng.normal(size=run.output.shape)
    found, d_x = back_through(net, run, d_output)

    begins = [tensors(start) for start in starts]
    dicts = [begin._asdict() for begin in begins]
    free = slow_stack(
        [[tensors(p) for p in layer] for layer in net.layers], case.cell, torch.tensor(x), dicts, ()
    )
    plain = [
        edit
        for k, one in enumerate(free)
        for edit in constants(
            [e for e in in_trace(edits, k) if e.trace == k], one, both and k % 2 > 0
        )
    ]
    flat = [params for layer in net.layers for params in layer]
    leaves = [tensors(weights_in_force(params, edits, k)) for k, params in enumerate(flat)]
    inputs = torch.tensor(x, requires_grad=True)
    grouped = [leaves[k : k + 1 + both] for k in range(0, count, 1 + both)]
    slow = slow_stack(grouped, case.cell, inputs, dicts, plain)
    top = [torch.stack([now["h"] for now in one.effective]) for one in slow[-1 - both :]]
    output = torch.cat(top, dim=-1)
    (output * torch.tensor(d_output)).sum().requires_grad_().backward()

    assert_close(run.output, output.detach())
    for k, (t, one, g) in enumerate(zip(run.traces, slow, found, strict=True)):
        for name in t.steps._fields:
            assert_close(getattr(t.steps, name), one.values(name), what=f"{name} of {k}")
        assert_bags_close(g.params, arrays(leaves[k]))
        assert_bags_close(g.start, arrays(begins[k]))
    assert_close(d_x, gradient(inputs), what="x")


@given(cases(), st.booleans(), st.data())
def test_sharpen_without_a_trace_means_all_of_them(case: Case, both: bool, data: Any) -> None:
    rng = case.rng
    net, x = network(case, 2, both, rng), random_x(case, rng)
    each = [lc.Sharpen(0.5, trace=k) for k in range(2 * (1 + both))]
    shuffled = data.draw(st.permutations(each))
    one, other = net.run(x, edits=[lc.Sharpen(0.5)]), net.run(x, edits=shuffled)
    assert_close(one.output, other.output, 0)


@pytest.mark.parametrize("name", READERS)
def test_a_replaced_token_is_as_if_it_had_been_there(name: str) -> None:
    net, rng = lc.NETWORKS[name], Random(5)
    assert net.sample and net.tokens
    for _ in range(5):
        tokens = [token.text for token in net.tokens.read(net.sample(rng))]
        others = [token.text for token in net.tokens.read(net.sample(rng))]
        places = [k for k, text in enumerate(tokens) if net.tokens.token(text).symbol is not None]
        others = [text for text in others if net.tokens.token(text).symbol is not None]
        edits: list[lc.Edit] = []
        changed = list(tokens)
        for _ in range(3):
            step, text = rng.randrange(len(places)), rng.choice(others)
            edits.append(lc.ReplaceToken(step, text))
            changed[places[step]] = text  # of two at one step the later one stays
        edits.append(lc.ReplaceToken(len(places) + 3, others[0]))  # beyond the end: nothing
        run, judge = net.run(tokens, edits=edits), net.run(changed)
        assert run.tokens == judge.tokens
        assert run.unknown == judge.unknown
        assert run.readouts == judge.readouts
        assert run.traces[0].edits == ()
        assert_close(run.output, judge.output, 0)


def test_mean_and_frozen_are_of_the_text_as_it_was() -> None:
    net = lc.NETWORKS["grew_up_in"]
    text = ["I", "grew up in", "France", "so", "I", "speak"]
    free = net.run(text).traces[0].steps.c[2, 0]
    frozen = lc.Clamp("c", (0,), 2, None, "frozen")
    run = net.run(text, edits=[frozen, lc.ReplaceToken(2, "China")])
    assert run.traces[0].steps.c[2:, 0].tolist() == [free] * 4
    assert run.readouts[-1] == "french+chinese"


def test_steps_of_a_replaced_token_do_not_count_what_is_not_read() -> None:
    run = lc.NETWORKS["counter"].run("a?a", edits=[lc.ReplaceToken(1, ".")])
    assert [token.text for token in run.tokens] == ["a", "?", "."]
    assert run.readouts == ("1", "1")
