"""What a hostile browser, link or file is made of, and how much of it a run of the tests tries."""

import json
import os
from typing import Any, Final
from urllib.parse import quote

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from streamlit.proto.WidgetStates_pb2 import WidgetState

LONG: Final = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
"""`make fuzz` sets it: thousands of examples instead of dozens."""


def tries(short: int, long: int) -> settings:
    """Say how many examples a test tries, in `make test` and in `make fuzz`."""
    return settings(
        max_examples=long if LONG else short,
        deadline=None,
        database=None,
        derandomize=not LONG,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        print_blob=True,
    )


# Texts that have broken programs before, and any other.
SPECIAL: Final = (
    "", " ", "\0", "a\0b", "\x1b[31m", "\u202eabc", "\ufeff", "\ud800", "👨‍👩‍👧‍👦", "e\u0301" * 300,
    "我在法国长大。", "مرحبا", "१२३", "²", "٣", "½", "nan", "NaN", "inf", "-inf", "1e999", "-0",
    "0x10",
    "1_000", " 1", "+1", "1.", "99999999999999999999", "-1", "1e5", "null", "true", "[]", "{}",
    "<script>alert(1)</script>", "javascript:alert(1)", "{link}", "%s%n", "$x$", "`x`", "../../etc",
    "__proto__", "constructor", "~", "~~", "-", "_", ",", ":", "=", "&", "#", "%", "%%", "%2500",
    "a" * 5_001, "a " * 2_000, "=1+1", "'; DROP TABLE x;--", "\r\nSet-Cookie: x=1", "\u2028",
)  # fmt: skip
odd = st.sampled_from(SPECIAL)
texts = odd | st.text(max_size=40) | st.text(st.characters(categories=["Cs", "Cc", "Cf"]))
numbers = st.integers() | st.floats() | st.sampled_from([2**31, 2**63, 2**64, -(2**63), 10**400])
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
deep = st.sampled_from([1, 50, 5_000, 100_000]).flatmap(
    lambda n: st.sampled_from(["[" * n, "[" * n + "]" * n, '{"a":' * n])
)
json_texts = json_values.map(json.dumps) | texts | deep


def escaped(text: str, times: int = 1) -> str:
    """Percent-encode a text, half characters too, as often as is wanted."""
    for _ in range(times):
        text = quote(text.encode("utf-8", "surrogatepass"), safe="")
    return text


# States of widgets: every field of the message, right or wrong for the widget.
whole = st.integers(-(2**63), 2**63 - 1)
states = st.one_of(
    st.tuples(st.sampled_from(["trigger_value", "bool_value"]), st.booleans()),
    st.tuples(st.just("double_value"), st.floats()),
    st.tuples(st.just("int_value"), whole),
    st.tuples(st.just("string_value"), texts),
    st.tuples(st.just("bytes_value"), st.binary(max_size=99)),
    st.tuples(st.sampled_from(["json_value", "json_trigger_value"]), json_texts),
    st.tuples(st.just("double_array_value"), st.lists(st.floats(), max_size=5)),
    st.tuples(st.just("int_array_value"), st.lists(whole, max_size=5)),
    st.tuples(st.just("string_array_value"), st.lists(texts, max_size=5)),
    st.tuples(
        st.sampled_from(
            ["string_trigger_value", "file_uploader_state_value", "arrow_value", "chat_input_value"]
        ),
        st.none(),
    ),
)


def state(name: str, kind: str, value: Any) -> WidgetState:
    """Write a widget's state; None is an empty message of its kind."""
    made = WidgetState(id=name)
    if value is None:
        getattr(made, kind).SetInParent()
    elif isinstance(value, list):
        getattr(made, kind).SetInParent()
        getattr(made, kind).data.extend(map(_carried, value))
    else:
        setattr(made, kind, _carried(value))
    return made


def _carried(value: Any) -> Any:
    """Return what a message can carry: no half characters."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
