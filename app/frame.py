"""The script of every page: set-up, language, the list of pages, navigation."""

from pathlib import Path

import streamlit as st

from app import layout, session
from lstm_core import LstmCoreError

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("inside",)  # order of the menu; the first is also the address /

session.start()
words = session.words()
st.set_page_config(
    page_title=words("app.name"), page_icon=str(ROOT / "app" / "icon.png"), layout="wide"
)
page = st.navigation(
    [
        st.Page(
            ROOT / "pages" / f"{name}.py",
            title=words(f"page.{name}.title"),
            help=words(f"page.{name}.help"),
            url_path=name,
            default=name == PAGES[0],
        )
        for name in PAGES
    ],
    position="top",
)
try:
    page.run()
except LstmCoreError as error:
    layout.error(words("app.error"), error)
