"""A history of edits: done, undone, done again, whatever the order."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import lstm_core as lc
from lstm_core.history import PAST_MAX, Entries, entries_text, read_entries, target

H = 6

units = st.integers(0, H - 1)
small = st.one_of(
    st.builds(
        lambda s, u, r, v: lc.Clamp(s, u, r[0], r[1], v),
        st.sampled_from(("f", "c")),
        st.none() | st.sets(units, min_size=1).map(tuple),
        st.sampled_from(((0, None), (1, 3))),
        st.sampled_from((0.0, 1.0, "mean")),
    ),
    st.builds(lc.Cut, units),
    st.builds(lc.Overwrite, st.just("c"), units, st.just(1), st.sampled_from((0.0, 1.0))),
    st.builds(lc.SetWeight, st.just("bias"), units, st.just(0), st.sampled_from((0.0, 1.0))),
    st.builds(lc.Sharpen, st.sampled_from((0.4, 1.0))),
    st.builds(lc.ReplaceToken, units, st.sampled_from(("a", "b"))),
)
n = st.integers(-1, 8)


class Desk(RuleBasedStateMachine):
    """Somebody edits, and somebody else keeps a plain list of all that was ever on the desk."""

    @initialize()
    def begin(self) -> None:
        self.history = lc.History()
        self.states: list[Entries] = [()]
        self.now = 0

    def then(self, after: lc.History) -> None:
        if after.present == self.history.present:
            assert after is self.history  # what changes nothing is no step to undo
            return
        assert after.undo().present == self.history.present
        assert after.undo().redo() == after
        assert after.future == ()
        self.states = [*self.states[: self.now + 1], after.present]
        self.now += 1
        self.history = after

    @rule(edit=small)
    def do(self, edit: lc.Edit) -> None:
        after = self.history.do(edit)
        assert after.present[-1] == lc.Entry(edit)
        self.then(after)

    @rule(n=n)
    def switch(self, n: int) -> None:
        after = self.history.switch(n)
        assert after.switch(n).present == self.history.present
        self.then(after)

    @rule(n=n)
    def remove(self, n: int) -> None:
        before = self.history.present
        after = self.history.remove(n)
        if 0 <= n < len(before):
            assert after.present == before[:n] + before[n + 1 :]
        self.then(after)

    @rule(signal=st.sampled_from(("f", "c", "h")), unit=st.none() | units)
    def free(self, signal: str, unit: int | None) -> None:
        before, after = self.history, self.history.free(signal, unit, H)
        for s in ("f", "c"):
            for u in range(H):
                freed = s == signal and unit in (None, u)
                assert held(after, s, u) == ({} if freed else held(before, s, u))
        rest = [[e for e in x.present if not isinstance(e.edit, lc.Clamp)] for x in (before, after)]
        assert rest[0] == rest[1]
        self.then(after)

    @rule()
    def reset(self) -> None:
        after = self.history.reset()
        assert after.present == () == after.edits
        assert after.undo().present == self.history.present or after is self.history
        self.then(after)

    @rule()
    def undo(self) -> None:
        after = self.history.undo()
        if self.now:
            self.now -= 1
            assert after.redo() == self.history
        else:
            assert after is self.history
        self.history = after

    @rule()
    def redo(self) -> None:
        after = self.history.redo()
        if self.now < len(self.states) - 1:
            self.now += 1
            assert after.undo() == self.history
        else:
            assert after is self.history
        self.history = after

    @invariant()
    def it_holds_together(self) -> None:
        history = self.history
        assert history.present == self.states[self.now]
        targets = [target(entry.edit) for entry in history.present]
        assert len(targets) == len(set(targets))
        assert history.edits == tuple(entry.edit for entry in history.present if entry.on)
        assert len(history.past) <= PAST_MAX
        assert hash(history) == hash(lc.History(history.past, history.present, history.future))
        assert read_entries(entries_text(history.present)) == history.present


def held(history: lc.History, signal: str, unit: int) -> dict[Any, Any]:
    """Return what holds a signal of a unit, by range; a later one wins."""
    return {
        (edit.first, edit.last): edit.value
        for edit in history.edits
        if isinstance(edit, lc.Clamp) and edit.signal == signal
        if edit.units is None or unit in edit.units
    }


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=60, stateful_step_count=30)


def test_the_past_is_bounded() -> None:
    history = lc.History()
    for step in range(3 * PAST_MAX):
        history = history.do(lc.SetWeight("bias", 0, 0, float(step)))
    assert len(history.past) == PAST_MAX
    for _ in range(2 * PAST_MAX):
        history = history.undo()
    assert history.edits == (lc.SetWeight("bias", 0, 0, float(2 * PAST_MAX - 1)),)
    for _ in range(2 * PAST_MAX):
        history = history.redo()
    assert history.edits == (lc.SetWeight("bias", 0, 0, float(3 * PAST_MAX - 1)),)
    assert (len(history.past), history.future) == (PAST_MAX, ())


def test_a_history_cannot_be_changed() -> None:
    history = lc.History().do(lc.Cut(1))
    for change in (("present", ()), ("past", ()), ("future", ())):
        with pytest.raises(AttributeError):
            setattr(history, *change)
    with pytest.raises(AttributeError):
        history.present[0].on = False  # type: ignore[misc]
