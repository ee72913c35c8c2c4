"""The gate of heavy computing: so many at a time, in order, and nobody holds it for ever."""

import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from app.gate import Gate


class Again(BaseException):
    """As Streamlit interrupts a page for which a newer wish has come."""


def started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def until(true: Callable[[], bool]) -> None:
    for _ in range(2000):
        if true():
            return
        time.sleep(0.002)
    pytest.fail("it never came to this")


def ended(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


@settings(max_examples=25)
@given(st.integers(1, 4), st.lists(st.sampled_from([None, ValueError, Again]), max_size=12))
def test_never_more_than_its_places_are_inside_and_all_come_through(places, ends):
    gate, inside, most, done = Gate(places, (Again,)), list[int](), list[int](), list[int]()

    def work(number: int, end: type[BaseException] | None) -> None:
        try:
            with gate, gate:  # a page with a part that goes through the gate itself
                inside.append(number)
                most.append(len(inside))
                time.sleep(0.0005)
                inside.remove(number)
                if end:
                    raise end
        except (ValueError, Again):
            pass
        done.append(number)

    ended([started(lambda n=n, end=end: work(n, end)) for n, end in enumerate(ends)])
    assert len(done) == len(ends) and max(most, default=0) <= places
    assert gate.waiting == 0 and gate.free == places


@pytest.mark.parametrize("end", [ValueError("x"), StopException(), RerunException(None)])  # type: ignore[arg-type]
def test_whatever_ends_a_block_opens_the_gate(end):
    gate = Gate(1, (RerunException,))
    with pytest.raises(type(end)), gate:
        raise end
    assert gate.free == 1
    with gate:
        pass


def test_first_come_first_served():
    gate, order, threads = Gate(1), list[int](), list[threading.Thread]()

    def work(number: int) -> None:
        with gate:
            order.append(number)

    with gate:
        for number in range(8):
            threads.append(started(lambda number=number: work(number)))
            until(lambda number=number: gate.waiting == number + 1)
    ended(threads)
    assert order == list(range(8))


def test_who_was_interrupted_is_first_in_line_once():
    gate, order = Gate(1, (Again,)), list[str]()

    def interrupted() -> None:
        for _ in range(3):  # wishes again and again
            try:
                with gate:
                    order.append("again")
                    raise Again
            except Again:
                pass

    def other(name: str, waiting: int) -> None:
        with gate:
            order.append(name)
            until(lambda: gate.waiting == waiting)  # the interrupted one is in line again

    with gate:
        threads = [started(interrupted)]
        until(lambda: gate.waiting == 1)
        for number, (name, waiting) in enumerate((("a", 3), ("b", 2), ("c", 1))):
            threads.append(started(lambda name=name, waiting=waiting: other(name, waiting)))
            until(lambda number=number: gate.waiting == number + 2)
    ended(threads)
    assert order == ["again", "a", "again", "b", "c", "again"]
