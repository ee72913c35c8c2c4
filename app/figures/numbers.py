"""Numbers as text by the house rules, the twin of app/belt/js/format.js.

Three decimals, a true minus, bare 1 and 0 only where exact, "~0" for what is tiny but there, and ≈
before what is rounded.
"""

from math import isfinite, isinf


def num(value: float, decimals: int = 3) -> str:
    """Return a number with three decimals; a short value stands bare where it is exact.

    >>> num(-0.5), num(1.0), num(1 / 3), num(1e-9)
    ('−0.5', '1', '0.333', '~0')
    """
    if not isfinite(value):
        return "–"
    rounded = f"{value:.{decimals}f}"
    if float(rounded) == 0:
        return "~0" if value else "0"
    text = f"{value:.{decimals}e}" if abs(value) >= 1e9 else rounded
    if float(rounded) == value and abs(value) < 1e9:
        text = rounded.rstrip("0").rstrip(".")
    return text.replace("-", "−")


def approx(value: float, decimals: int = 3) -> str:
    """Return a number behind = where it is exact and behind ≈ where it is rounded.

    >>> approx(2.0), approx(2 / 3), approx(1e-9)
    ('= 2', '≈ 0.667', '~0')
    """
    text = num(value, decimals)
    if text == "~0":
        return text
    return f"{'=' if float(f'{value:.{decimals}f}') == value else '≈'} {text}"


def pct(share: float) -> str:
    """Return a share in percent; what is neither all nor nothing never looks like it.

    The space does not break.

    >>> [text.replace("\u00a0", " ") for text in (pct(1.0), pct(0.8702), pct(0.9999), pct(0.002))]
    ['100 %', '87 %', '> 99 %', '< 1 %']
    """
    if not isfinite(share):
        return "–"
    if abs(share) >= 1e4:
        return f"{100 * share:.1e}\u00a0%".replace("-", "−")
    whole = round(100 * share)
    if whole == 100 and share < 1 - 1e-6:
        return "> 99\u00a0%"
    if whole == 0 and share > 1e-6:
        return "< 1\u00a0%"
    return f"{whole}\u00a0%".replace("-", "−")


def steps(count: float) -> str:
    """Return a number of steps with three digits, "≥ 10⁶" above a million, "∞" for no end.

    >>> steps(6.5788), steps(2e9), steps(43.7)
    ('6.58', '≥ 10⁶', '43.7')
    """
    if isinf(count):
        return "∞"
    if not isfinite(count):
        return "–"
    if count >= 1e6:
        return "≥ 10⁶"
    if count >= 1000:
        return f"{count:,.0f}"
    return f"{count:.3g}"
