"""The trace as NumPy arrays (NPZ): float64 bit for bit, no pickle inside."""

import io
from typing import Any

import numpy as np

import lstm_core as lc
from app.exports.about import lines
from app.exports.columns import signals, traces
from app.i18n import Words
from app.share import Link
from lstm_core.history import History


def write(run: lc.Run, link: Link, words: Words) -> bytes:
    """Write a run so that `numpy.load(file)` gives every signal, the weights and x.

    Signals (T, H) under their letter, the state before each step as before_c and before_h, weights
    under torch's names, in a stack with torch's endings (_l0, _l1_reverse). `tokens` are all tokens
    of the text, `read` tells which of them have a step, `edits` are those of the link in the words
    of `lstm_core.edit_text` (the weights are edited), `readme` says what is what.
    """
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **_arrays(run, link, words))
    return out.getvalue()


def _arrays(run: lc.Run, link: Link, words: Words) -> dict[str, Any]:
    found: dict[str, Any] = {"x": run.x}
    for end, trace in traces(run):
        found |= {f"{name}{end}": getattr(trace.steps, name) for name in signals(run)}
        found |= {f"before_{name}{end}": a for name, a in trace.before._asdict().items()}
        found |= {f"{name}{end}": a for name, a in trace.params._asdict().items()}
    # NumPy ends a text at its last NUL, so this one control character is shown as its picture.
    tokens = [token.text.replace("\0", "␀") for token in run.tokens]
    read = [token.symbol is not None for token in run.tokens]
    answers = ["" if said is None else str(said) for said in run.readouts]
    edits = [lc.edit_text(edit) for edit in History(present=link.edits).edits]
    return found | {
        "tokens": np.array(tokens, dtype=np.str_),
        "read": np.array(read, dtype=bool),
        "answers": np.array(answers, dtype=np.str_),
        "edits": np.array(edits, dtype=np.str_),
        "readme": np.array(lines(run, link, words), dtype=np.str_),
    }
