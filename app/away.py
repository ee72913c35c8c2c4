"""When the server is away, or another one answers: one sentence meanwhile, and the page comes back.

A page that is open goes on working in the browser, and the address holds its state. So whoever
answers next, this server started anew or another replica, begins a session from that address.
"""

import streamlit as st

from app.i18n import Words

# Streamlit's page asks for a run after a reconnect only if something on it runs at intervals; else
# it would wait for the learner's next move, which a session that has just begun cannot follow.
# In seconds: to read "24h" Streamlit would load pandas, 80 MB of every process.
_COME_BACK = 24 * 60 * 60.0


def notice(words: Words) -> None:
    """Bring the sentence that is shown while nobody answers (layout.css), and come back after."""
    with st.container(key="away"):
        st.markdown(words("app.away"))  # not `st.text`: it is no notice about what was asked
    _come_back()


@st.fragment(run_every=_COME_BACK)
def _come_back() -> None:
    """Show nothing."""
