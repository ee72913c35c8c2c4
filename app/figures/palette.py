"""The colours of every quantity, the same in formula, belt, chart and code.

Marks (f i g o, positive, negative) stay apart for protan, deutan and tritan vision; sign is always
shown twice, by colour and by shape. A signal of another cell that does the same has the same
colour: z of the GRU keeps as f does, n is a candidate as g is, r shows the past as o shows the
memory. Text in a mark's colour uses the `*_text` variant, which has a contrast of at least 4.5 : 1
on the page and on the belt. `app/.streamlit/config.toml` repeats the page colours; a test holds the
two together.
"""

from typing import Final

LIGHT: Final[dict[str, str]] = {
    "bg": "#FFFFFF",
    "panel": "#FAFBFC",
    "ink": "#1B2330",
    "mut": "#667085",
    "faint": "#C3CAD4",
    "hair": "#C9D0DA",
    "belt": "#E9EDF3",
    "edge": "#C9D1DC",
    "empty": "#F1F2F5",
    "jaw": "#232A37",
    "on_pos": "#1B2330",
    "on_neg": "#FFFFFF",
    "f": "#B01030",
    "i": "#0E9F82",
    "g": "#BE6AE8",
    "o": "#2D6A9F",
    "pos": "#DD7A00",
    "neg": "#3B1FA8",
    "f_text": "#B01030",
    "i_text": "#08735D",
    "g_text": "#9440BE",
    "o_text": "#2D6A9F",
    "pos_text": "#A65A00",
    "neg_text": "#3B1FA8",
}

DARK: Final[dict[str, str]] = {
    "bg": "#171614",
    "panel": "#211F1D",
    "ink": "#F2F0EC",
    "mut": "#A8A49C",
    "faint": "#57534C",
    "hair": "#4A4640",
    "belt": "#292724",
    "edge": "#45413B",
    "empty": "#2A2825",
    "jaw": "#C4BEB1",
    "on_pos": "#171614",
    "on_neg": "#FFFFFF",
    "f": "#E5484D",
    "i": "#63E6BE",
    "g": "#EBB4FF",
    "o": "#3D9AE2",
    "pos": "#FFB224",
    "neg": "#7360F2",
    "f_text": "#FF7A7E",
    "i_text": "#63E6BE",
    "g_text": "#EBB4FF",
    "o_text": "#5FB0F0",
    "pos_text": "#FFB224",
    "neg_text": "#A99BFF",
}

_LIKE: Final = {"z": "f", "r": "o", "n": "g"}


def _with_other_cells(colours: dict[str, str]) -> dict[str, str]:
    marks = {new: colours[old] for new, old in _LIKE.items()}
    texts = {f"{new}_text": colours[f"{old}_text"] for new, old in _LIKE.items()}
    return colours | marks | texts


PALETTE: Final[dict[str, dict[str, str]]] = {
    "light": _with_other_cells(LIGHT),
    "dark": _with_other_cells(DARK),
}
