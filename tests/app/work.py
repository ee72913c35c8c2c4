"""Work for the tests of jobs: functions that a worker process finds by name."""

import os
import signal
import sys
import time
from multiprocessing.connection import Connection
from typing import Any


def count(state: dict[str, int]) -> tuple[dict[str, int] | None, int]:
    """Count up to `to`, one a slice."""
    n = state["n"] + 1
    return (None if n == state["to"] else {**state, "n": n}), n


def surroundings(state: None) -> tuple[None, dict[str, Any]]:
    """Tell where the work is done."""
    import lstm_core  # noqa: F401

    main = sys.modules["__main__"]
    loaded = [name for name in ("torch", "streamlit", "plotly") if name in sys.modules]
    told = {"loaded": loaded, "nice": os.nice(0), "main": getattr(main, "__file__", "")}
    return None, told | {"threads": os.environ["OPENBLAS_NUM_THREADS"], "pid": os.getpid()}


def die(state: Any) -> tuple[None, None]:
    """Be killed, as by a machine that is out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    return None, None


def die_once(state: str) -> tuple[None, str]:
    """Be killed, unless somebody was before: the file of that name tells."""
    if not os.path.exists(state):
        with open(state, "w"):
            os.kill(os.getpid(), signal.SIGKILL)
    return None, "done by another one"


def fail(state: Any) -> tuple[None, None]:
    """Raise an error."""
    raise RuntimeError("not my day")


def hang(state: float) -> tuple[float, None]:
    """Take far longer than a slice may."""
    time.sleep(state)
    return state, None


def unsendable(state: Any) -> tuple[None, Any]:
    """Return what cannot travel."""
    return None, lambda: None


def die_while_telling(state: Any) -> tuple[Any, Any]:
    """Be killed in the middle of a result: half of it is in the pipe."""

    def half(self: Connection, buffer: Any, write: Any = None) -> None:
        os.write(self.fileno(), bytes(buffer)[: len(buffer) // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(Connection, "_send", half)  # noqa: B010
    return state, b"news"
