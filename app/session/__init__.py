"""What a learner's session remembers: the only st.session_state. What is computed: runs.py.

`present.py` keeps the present state, `choices.py` and `edits.py` change it, `results.py` runs it.
"""

from app.session.choices import (
    STORIES,
    begin_tour,
    choose_text,
    examples_key,
    language_changed,
    new_seed,
    open_experiment,
    open_file,
    open_network,
    surprise_me,
    take_drawing,
    take_wish,
    tap,
)
from app.session.edits import asked, change, edit, heard, take_edit
from app.session.present import (
    brought,
    forget_unreadable,
    start,
    text_key,
    trained_here,
    turn_to,
    words,
)
from app.session.results import CHANGE, ENTRY, experiment, reading

__all__ = [
    "CHANGE",
    "ENTRY",
    "STORIES",
    "asked",
    "begin_tour",
    "brought",
    "change",
    "choose_text",
    "edit",
    "examples_key",
    "experiment",
    "forget_unreadable",
    "heard",
    "language_changed",
    "new_seed",
    "open_experiment",
    "open_file",
    "open_network",
    "reading",
    "start",
    "surprise_me",
    "take_drawing",
    "take_edit",
    "take_wish",
    "tap",
    "text_key",
    "trained_here",
    "turn_to",
    "words",
]
