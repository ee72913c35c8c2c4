"""Which unit does the job: what each unit follows, best first, and a button that cuts it out."""

from collections import Counter
from typing import Any

import lstm_core as lc
from app.figures.numbers import approx
from app.readings.seen import Seen, View, pictured

RANKS_MAX = 10  # lines that are shown
A_UNIT = 3  # lines of one unit
NAMES_MAX = 3  # tracks of one line: a unit can follow several equally well
SHORT = 16  # steps; in fewer many tracks look alike
STRONG = 0.9  # from here on a unit is said to follow


def jobs(seen: Seen) -> View:
    """Read all units against everything that could be known of what was read."""
    found = _found(seen)
    if not found:
        return View(seen.say("jobs.nothing"))
    shown = _shown(found)
    best = shown[0][0]
    key = "sees" if abs(best.correlation) >= STRONG else "sees_weak"
    sentence = seen.say(
        f"jobs.{'sees_cut' if _is_cut(seen, best.unit) else key}",
        unit=seen.units[best.unit],
        track=track_name(seen, best),
        r=approx(best.correlation).replace(" ", "\u00a0"),
    )
    return View(
        sentence=sentence,
        note=seen.say("jobs.note_short" if len(seen.trace) < SHORT else "jobs.note"),
        alt=sentence,
        ranks=tuple(_rank(seen, matches) for matches in shown),
    )


def _found(seen: Seen) -> list[lc.Match]:
    """Compare all units; one that is cut out follows nothing now, so what it did stands here."""
    found = [*lc.who_does_it(seen.run)]
    if seen.baseline is not None:
        found += [one for one in lc.who_does_it(seen.baseline) if _is_cut(seen, one.unit)]
    return sorted(found, key=lambda match: -round(abs(match.correlation), 9))


def _shown(found: list[lc.Match]) -> list[list[lc.Match]]:
    """Keep the best lines: a few for each unit, and one for all that it follows equally well."""
    lines: dict[tuple[int, float], list[lc.Match]] = {}
    for match in found:
        lines.setdefault((match.unit, round(match.correlation, 9)), []).append(match)
    of_unit = Counter[int]()
    shown: list[list[lc.Match]] = []
    for (unit, _), matches in lines.items():
        of_unit[unit] += 1
        if of_unit[unit] <= A_UNIT and len(shown) < RANKS_MAX:
            shown.append(matches)
    return shown


def _rank(seen: Seen, matches: list[lc.Match]) -> dict[str, Any]:
    match = matches[0]
    names = list(dict.fromkeys(track_name(seen, one) for one in matches))[:NAMES_MAX]
    return {
        "unit": match.unit,
        "name": seen.units[match.unit],
        "signal": match.signal,
        "track": " · ".join(names),
        "r": match.correlation,
        "text": approx(match.correlation),
        "cut": _is_cut(seen, match.unit),
        "edit": f"cut_{match.unit}",
    }


def _is_cut(seen: Seen, unit: int) -> bool:
    return any(isinstance(edit, lc.Cut) and edit.unit == unit for edit in seen.trace.edits)


def track_name(seen: Seen, match: lc.Match) -> str:
    """Name a track in words: count of “a”."""
    symbol = match.track.symbol
    if match.track.key == "since_last" and (match.track.values > 0).all():
        return seen.say("tracks.clock")  # of what never came: it only counts the steps
    if symbol is None:
        return seen.say(f"tracks.{match.track.key}")
    return seen.say(f"tracks.{match.track.key}", symbol=_symbol(seen, symbol))


def _symbol(seen: Seen, symbol: int) -> str:
    """Return what the network's page calls a symbol, in quotation marks."""
    network = seen.run.network
    named = seen.words.get(f"networks.{network.name}.symbols")
    tokens = network.tokens
    if named and symbol < len(named):
        return f"“{named[symbol]}”"
    if isinstance(tokens, lc.Numbers):
        return f"“{tokens.names[symbol]}”"
    if tokens is None:
        return seen.say("tracks.box", number=symbol + 1)
    if tokens.mode == "boxes":  # several characters share one
        read = dict.fromkeys(token.text for token in seen.run.tokens if token.symbol == symbol)
        return seen.words("effect.units.between").join(f"“{pictured(text)}”" for text in read)
    return f"“{pictured(tokens.symbols[symbol])}”"
