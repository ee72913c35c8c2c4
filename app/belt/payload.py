"""The belt's message to the browser: a JSON header, then the numbers as they lie in memory.

    bytes 0..3      length n of the header (little-endian)
    bytes 4..4+n    the header, UTF-8 JSON: names, words, link, and where each array lies
    after it        the arrays, one after the other

Numbers travel as float64 and never as JSON text: no rounding on the way, and a third of the size.
They are written in planes, the lowest byte of all numbers first and the highest last: signs and
exponents are alike, and side by side they shrink (HDF5 calls this the shuffle filter). Inputs that
are whole numbers from 0 to 255 (one-hot, as a rule) travel as single bytes, c of an LSTM as what
it differs from f·c_before + i·g in its last bits. The whole is deflated.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

import lstm_core as lc
from app import edit_words
from app.belt.assets import PLOTLY_PATH
from app.belt.marks import luck, marks
from app.catalogue import BESIDE
from app.figures.palette import PALETTE
from app.i18n import Words
from app.names import input_names, unit_names

Array = NDArray[Any]


def encode(
    network: lc.Network,
    run: lc.Run,
    words: Words,
    link: Mapping[str, Any],
    *,
    encore: lc.Run | None = None,
    baseline: lc.Run | None = None,
    edits: Iterable[lc.Edit] = (),
    heard: int = 0,
    tour: bool = False,
    standalone: bool = False,
    mode: str = "",
    film: bool = False,
) -> bytes:
    """Encode a network, its run, the words of a language and the start state for the browser.

    `baseline` is the untouched run where `run` is one with `edits`, `heard` the number of the last
    edit that was asked for. `standalone` is a file: nothing needs a server or an address. `film`:
    the browser runs the network with the weights of the frame that a film beside it shows.
    """
    other = None if mode or baseline else _companion(network)  # its marks are not those of edits
    header = {
        "lang": words.lang,
        "link": dict(link),
        "tour": tour,
        "standalone": standalone,
        "mode": mode,
        "film": film,
        "network": _network(network, words, bool(link.get("train"))),
        "sequence": _sequence("main", run),
        "encore": _sequence("encore", encore) if encore else None,
        "beside": _beside(network, other, words) if other else None,
        "words": _said(network, words),
        "palette": PALETTE,
        "plotly": PLOTLY_PATH,
    }
    header |= _untouched(baseline, run, edits, words) | {"heard": heard} if baseline else {}
    return _pack(header, _arrays(run, baseline, encore, other))


def _said(network: lc.Network, words: Words) -> dict[str, Any]:
    """Return the words for a cell, and of a network with more layers that only one is on show."""
    table = words.table("belt", f"cells.{network.cell}.belt")
    if len(network.layers) == 1:
        return table
    more = words("cells.layers", layers=len(network.layers))
    return table | {"note": f"{table['note']} {more}".strip()}


def _arrays(
    run: lc.Run, baseline: lc.Run | None, encore: lc.Run | None, other: lc.Network | None
) -> dict[str, Array]:
    arrays = _weights(run) | (_other_weights(baseline, run) if baseline else {})
    for name, one in {"main": run, "baseline": baseline, "encore": encore}.items():
        arrays |= _numbers(name, one) if one else {}
    return arrays | (_companion_numbers(other.run(run.x)) if other else {})


def _untouched(
    baseline: lc.Run, run: lc.Run, edits: Iterable[lc.Edit], words: Words
) -> dict[str, Any]:
    """Describe the untouched run, and list what is held in the edited one."""
    return {
        "words": _said(run.network, words) | {"ghost": words.table("effect.belt")},
        "edited": [edit_words.sentence(edit, run.network, words) for edit in edits],
        "baseline": _sequence("baseline", baseline),
        "clamps": [row for clamp in run.traces[0].clamps for row in _rows(clamp, run)],
    }


def _other_weights(baseline: lc.Run, run: lc.Run) -> dict[str, Array]:
    """Return the untouched arrays of weights in which an edit changed something."""
    own, untouched = _weights(run), _weights(baseline)
    return {
        f"baseline.{name}": weight
        for name, weight in untouched.items()
        if not np.array_equal(weight, own[name])
    }


def _rows(clamp: lc.Clamp, run: lc.Run) -> list[tuple[str, int, int, int, float]]:
    """Write a clamp as rows (signal, unit, first, last, value), one a unit; last is inclusive."""
    end = len(run.x) - 1
    last = end if clamp.last is None else min(clamp.last, end)
    units = range(run.traces[0].hidden_size) if clamp.units is None else clamp.units
    if clamp.first > last:
        return []
    value = float(clamp.value)  # a trace holds no "mean" or "frozen"
    return [(clamp.signal, unit, clamp.first, last, value) for unit in units]


def _companion(network: lc.Network) -> lc.Network | None:
    """Return the network of the same job that is shown beside this one, where there is one."""
    ready = lc.NETWORKS.get(network.name) is network
    return lc.NETWORKS[BESIDE[network.name]] if ready and network.name in BESIDE else None


def _companion_numbers(run: lc.Run) -> dict[str, Array]:
    weights = {f"beside.{name}": weight for name, weight in _weights(run).items()}
    return weights | _numbers("beside", run)


def _beside(network: lc.Network, other: lc.Network, words: Words) -> dict[str, Any]:
    """Describe what stands beside: a network that reads the same inputs, and the marks of both."""
    return {
        "network": _network(other, words),
        "marks": [marks(network, words), marks(other, words)],
        "luck": luck(network, other, words),
    }


def _weights(run: lc.Run) -> dict[str, Array]:
    params = run.traces[0].params
    return {name: getattr(params, name) for name in params._fields}


def _numbers(name: str, run: lc.Run) -> dict[str, Array]:
    trace = run.traces[0]
    signals = {s: getattr(trace.steps, s) for s in lc.CELLS[trace.cell].SIGNALS}
    if "c" in signals:
        signals["c"] = _last_bits(trace)
    return {f"{name}.x": _small(run.x)} | {f"{name}.{s}": a for s, a in signals.items()}


def _last_bits(trace: lc.Trace) -> Array:
    """Return by how many units in its last place c stands off f·c_before + i·g, or c itself.

    That is 0 or 1 nearly everywhere (more where the two terms cancel), so c costs next to nothing,
    and not a bit is lost.
    """
    now, before = trace.steps, trace.before
    kept = now.f * before.c if hasattr(now, "f") else before.c  # none forgets in the cell of 1997
    off = now.c.view(np.int64) - (kept + now.i * now.g).view(np.int64)
    near = not before.c[:1].any() and ((off > -(2**31)) & (off < 2**31)).all()
    return off.astype("<i4") if near else now.c


def _small(x: Array) -> Array:
    whole = x.astype(np.uint8) if x.size == 0 or (x.min() >= 0 and x.max() <= 255) else None
    return whole if whole is not None and np.array_equal(whole, x) else x


def _sequence(name: str, run: lc.Run) -> dict[str, Any]:
    return {
        "name": name,
        "T": int(run.x.shape[0]),
        # A number that is read has no symbol: −1, its value is in x.
        "tokens": [[t.text, -1 if t.values else t.symbol] for t in run.tokens],
    }


def _network(network: lc.Network, words: Words, trained: bool = False) -> dict[str, Any]:
    """Describe a network in the learner's language.

    Of one that was `trained` here nobody knows beforehand what there is to watch.
    """
    known = words.get(f"networks.{network.name}") is not None
    name = network.name if known else "custom"
    table = words.table(f"networks.{name}", f"cells.{network.cell}.networks.{name}")
    table |= words.table("cells.trained") if trained else {}
    numbers = network.tokens
    deep = len(network.layers) > 1  # the belt shows the first layer; the answer is read of the last
    return {
        "name": network.name,
        "cell": network.cell,
        "H": network.hidden_size,
        "D": network.input_size,
        "question": table["question"],
        "purpose": table["purpose"],
        "watch": table["watch"],
        "units": unit_names(network, words),
        "symbols": input_names(network, words),
        "labels": table.get("labels", {}),
        "reasons": {
            gate: [table.get("reasons", {}).get(key, "") for key in keys]
            for gate, keys in network.reasons.items()
        },
        "readout": asdict(network.readout) if network.readout and not deep else None,
        "numbers": asdict(numbers) if isinstance(numbers, lc.Numbers) else None,
    }


def _planes(array: Array) -> bytes:
    numbers = np.ascontiguousarray(array, dtype="<f8").reshape(-1, 1)
    return numbers.view(np.uint8).T.tobytes()


def _pack(header: dict[str, Any], arrays: Mapping[str, Array]) -> bytes:
    listed, body = _lay(arrays)
    # The browser tells a rerun for another widget, or in another language, from a new picture by
    # this name. The second sentence is a translation too, and its numbers come last.
    worded_only = ("words", "edited", "heard", "tour", "mode", "lang", "encore", "beside")
    about = {key: value for key, value in header.items() if key not in worded_only}
    about["link"] = {k: v for k, v in header["link"].items() if k != "lang"}
    for worded in ("network", "sequence"):
        about[worded] = about[worded]["name"]
    main = body[: next((a["offset"] for a in listed if a["name"].startswith("encore.")), None)]
    identity = hashlib.blake2b(main + json.dumps(about, sort_keys=True).encode(), digest_size=8)
    return _seal(header | {"id": identity.hexdigest()}, listed, body)


def pack(header: Mapping[str, Any], arrays: Mapping[str, Array]) -> bytes:
    """Write a header and arrays as one message, for a component other than the belt."""
    return _seal(header, *_lay(arrays))


def _lay(arrays: Mapping[str, Array]) -> tuple[list[dict[str, Any]], bytes]:
    parts: list[bytes] = []
    listed: list[dict[str, Any]] = []
    offset = 0
    for name, array in arrays.items():
        kind = {"u": "u1", "i": "i4"}.get(array.dtype.kind, "f8")
        listed.append({"name": name, "type": kind, "offset": offset, "size": int(array.size)})
        parts.append(_planes(array) if kind == "f8" else array.tobytes())
        offset += len(parts[-1])
    return listed, b"".join(parts)


def _seal(header: Mapping[str, Any], listed: list[dict[str, Any]], body: bytes) -> bytes:
    whole = {**header, "arrays": listed}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(len(text).to_bytes(4, "little") + text + body)
