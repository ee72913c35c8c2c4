"""The readings of memory on a page: a component like the belt, which draws what Python measured."""

import streamlit as st
from streamlit.components import v2

import lstm_core as lc
from app import session
from app.belt import assets
from app.gate import GATE
from app.i18n import Words
from app.readings.payload import encode
from app.readings.seen import looked

_mount = v2.component(
    "gatescope_readings",
    html='<section class="rd"></section>',
    js=assets.loader("reader.js", "readings"),
    isolate_styles=False,
)


@st.fragment
def readings(run: lc.Run, baseline: lc.Run | None, words: Words, key: str = "readings") -> None:
    """Measure a run and show one reading of it at a time.

    `baseline` is the untouched run, a ghost in the pictures; None where nothing was edited. What
    is chosen reruns this fragment alone; the wish to cut a unit out is an edit like the belt's,
    and reruns the page.
    """
    with GATE:  # alone it runs without its page
        data = encode(run, baseline, words, looked(session.asked(key), run))
    wish = _mount(
        data=data,
        key=key,
        default={"look": {}},
        on_look_change=lambda: None,
        on_edit_change=lambda: session.take_edit(key),
    )
    if wish.edit:
        st.rerun()
