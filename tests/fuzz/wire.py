"""A browser without a browser: whatever one could send over Streamlit's websocket.

It keeps what the server said in the last answer. Nothing here checks what is sent, on purpose: a
curious student can write such a client in an evening.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

PATIENCE: Final = 30.0  # seconds for one answer, on a machine that others use too
_INTERNAL: Final = "$$STREAMLIT_INTERNAL_KEY_"  # before the id of what a component asks for


@dataclass
class Answer:
    """What a run of the script has sent: elements by kind, and every id that can be written to."""

    elements: list[tuple[str, Any]] = field(default_factory=list)
    widgets: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def texts(self, kind: str) -> list[str]:
        """Return the texts of the elements of a kind: "text" is a notice, "alert" an error."""
        return [getattr(e, "body", "") for name, e in self.elements if name == kind]


class Tab:
    """One session. Use it as a context manager."""

    def __init__(self, server: str, page: str = "", query: str = "") -> None:
        parts = urlsplit(server)
        self._socket = connect(
            f"ws://{parts.netloc}{parts.path}/_stcore/stream",
            origin=server,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            compression=None,
        )
        self._page, self._query, self.session = page, query, ""
        self.answer = Answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def run(self, states: Iterable[WidgetState] = (), fragment: str = "") -> Answer:
        """Ask for a run of the script with these widget states, and wait for its end."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_name, asked.fragment_id = self._query, self._page, fragment
        asked.context_info.locale = "en-US"
        asked.widget_states.widgets.extend(states)
        return self.send(message.SerializeToString())

    def send(self, raw: bytes) -> Answer:
        """Send any bytes, and wait until the script has run."""
        self._socket.send(raw)
        answer = Answer()
        for message in self._messages():
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id or self.session
            elif kind == "session_event" and message.session_event.HasField(
                "script_compilation_exception"
            ):
                answer.problems.append("the script does not compile")
            elif kind == "delta":
                _note(message, answer)
            elif kind == "script_finished" and message.script_finished not in _ON_THE_WAY:
                if message.script_finished not in _WELL:
                    answer.problems.append(f"ended with {message.script_finished}")
                break
        self.answer = answer
        return answer

    def _messages(self) -> Iterator[ForwardMsg]:
        while True:
            raw = self._socket.recv(timeout=PATIENCE)
            message = ForwardMsg()
            message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            yield message


_ON_THE_WAY = (ForwardMsg.FINISHED_EARLY_FOR_RERUN,)
_WELL = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


def _note(message: ForwardMsg, answer: Answer) -> None:
    if message.delta.WhichOneof("type") == "new_element":
        part = message.delta.new_element
    elif message.delta.WhichOneof("type") == "add_block":
        part = message.delta.add_block
    else:
        return
    kind = part.WhichOneof("type")
    if kind is None:
        return
    element = getattr(part, kind)
    answer.elements.append((kind, element))
    if identity := getattr(element, "id", ""):
        answer.widgets[identity] = kind
        if kind == "bidi_component":
            answer.widgets[f"{_INTERNAL}_{identity}__events"] = "trigger"


def state(identity: str, kind: str, value: Any) -> WidgetState:
    """Write a widget's state; whatever is no value of that kind raises TypeError or ValueError."""
    made = WidgetState(id=identity)
    target = getattr(made, kind)
    if hasattr(target, "data"):
        target.SetInParent()
        target.data.extend(value)
    else:
        setattr(made, kind, value)
    return made
