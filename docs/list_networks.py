"""Write networks.md, the list of the ready networks with their opening links.

    python docs/list_networks.py

Run it after a network, its words or the link has changed; a test compares.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import lstm_core as lc  # noqa: E402
from app.catalogue import DOES  # noqa: E402
from app.i18n import languages, words  # noqa: E402
from app.share import SIZE_MAX, Link, opening, write_link  # noqa: E402

FILE = Path(__file__).with_name("networks.md")
HEADINGS = {
    "remember": "They remember",
    "count": "They count",
    "decide": "They decide",
    "read": "They read text",
    "trained": "They learned it",
    "nobody": "Nobody built it",
}
HEAD = """# The ready networks

Each link opens a network with its first sequence; put the address of your server before it, as in
`http://localhost:8501/?v=1&…`. This page is written by `python docs/list_networks.py`.
"""


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for does, names in DOES.items():
        parts.append(f"\n## {HEADINGS.get(does, does.capitalize())}\n\n")
        parts.append("| network | what it does | opening | units |\n|---|---|---|---|\n")
        parts.extend(f"| {' | '.join(row(name))} |\n" for name in names)
    return "".join(parts)


def row(name: str) -> Iterator[str]:
    """Yield the cells of a network's row."""
    table = words("en").table(f"networks.{name}")
    yield f"{table['title']} (`{name}`)"
    yield table["purpose"].replace("|", "\\|")
    yield " · ".join(f"[{own}](?{link(name, lang)})" for lang, own in languages().items())
    yield units(name, table.get("units", {})).replace("|", "\\|")


def units(name: str, named: dict[str, str]) -> str:
    """Say how many units a network has, and what they are for."""
    if name == "random":
        return f"1 to {SIZE_MAX}"
    network = lc.NETWORKS[name]
    names = [named[key] for key in network.unit_names if key in named]
    return f"{network.hidden_size}: {', '.join(names)}" if names else f"{network.hidden_size}"


def link(name: str, lang: str) -> str:
    """Return the query that opens a network with its first sequence in a language."""
    return write_link(Link(lang=lang, net=name, seq=opening(name, lang)))


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
