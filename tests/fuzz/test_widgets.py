"""Websocket messages that no page of ours sends, to every widget and component of every page.

Each example is a visit: hostile values, and after each of them an honest rerun, which must find the
session as well as before.
"""

import asyncio
import json
from itertools import product
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX

from app.i18n import words
from benchmarks.load.tab import Tab
from tests.fuzz.hostile import json_values, state, states, tries
from tests.fuzz.test_links import pieces, queries
from tests.fuzz.watch import tree

PAGES = ("", "inside", "effect", "film", "networks", "teachers")
SORRY = f"error: {words('en')('app.failed')}"
EVENTS = ("wish", "draw", "edit", "look", "do", "open", "value", "")
# What a component may ask for, and nearly that. Nothing here trains for long.
ASKED = (
    "slow@3", "slow@999999", "inside@0", "effect@7", "pin", "pause", "reset", "step", "seed",
    "pin@x",     "counter", "adding", "clamp_f_all_0_end_1", "cut_0", "free_f_all", "0.5 0.5",
    "task_adding", "@",
)  # fmt: skip
wishes = st.sampled_from(ASKED) | pieces | json_values
letters = st.lists(
    st.tuples(
        st.integers(-1, 2**60),
        st.sampled_from([["grew_up_in", 0, 8, "lstm", ""], ["counter", 0, 8, "lstm", ""], [], "x"]),
        st.sampled_from(ASKED) | pieces,
    ).map(list),
    max_size=4,
)
looks = st.fixed_dictionaries(
    {
        "reading": st.sampled_from(["still_here", "path", "saturation", "where_from", "x"]),
        "unit": st.integers(-2, 70) | json_values,
        "signal": st.sampled_from(["c", "h", "f", "x"]) | json_values,
        "a": st.integers(-2, 70) | json_values,
        "b": json_values,
    }
)
events = st.tuples(st.sampled_from(EVENTS), wishes | letters | looks)
# (which widget, a state of any kind or what its component asks for)
moves = st.tuples(st.integers(0, 10**6), states | events, st.booleans())


def sent(widget: Any, move: Any) -> WidgetState:
    """Write the state that a move sends to a widget."""
    kind, value = move
    if kind not in WidgetState.DESCRIPTOR.fields_by_name:  # an event of a component
        if widget.kind != "bidi_component":
            return state(widget.id, "string_value", str(value))
        name = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{widget.id}__events"
        asked = json.dumps([{"event": kind, "value": value}])
        if kind == "look":
            return state(widget.id, "json_value", json.dumps({"look": value}))
        return state(name, "json_trigger_value", asked)
    return state(widget.id, kind, value)


async def visited(server: str, page: str, moved: list[Any], query: str = "") -> None:
    async with Tab(server) as tab:
        await tab.open(page)
        if query:
            tab.query = query
        for key in ("film_settings", "film_file", "change", "stories"):
            if key in tab.widgets:
                await tab.set(key, True)
        well(tab)
        for place, move, fragment in moved:
            widget = list(tab.widgets.values())[place % len(tab.widgets)]
            await tab.rerun(widget if fragment else None, once=sent(widget, move))
            assert tab.errors in ([], [SORRY]), (widget.kind, move)
            await recovered(tab)


async def recovered(tab: Tab) -> None:
    """Rerun honestly: the page is whole again."""
    tab.errors.clear()
    await tab.rerun()
    well(tab)


def well(tab: Tab) -> None:
    """Check that a page is whole: no error, and all its widgets are there."""
    assert tab.errors == []
    assert tab.widgets


@tries(3, 400)
@example("inside", [(0, ("double_value", 0.0), False), (5312, ("trigger_value", True), False)])
@given(st.sampled_from(PAGES), st.lists(moves, min_size=2, max_size=8))
def test_no_message_breaks_a_session(server, page, moved):
    asyncio.run(visited(server, page, moved))


@tries(4, 600)
@given(st.sampled_from(PAGES), queries())
def test_no_link_breaks_a_page(server, page, query):
    async def visit() -> None:
        async with Tab(server) as tab:
            tab._socket = await tab._connected()  # `open` takes values, and would encode them
            tab.query = query
            await tab.rerun(name=page)
            well(tab)
            assert all(len(text) < 600 and "\n" not in text for text in tab.texts)

    asyncio.run(visit())


WRONG = [
    ("trigger_value", True), ("bool_value", True), ("double_value", 1e308), ("int_value", -1),
    ("string_value", "\0"), ("string_array_value", ["nope"]), ("double_array_value", [1.0]),
    ("json_value", "{"), ("json_value", "[" * 100_000), ("bytes_value", b"\xff"),
    ("json_trigger_value", "{"), ("file_uploader_state_value", None), ("arrow_value", None),
]  # fmt: skip


def test_what_somebody_typed_outlives_values_of_a_wrong_kind(server):
    async def visit() -> None:
        async with Tab(server) as tab:
            await tab.open("effect", net="counter", edits="cut_0")
            await tab.set("seq_counter", "aa.a")
            for (kind, value), key in product(WRONG, ("lang", "effect_belt")):
                await tab.rerun(once=state(tab.widgets[key].id, kind, value))
                tab.errors.clear()
                await tab.rerun()
                well(tab)
            typed = tab.widgets["seq_counter"].value
            assert typed and typed.string_value == "aa.a"
            assert tab.widgets["entry_0"]  # the edit

    asyncio.run(visit())


def test_nothing_was_written_into_the_project(server):
    before = tree()
    asyncio.run(visited(server, "film", [(k, ("do", "slow@3"), False) for k in range(3)]))
    assert tree() == before
