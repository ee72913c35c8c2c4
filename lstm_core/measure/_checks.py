"""What every reading asks of its arguments."""

from ..errors import NumberError, ShapeError
from ..trace import Trace


def in_range(what: str, value: int, count: int, where: str) -> None:
    """Refuse an index that is not among `count` things."""
    if not 0 <= value < count:
        raise NumberError(f"{what} must be in 0 … {count - 1}, got {value} in {where}")


def one_sequence(t: Trace, where: str) -> None:
    """Refuse the trace of a batch."""
    if t.x.ndim != 2:
        raise ShapeError(f"the trace must be of one sequence, x (T, D), got {t.x.shape} in {where}")
