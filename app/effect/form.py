"""Change something: an edit from a form, for whoever cannot or will not drag in the picture."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

import lstm_core as lc
from app import edit_words, keyboard, session
from app.edit_words import SHARPNESS
from app.experiment import Experiment
from app.i18n import Words
from app.names import unit_names
from app.share_edits import VALUE_MAX
from lstm_core.history import entries_text


def change_something(words: Words, now: Experiment) -> None:
    """Offer every kind of edit; what is chosen is done by the button below."""
    popover = st.popover(words("effect.change"), key=session.CHANGE, on_change="rerun")
    if not popover.open:
        return
    with popover:
        kinds = [kind for kind in _KINDS if kind != "token" or now.network.tokens]
        kind = _choose(now, "kind", words, kinds, lambda k: words(f"effect.form.kinds.{k}"))
        edit = _KINDS[kind](now, words)
        pressed = st.button(
            words("effect.do"),
            key="form_do",
            width="stretch",
            disabled=edit is None,
        )
    # Not a callback: with a press the browser may send a number that the last run has not seen.
    if pressed and edit is not None:
        session.edit(entries_text((lc.Entry(edit),)))
        st.rerun()


def _choose(
    now: Experiment, what: str, words: Words, options: Sequence[Any], say: Callable[[Any], str]
) -> Any:
    return st.selectbox(
        words(f"effect.form.{what}"),
        options,
        format_func=lambda option: _unmarked(say(option)),
        key=f"form_{now.link.net}{now.link.train}_{now.link.cell}_{now.link.size}_{what}",
    )


def _unmarked(text: str) -> str:
    """Show a line break as its picture: an option is one line."""
    return text.replace("\n", "↵")


def _number(words: Words, value: float, place: str, gate: bool = False) -> float:
    low, high = (0.0, 1.0) if gate else (-float(VALUE_MAX), float(VALUE_MAX))
    chosen = st.number_input(
        words("effect.form.value"), low, high, value, step=0.1, format="%.3f", key=f"form_{place}"
    )
    return float(chosen)


def _hold(now: Experiment, words: Words) -> lc.Edit:
    signals = list(words.table(f"effect.signals.{now.network.cell}"))  # in the picture's order
    signal = _choose(now, "signal", words, signals, lambda name: _symbol(name, now, words))
    units = st.multiselect(
        words("effect.form.units"),
        range(now.network.hidden_size),
        format_func=unit_names(now.network, words).__getitem__,
        placeholder=words("effect.form.units_all"),
        key=f"form_{now.link.net}{now.link.train}_{now.link.size}_units",
    )
    first, last = _range(now, words)
    value = _value(now, words, signal)
    return lc.Clamp(signal, tuple(units) or None, first, last, value)


def _range(now: Experiment, words: Words) -> tuple[int, int | None]:
    """Choose a range of steps; without any step the whole sequence to come is meant."""
    steps = _steps(now)
    if not steps:
        return 0, None
    first = _choose(now, "first", words, range(len(steps)), lambda k: steps[k])
    ends = [None, *range(first, len(steps))]
    said = {None: words("effect.form.end")}
    last = _choose(now, "last", words, ends, lambda k: said.get(k) or steps[k])
    return first, last


def _value(now: Experiment, words: Words, signal: str) -> Any:
    gate = signal in lc.CELLS[now.network.cell].GATES
    kinds = ("shut", "open", "other", "mean", "frozen") if gate else ("other", "mean", "frozen")
    kind = st.selectbox(
        words("effect.form.value"),
        kinds,
        format_func=lambda k: words(f"effect.form.values.{k}"),
        key=f"form_value_{gate}",
    )
    if kind == "other":
        return _number(words, 0.5 if gate else 0.0, f"held_{gate}", gate)
    return {"shut": 0.0, "open": 1.0}.get(kind, kind)


def _cut(now: Experiment, words: Words) -> lc.Edit:
    return lc.Cut(_unit(now, words))


def _put(now: Experiment, words: Words) -> lc.Edit | None:
    states = lc.CELLS[now.network.cell].State._fields[::-1]  # c first: it is the memory
    signal = _choose(now, "signal", words, states, lambda name: _symbol(name, now, words))
    unit, step = _unit(now, words), _step(now, words)
    value = _number(words, 0.0, "put")
    return None if step is None else lc.Overwrite(signal, unit, step, value)


def _sharpen(now: Experiment, words: Words) -> lc.Edit:
    level = st.slider(
        words("effect.form.sharpness"),
        0,
        SHARPNESS,
        SHARPNESS // 2,
        help=words("effect.form.sharpness_help"),
        key="form_sharpness",
    )
    return lc.Sharpen(level / SHARPNESS)


def _token(now: Experiment, words: Words) -> lc.Edit | None:
    step = _step(now, words)
    if tokens := keyboard.keys(now.network, words):
        text = _choose(now, "token", words, tokens, str)
    else:
        text = st.text_input(
            words("effect.form.token"), key=f"form_{now.link.net}{now.link.train}_typed"
        )
    return lc.ReplaceToken(step, text) if text and step is not None else None


def _weight(now: Experiment, words: Words) -> lc.Edit:
    network, params = now.network, now.run.traces[0].params
    blocks = lc.CELLS[network.cell].BLOCKS
    block = _choose(now, "gate", words, blocks, lambda name: _symbol(name, now, words))
    unit = _unit(now, words)
    places = [("weight_ih", k) for k in range(network.input_size)]
    places += [("weight_hh", k) for k in range(network.hidden_size)]
    single = [field for field in params._fields if getattr(params, field).ndim == 1]
    places += [(field, 0) for field in single if block in edit_words.blocks(network, field)]
    field, column = _choose(
        now, "source", words, places, lambda p: edit_words.source(p[0], p[1], network, words)
    )
    rows = edit_words.blocks(network, field)
    row = rows.index(block) * network.hidden_size + unit
    array = getattr(params, field)
    old = float(array[(row, column)[: array.ndim]])
    value = _number(
        words, old, f"weight_{now.link.net}{now.link.train}_{field}_{row}_{column}_{old}"
    )
    return lc.SetWeight(field, row, column, value)


def _symbol(name: str, now: Experiment, words: Words) -> str:
    return f"{name} · {edit_words.signal(name, now.network, words)}"


def _unit(now: Experiment, words: Words) -> int:
    names = unit_names(now.network, words)
    return _choose(now, "unit", words, range(len(names)), names.__getitem__)


def _steps(now: Experiment) -> list[str]:
    """Label every step by its number and its token: 5 · France."""
    read = (token.text for token in now.baseline.tokens if token.symbol is not None)
    return [f"{step} · {text}" for step, text in enumerate(read, 1)]


def _step(now: Experiment, words: Words) -> int | None:
    if not (steps := _steps(now)):
        st.caption(words("effect.form.no_steps"))
        return None
    return _choose(now, "step", words, range(len(steps)), steps.__getitem__)


_KINDS: dict[str, Callable[[Experiment, Words], lc.Edit | None]] = {
    "hold": _hold,
    "cut": _cut,
    "put": _put,
    "sharpen": _sharpen,
    "token": _token,
    "weight": _weight,
}
