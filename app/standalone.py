"""The moving belt as one file that opens by double-click: no server, no network. No Streamlit here.

It is the page's own browser side (app/belt/js) and the page's own message, put into one HTML file.
A browser that opens a file from disk fetches no modules, so they lie in an import map as data:
addresses, and its policy forbids every request.
"""

import base64
import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

import lstm_core as lc
from app import reading
from app.belt import assets
from app.belt.payload import encode
from app.figures.palette import DARK, LIGHT
from app.i18n import Words, words
from app.share import SIZE_MAX, STEP_MAX, Link, start_values
from lstm_core.errors import NumberError, ShapeError
from lstm_core.history import Entry, History

_TEMPLATE = Path(__file__).with_name("standalone.html")
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'"
)
# The modules name each other as './name.js', in `from` and in `import(…)`; a module at a data:
# address has no folder, so there each is called by a name of the import map.
_NEIGHBOUR = re.compile(r"""(\bfrom\s*|\bimport\s*\(?\s*)(['"])\./([\w.-]+\.js)\2""")


def write(run: lc.Run, link: Link, said: Words) -> bytes:
    """Write a run and the state of its link as one HTML file.

    Without edits the file holds the run as it is with no gate held; its own cell holds what the
    link holds. With edits it holds the edited run, and the untouched one beside it.
    """
    if link.edits:
        start, edits = start_values(replace(link, hold=())), History(present=link.edits).edits
        return page(run, start, said, reading.untouched(link), edits).encode()
    return page(run, start_values(link), said).encode()


def to_html(run: lc.Run, lang: str) -> str:
    """Return the page of any run of one sequence; `lstm_core.Run.to_html` is its public name.

    Of a stack it shows the first layer. Gates that a hand could hold are held in the file and can
    be let go there; of any other edits it shows the edited run beside the untouched one. A token
    that was replaced is read by both: a run does not know what stood there.

    Raises ShapeError (a batch; more units or steps than the belt carries) and NumberError (a start
    that is not zeros).
    """
    _check(run)
    said, edits = words(lang), run.traces[0].edits
    link = Link(
        lang=said.lang,
        net=run.network.name,
        seq="".join(token.text for token in run.tokens),
        size=run.network.hidden_size,
    )
    holds = [_holds(edit) for edit in edits]
    if all(holds):
        return page(run, start_values(link) | {"hold": ",".join(holds)}, said)
    start = start_values(replace(link, edits=tuple(map(Entry, edits))))
    return page(run, start, said, run.network.run(run.x), edits)


def page(
    run: lc.Run,
    start: Mapping[str, Any],
    said: Words,
    baseline: lc.Run | None = None,
    edits: Iterable[lc.Edit] = (),
) -> str:
    """Put template, styles, modules, plotly.js and the message together.

    With a `baseline`, the untouched run, the run is shown as edited by `edits`, otherwise with
    nothing held.
    """
    network = _first_layer(run.network)
    message = encode(
        network,
        _alone(run, network, run.traces[0].edits if baseline else ()),
        said,
        start,
        baseline=_alone(baseline, network) if baseline else None,
        edits=edits,
        standalone=True,
    )
    title = said.get(f"networks.{network.name}.title") or network.name
    return Template(_TEMPLATE.read_text("utf-8")).substitute(
        lang=said.lang,
        policy=_POLICY,
        title=html.escape(f"{title} · {said('app.name')}"),
        light=LIGHT["bg"],
        dark=DARK["bg"],
        noscript=html.escape(said("exports.noscript")),
        styles=_styles(),
        modules=_modules(),
        plotly=_plotly(),
        run=base64.b64encode(message).decode(),
    )


def _first_layer(network: lc.Network) -> lc.Network:
    """Return what the belt can show of a network: one layer, one direction, every unit named."""
    if len(network.layers) * len(network.layers[0]) > 1:  # the answer is read from the last layer
        network = replace(network, layers=((network.layers[0][0],),), readout=None)
    if not network.unit_names:
        numbers = tuple(str(k + 1) for k in range(network.hidden_size))
        network = replace(network, unit_names=numbers)
    return network


def _alone(run: lc.Run, network: lc.Network, edits: Iterable[lc.Edit] = ()) -> lc.Run:
    """Run the layer on show over what was read, every part of it named."""
    done = network.run(run.x, edits=edits)
    return replace(done, tokens=run.tokens or _tokens(run), unknown=run.unknown)


def _tokens(run: lc.Run) -> tuple[lc.Token, ...]:
    """Make what stands on the tape over rows of numbers: a lone number itself, else x₁ x₂ …"""
    low = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
    alone = run.x.shape[1] == 1
    return tuple(
        lc.Token(
            f"{row[0]:.3g}".replace("-", "−") if alone else f"x{k + 1}".translate(low),
            symbol=0,
            values=tuple(row.tolist()),
        )
        for k, row in enumerate(run.x)
    )


def _check(run: lc.Run) -> None:
    if run.x.ndim != 2:
        raise ShapeError(f"to_html shows one sequence, x (T, D), got {run.x.shape}")
    steps, units = len(run.x), run.network.hidden_size
    if steps > STEP_MAX or units > SIZE_MAX:
        raise ShapeError(
            f"to_html shows at most T={STEP_MAX} steps and H={SIZE_MAX} units, "
            f"got T={steps}, H={units}"
        )
    if any(a.any() for a in run.traces[0].start):
        raise NumberError("to_html shows a run that starts from zeros, got another start")


def _holds(edit: lc.Edit) -> str:
    """Return an edit as the holds of a link: gates of units or of all, over the whole sequence.

    Empty for an edit that no hand at the gates could make.
    """
    if isinstance(edit, lc.Clamp) and not isinstance(edit.value, str):
        whole = edit.first == 0 and edit.last is None and edit.trace == 0
        if whole and edit.signal not in "ch" and 0 <= edit.value <= 1:
            units = ["all"] if edit.units is None else edit.units
            return ",".join(f"{edit.signal}:{unit}:{edit.value!r}" for unit in units)
    return ""


@cache
def _modules() -> str:
    """Return the import map: every module of the belt at a data: address."""
    imports: dict[str, str] = {}
    for name, content in assets.files().items():
        if name.endswith(".js"):
            script = _NEIGHBOUR.sub(r"\1\2gatescope/\3\2", content.decode())
            data = base64.b64encode(script.encode()).decode()
            imports[f"gatescope/{name}"] = f"data:text/javascript;charset=utf-8;base64,{data}"
    return json.dumps({"imports": imports})


@cache
def _styles() -> str:
    """Return every style sheet, under the name by which style.js looks for it."""
    return "\n".join(
        f'<style id="{name.removesuffix(".css")}-style">\n{content.decode()}</style>'
        for name, content in assets.files().items()
        if name.endswith(".css")
    )


@cache
def _plotly() -> str:
    """Return plotly.js fit to stand in a page: no text in it may end or nest a script."""
    script = assets.plotly_script()
    return script.replace("</script", r"<\/script").replace("<!--", r"\x3C!--")
