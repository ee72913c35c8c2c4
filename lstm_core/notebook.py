"""A run in a notebook. Loaded only when a notebook asks."""

from importlib import import_module
from typing import Any

from .errors import LstmCoreError


def standalone_page(run: Any, lang: str) -> str:
    """Ask the app, by its name, for the page of a run: the core knows no interface.

    Raises LstmCoreError when there is no app beside lstm_core. See docs/decisions/0006.
    """
    try:
        standalone = import_module("app.standalone")
    except ImportError as error:
        raise LstmCoreError(
            "to_html needs the app beside lstm_core: start Python in Gatescope's folder, with "
            f"requirements-base.txt installed ({error})"
        ) from error
    return standalone.to_html(run, lang)
