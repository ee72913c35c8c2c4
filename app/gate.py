"""A gate for heavy computing: so many at a time, the others in line, first come first served.

A page is computed in a thread, and all threads of a process share one processor. Where many compute
at once, each takes as long as all of them together, and the thread that has to deliver the results
comes too late as well. In a line they are served one by one, and the first has its answer at once.

    with GATE:                       # again in the same thread: goes through
        …                            # whatever ends the block, the next one is let in

What waits for a lock that somebody behind this gate may hold (a cached function of Streamlit is
computed under one) must come through the gate before it takes that lock.
"""

import threading
from collections import deque
from typing import Final, Self
from weakref import WeakSet

from streamlit.runtime.scriptrunner import RerunException

from app.settings import SETTINGS


class Gate:
    """Let `places` threads in at a time.

    A block that ends with one of `again` is done anew by the same thread (Streamlit does that with
    a page for which a newer wish has come). It has waited for its turn already and so is first in
    line once more, but not twice running: nobody holds up the line by wishing again and again.
    """

    def __init__(self, places: int, again: tuple[type[BaseException], ...] = ()) -> None:
        self.free = places
        self._again = again
        self._lock = threading.Lock()
        self._line: deque[threading.Event] = deque()
        self._first: WeakSet[threading.Thread] = WeakSet()
        self._mine = threading.local()  # how deep this thread is inside, and whether it came first

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return len(self._line)

    def __enter__(self) -> Self:
        depth = getattr(self._mine, "depth", 0)
        if not depth:
            self._wait()
        self._mine.depth = depth + 1
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        self._mine.depth -= 1
        if not self._mine.depth:
            anew = kind is not None and issubclass(kind, self._again)
            self._leave(anew and not self._mine.came_first)

    def _wait(self) -> None:
        me = threading.current_thread()
        with self._lock:
            self._mine.came_first = me in self._first
            self._first.discard(me)
            if self.free and not self._line:
                self.free -= 1
                return
            turn = threading.Event()
            if self._mine.came_first:
                self._line.appendleft(turn)
            else:
                self._line.append(turn)
        turn.wait()

    def _leave(self, anew: bool) -> None:
        with self._lock:
            if anew:
                self._first.add(threading.current_thread())
            if self._line:
                self._line.popleft().set()  # the place goes from hand to hand
            else:
                self.free += 1


GATE: Final = Gate(SETTINGS.computing, again=(RerunException,))
"""The gate of this process: every run of a page goes through it, and a fragment that computes."""
