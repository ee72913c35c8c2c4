"""The LSTM forward pass with every intermediate value, as fast as NumPy can do it.

Three ideas, on top of the equations in `cells/lstm.py`:

1.  One matrix product per step. With v_t = [x_t | 1 | h_{t-1}] and W = [W_ih | bias | W_hh],
    all pre-activations are W v_t. h is written straight into the v of the next step.
2.  The order o, i, f, g | c_before inside a step. Then σ acts on one contiguous block, and
    [i f] ⊙ [g c_before] is one multiplication whose two halves add up to c, which is written
    straight into the next step.
3.  Time first, batch last, (T, rows, B): every block of rows is contiguous. The public (T, B, H)
    is a transposed view, never a copy. All views of single steps are made beforehand.

The rows o, i, f of W are negated, so the loop can take exp(-a) without negating first, and it
divides by 1 + exp(-a) instead of multiplying by σ; both are put right for as many steps at once
as stay in the processor's cache.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from ..arrays import Array, batch_last
from ..cells.lstm import Params, State, Steps
from .lstm_back import IN_CACHE, backward, for_product, public_blocks


class Plan:
    """Buffers for one size of sequence. Make one and call `forward` again and again to train.

    Trap: `steps` and `before` are views of the buffers; the next `forward` overwrites them.
    `trace` therefore makes a fresh Plan each time and hands its buffers out.

    `batch` None is an unbatched sequence (T, D).
    """

    def __init__(
        self, length: int, batch: int | None, input_size: int, hidden_size: int, dtype: Any
    ) -> None:
        n, d, tail = hidden_size, input_size, () if batch is None else (batch,)
        self.length, self.hidden_size, self.input_size = length, n, d
        self.v = np.empty((length + 1, d + 1 + n, *tail), dtype)  # x | 1 | h_before
        self.a = np.empty((length, 4 * n, *tail), dtype)  # pre-activations o i f g
        self.s = np.empty((length + 1, 5 * n, *tail), dtype)  # o i f g | c_before
        self.tanh_c = np.empty((length, n, *tail), dtype)
        self.v[:, d] = 1
        count = max(1, IN_CACHE // max(1, 10 * n * (batch or 1)))
        self.runs_of_steps = [
            slice(first, min(first + count, length)) for first in range(0, length, count)
        ]
        self._written = np.empty((2 * n, *tail), dtype)  # i ⊙ g | f ⊙ c_before
        # Adding an array of ones beats adding the number 1 as long as it is small.
        self._one = np.ones((3 * n, *tail) if 3 * n * (batch or 1) < 2048 else (), dtype)
        self._views: list[tuple[Array, ...]] = []

    @classmethod
    def fresh(cls, params: Params, x: Array, start: State | None) -> "Plan":
        """Run once on buffers of its own, then make them read-only."""
        batch = x.shape[1] if x.ndim == 3 else None
        plan = cls(len(x), batch, x.shape[-1], params.weight_hh.shape[1], x.dtype)
        plan._run(params, x, start, plan._step_views())
        for buffer in (plan.v, plan.a, plan.s, plan.tanh_c):
            buffer.flags.writeable = False
        return plan

    def _step_views(self) -> Iterator[tuple[Array, ...]]:
        n, d = self.hidden_size, self.input_size
        now, v_now = self.s[:-1], self.v[:-1]
        return zip(
            v_now,
            self.a,
            self.a[:, : 3 * n],  # o i f
            self.a[:, 3 * n :],  # g
            now[:, : 3 * n],  # o i f
            now[:, 3 * n : 4 * n],  # g
            now[:, n : 3 * n],  # i f
            now[:, 3 * n :],  # g c_before
            now[:, :n],  # o
            self.s[1:, 4 * n :],  # c
            self.tanh_c,
            self.v[1:, d + 1 :],  # h
            strict=True,
        )

    def forward(self, params: Params, x: Array, start: State | None = None) -> None:
        """Run the sequence x (T, *batch, D) and fill the buffers. Checks nothing."""
        self._views = self._views or list(self._step_views())
        self._run(params, x, start, self._views)

    def _run(
        self, params: Params, x: Array, start: State | None, views: Iterable[tuple[Array, ...]]
    ) -> None:
        n, d = self.hidden_size, self.input_size
        self.params = params
        self.v[:-1, :d] = batch_last(x)
        self.v[0, d + 1 :] = 0 if start is None else start.h.T
        self.s[0, 4 * n :] = 0 if start is None else start.c.T
        weight, views = for_product(packed(params), self.v), iter(views)
        with np.errstate(over="ignore"):  # exp(-a) = inf is a gate that is shut
            for some in self.runs_of_steps:
                self._loop(weight, islice(views, some.stop - some.start))
                np.reciprocal(self.s[some, : 3 * n], self.s[some, : 3 * n])
                np.negative(self.a[some, : 3 * n], self.a[some, : 3 * n])

    def _loop(self, weight: Array, views: Iterable[tuple[Array, ...]]) -> None:
        dot, exp, tanh, add, divide = np.dot, np.exp, np.tanh, np.add, np.divide
        one, written, n = self._one, self._written, self.hidden_size
        i_g, f_c = written[:n], written[n:]
        for v, a, a_oif, a_g, oif, g, i_f, g_c, o, c, tanh_c, h in views:
            dot(weight, v, a)
            exp(a_oif, oif)
            add(oif, one, oif)
            tanh(a_g, g)
            divide(g_c, i_f, written)
            add(i_g, f_c, c)
            tanh(c, tanh_c)
            divide(tanh_c, o, h)

    def backward(self, d_h: Array, d_last: State) -> tuple[Steps, Params, Array, State]:
        """Return the gradients of steps, params, x and start, in fresh arrays."""
        return backward(self, d_h, d_last)

    @property
    def steps(self) -> Steps:
        """Every intermediate value, (T, *batch, H) each."""
        n, d = self.hidden_size, self.input_size
        a_o, a_i, a_f, a_g = public_blocks(self.a, n)[:4]
        o, i, f, g = public_blocks(self.s[:-1], n)[:4]
        c, h = batch_last(self.s[1:, 4 * n :]), batch_last(self.v[1:, d + 1 :])
        return Steps(a_i, a_f, a_g, a_o, i, f, g, o, c, batch_last(self.tanh_c), h)

    @property
    def before(self) -> State:
        """The state before each step, (T, *batch, H) each."""
        n, d = self.hidden_size, self.input_size
        return State(batch_last(self.v[:-1, d + 1 :]), batch_last(self.s[:-1, 4 * n :]))

    @property
    def x(self) -> Array:
        """The plan's own copy of x, (T, *batch, D)."""
        return batch_last(self.v[:-1, : self.input_size])

    @property
    def start(self) -> State:
        """The state before the first step."""
        return State(self.v[0, self.input_size + 1 :].T, self.s[0, 4 * self.hidden_size :].T)

    @property
    def nbytes(self) -> int:
        """Memory of the record."""
        return self.v.nbytes + self.a.nbytes + self.s.nbytes + self.tanh_c.nbytes


def packed(params: Params) -> Array:
    """Return [W_ih | bias | W_hh] with row blocks -o, -i, -f, g."""
    n, d = params.weight_hh.shape[1], params.weight_ih.shape[1]
    weight = np.empty((4 * n, d + 1 + n), params.weight_hh.dtype)
    columns = (weight[:, :d], weight[:, d + 1 :], weight[:, d])
    for to, of in zip(columns, params, strict=True):
        np.concatenate((of[3 * n :], of[: 3 * n]), out=to)  # i f g o -> o i f g
    np.negative(weight[: 3 * n], weight[: 3 * n])
    return weight
