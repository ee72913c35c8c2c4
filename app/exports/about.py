"""What is what: the sentences at the head of every file."""

import json

import lstm_core as lc
from app import edit_words
from app.exports.columns import signals, visible
from app.i18n import Words
from app.names import unit_names
from app.share import ALL_UNITS, Link, fits_link, write_link
from lstm_core.history import History

VERSION = 1  # of the files' layout
_SHOWN = 5_000  # characters of a sequence that the head of a file repeats


def lines(run: lc.Run, link: Link, words: Words) -> list[str]:
    """Say what a file holds, one sentence or equation a line; no line has a line break in it."""
    network = run.network
    names = ", ".join(f"{k + 1} = {name}" for k, name in enumerate(unit_names(network, words)))
    head = [
        words("exports.about"),
        words(
            "exports.network",
            title=words.get(f"networks.{network.name}.title") or network.name,
            name=network.name,
            cell=network.cell,
            units=network.hidden_size,
            inputs=network.input_size,
        ),
        words("exports.units", names=names),
        words("exports.sequence", sequence=json.dumps(link.seq[:_SHOWN], ensure_ascii=False)),
        *_changed(run, link, words),
        words("exports.columns"),
        *(f"{name}.1 {name}.2 …: {words(f'exports.signal.{name}')}" for name in signals(run)),
        words("exports.answer"),
        words("exports.equations"),
        *lc.CELLS[network.cell].equations.values(),
        words("exports.version", version=VERSION),
    ]
    if fits_link(link.seq):
        head.append(words("exports.link", query=f"?{write_link(link)}"))
    return [visible(line) for line in head]


def _changed(run: lc.Run, link: Link, words: Words) -> list[str]:
    """Say what is held and edited, or that nothing is."""
    edits = History(present=link.edits).edits
    if not link.hold and not edits:
        return [words("exports.free")]
    held = [
        words(
            "exports.held",
            signal=words(f"exports.signal.{hold.signal}"),
            unit=words("belt.card.all")
            if hold.unit == ALL_UNITS
            else words("belt.unit", number=hold.unit + 1),
            value=f"{hold.value:g}",
        )
        for hold in link.hold
    ]
    said = [
        words(
            "exports.edited",
            sentence=edit_words.sentence(edit, run.network, words),
            edit=lc.edit_text(edit),
        )
        for edit in edits
    ]
    return [*held, *said]
