"""The script of every page: set-up, language, the list of pages, navigation."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from app import away, layout, metrics, session, widgets
from app.gate import GATE
from app.i18n import Words
from lstm_core import LstmCoreError

ROOT = Path(__file__).resolve().parents[1]
# Order of the menu; the first has the address /.
PAGES = ("home", "inside", "effect", "film", "networks", "teachers")


def visit() -> None:
    """Run the page of an address for one visitor."""
    session.start()
    words = session.words()
    st.set_page_config(
        page_title=words("app.name"), page_icon=str(ROOT / "app" / "icon.png"), layout="wide"
    )
    pages = listed(words)
    page = st.navigation(list(pages.values()), position="top")
    link = session.brought()
    if link and (page == pages["home"] or (page == pages["inside"] and "edits" in link)):
        # A link of the days when / was Inside, or one that somebody put together.
        st.switch_page(pages["effect" if "edits" in link else "inside"], query_params=link)
    session.turn_to(page.url_path)
    layout.style()
    away.notice(words)
    layout.phone_menu(pages, words)
    widgets.pick_language(words)
    try:
        with metrics.computed(page.url_path or PAGES[0]):
            page.run()
    except LstmCoreError as error:
        layout.error(words("app.error"), error)


def listed(words: Words) -> dict[str, StreamlitPage]:
    """List the pages by name, in the order of the menu."""
    return {
        name: st.Page(
            ROOT / "pages" / f"{name}.py",
            title=words(f"page.{name}.title"),
            help=words(f"page.{name}.help"),
            url_path=name,
            default=name == PAGES[0],
        )
        for name in PAGES
    }


with metrics.waited(GATE):
    visit()
