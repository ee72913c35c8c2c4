"""A visit through Streamlit's own test driver, and what is asked of it again and again."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from app.share import Link

ROOT = Path(__file__).resolve().parents[1]
FRAME = str(ROOT / "app" / "frame.py")
INSIDE = str(ROOT / "pages" / "inside.py")


def visit(page: str = "inside", **query: str) -> AppTest:
    app = AppTest.from_file(FRAME, default_timeout=30)
    if page != "home":
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def said(app: AppTest) -> list[str]:
    """Return the notices under the controls."""
    return [text.value for text in app.text]


def link(app: AppTest) -> Link:
    return app.session_state["start"]


def fine(app: AppTest) -> AppTest:
    assert not app.exception
    assert not app.error
    assert app.get("bidi_component")  # a picture stands on every page
    return app
