"""What the changes do to the job: the share of right answers before and after, as two bars."""

from html import escape
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import lstm_core as lc
from app import runs
from app.experiment import Experiment
from app.figures.numbers import num, pct
from app.i18n import Words

_SHOWN = 32  # characters of a wrong case


def results(place: DeltaGenerator, words: Words, now: Experiment) -> None:
    """Fill the place of the results bar; called after the picture was sent, for it takes longer."""
    with place:
        label = escape(words("effect.job.title"))
        bars = _content(words, now)
        st.html(f'<div class="ef-job" role="group" aria-label="{label}">{bars}</div>')


def _content(words: Words, now: Experiment) -> str:
    if now.network.exam is None:
        return _note(words("effect.job.none"))
    before = runs.marks(now.link, ())
    edits = lc.settled(now.history.edits, now.baseline)
    after = runs.marks(now.link, edits)
    if before is None or after is None:
        return _note(words("effect.job.cannot"))
    bars = _bar(words("effect.job.before" if edits else "effect.job.right"), before.accuracy)
    if edits:
        bars += _bar(words("effect.job.after"), after.accuracy)
    bars += _bar(words("effect.job.guess"), before.chance, "em")
    notes = _notes(words, now, before, after)
    chance = escape(words("effect.job.chance", share=pct(before.chance)))
    return f'<div class="ef-bars" title="{chance}">{bars}</div>{_note(notes)}'


def _bar(label: str, share: float, number: Literal["b", "em"] = "b") -> str:
    return (
        f"<span>{escape(label)}</span>"
        f'<span class="ef-bar"><i style="width:{100 * share:.1f}%"></i></span>'
        f"<{number}>{escape(pct(share))}</{number}>"
    )


def _note(text: str) -> str:
    return f'<p title="{escape(text)}">{escape(text)}</p>'


def _notes(words: Words, now: Experiment, before: lc.Marks, after: lc.Marks) -> str:
    """Say what does not stand in the bars: what counts as right, a wrong case, what is left out."""
    if not now.history.edits:
        return words("effect.job.cases", cases=before.cases)
    said: list[str] = []
    tokens = any(isinstance(edit, lc.ReplaceToken) for edit in now.history.edits)
    readout = now.network.readout
    if readout and before.error is not None and after.error is not None:
        errors = {"before": num(before.error), "after": num(after.error)}
        said += [
            words("effect.job.within", tolerance=num(readout.tolerance)),
            words("effect.job.error", **errors),
        ]
    elif tokens:
        pass  # no room for a case beside the sentence about them
    elif after.failures:
        # Some exams come in both languages: rather a case in this one, and a short one.
        ours = [wrong for wrong in after.failures if wrong.text.isascii() == (words.lang == "en")]
        said.append(
            _example(words, now, min(ours or after.failures, key=lambda wrong: len(wrong.text)))
        )
    else:
        said.append(words("effect.job.cases", cases=before.cases))
    if tokens:
        said.insert(0, words("effect.job.no_tokens"))
    return words("effect.job.gap").join(said)


def _example(words: Words, now: Experiment, wrong: lc.Failure) -> str:
    text = wrong.text.strip()
    return words(
        "effect.job.example",
        text=text if len(text) <= _SHOWN else "…" + text[-_SHOWN:],
        got=answer(wrong.got, now.network, words),
        expected=answer(wrong.expected, now.network, words),
    )


def answer(said: str | float | None, network: lc.Network, words: Words) -> str:
    """Spell an answer of a network in the learner's language."""
    if said is None:
        return words("effect.job.silence")
    if not isinstance(said, str):
        return num(said)
    labels = words.get(f"networks.{network.name}.labels") or {}
    return " + ".join(labels.get(key, key) for key in said.split("+"))
