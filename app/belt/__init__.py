"""The signature component: the tape, the belt, the answer, and what it says.

`component.py` puts it on a page; `payload.py` and `assets.py`, its message and its files, know no
Streamlit, because a file that opens without a server is made of them too. `js/main.js` is where the
browser side begins.
"""
