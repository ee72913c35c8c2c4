"""The belt follows the frame of a film: with its weights and its read-out, where they fit."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import lstm_core as lc
from tests.browser.belt_page import belt_page, message

# A scene as small as the follower needs it: what it would run after a frame of the film.
FOLLOW = """async ([one, frames]) => {
    const { show } = await import('/frames.js');
    const { Follower } = await import('/follow.js');
    const { makeRun } = await import('/model.js');
    const { net, run } = await belt.load(one, []);
    let ran = 0;
    const scene = { net, run, link: { t: 3 }, applyHolds: () => { ran += 1; } };
    show(frames[0]);
    const follower = new Follower(scene); // it takes the frame that was on show before it came
    for (const frame of frames.slice(1)) show(frame);
    follower.clear();
    show(frames[0]);
    const { x, T, columns } = run;
    const tokens = columns.map(({ text, symbol }) => [text, symbol]);
    const told = makeRun(scene.net, { x, T, tokens }, {}, [], -1);
    return { ran, link: scene.link, h: [...told.signals.h], said: told.readouts };
}"""


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    with belt_page(browser) as page:
        yield page


def frame(params: Any, rule: lc.Readout, **more: Any) -> dict[str, Any]:
    arrays = {name: array.ravel().tolist() for name, array in params._asdict().items()}
    return {"weights": arrays, "readout": {"weights": rule.weights, "bias": rule.bias}, **more}


def other(seed: int) -> tuple[lc.Network, dict[str, Any]]:
    """The trained network with other numbers everywhere, and these as a frame."""
    net, rng = lc.NETWORKS["learnt"], np.random.default_rng(seed)
    params = net.layers[0][0]
    params = params._replace(**{n: rng.normal(size=a.shape) for n, a in params._asdict().items()})
    rule = net.readout
    assert rule
    weights = tuple(tuple(rng.normal(size=len(rule.units)).tolist()) for _ in rule.labels)
    rule = lc.Readout("vote", rule.source, rule.units, rule.labels, 0.0, weights, rule.bias)
    moment = lc.Network(net.name, net.cell, ((params,),), net.tokens, rule)
    return moment, frame(params, rule, net=net.name, at=seed)


def test_the_belt_runs_with_the_latest_frame_that_fits(page: Any) -> None:
    text = "I grew up in France and love chess so I speak"
    (_, first), (moment, latest) = other(10), other(20)
    bad = [
        {**other(30)[1], "net": "counter"},
        {**other(30)[1], "weights": {"weight_ih": [1.0]}},
        {**other(30)[1], "weights": latest["weights"] | {"bias": [float("nan")] * 32}},
        {**other(30)[1], "readout": {"weights": [[1.0]], "bias": [0.0]}},
    ]
    told = page.evaluate(FOLLOW, [message(lc.NETWORKS["learnt"], text), [first, latest, *bad]])
    run = moment.run(text)
    np.testing.assert_allclose(told["h"], run.traces[0].steps.h.ravel(), rtol=1e-12, atol=1e-12)
    assert told["said"] == list(run.readouts)
    assert told["ran"] == 2
    assert told["link"] == {"t": 3, "at": 20}
