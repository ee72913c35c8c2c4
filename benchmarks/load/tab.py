"""A tab of a browser, as Streamlit's server sees it: a websocket, widgets, reruns. No browser.

The messages are those of the installed Streamlit (its proto classes). Like the real front end, a
tab knows a widget by what the server has drawn, sends the values of all of them with every rerun,
and sends a button's press or a component's trigger once.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any, Final, Self
from urllib.parse import urlencode, urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from websockets.asyncio.client import ClientConnection, connect

TIMEOUT: Final = 60.0  # seconds until an answer counts as lost
# The server closes a connection that is idle for 5 s; a request must not meet it closing.
LIMITS: Final = httpx.Limits(keepalive_expiry=2)
KINDS: Final = {
    "text_input": "string_value",
    "selectbox": "string_value",
    "number_input": "double_value",
    "checkbox": "bool_value",
    "popover": "bool_value",
    "button_group": "string_array_value",
    "button": "trigger_value",
    "bidi_component": "json_value",
    "file_uploader": "file_uploader_state_value",
}
"""Element of the server → the field of `WidgetState` that carries its value back."""


@dataclass
class Widget:
    """What a tab knows of a widget; `about` is the element that the server has drawn."""

    id: str
    kind: str
    about: Any
    fragment: str = ""
    value: WidgetState | None = None


@dataclass
class Tab:
    """One session. `widgets` by the key that the app gave them; `errors` is what must not be."""

    url: str
    query: str = ""
    page: str = ""
    pages: dict[str, str] = field(default_factory=dict[str, str])  # address → name of its script
    widgets: dict[str, Widget] = field(default_factory=dict[str, Widget])
    texts: list[str] = field(default_factory=list[str])
    errors: list[str] = field(default_factory=list[str])
    received: int = 0

    def __post_init__(self) -> None:
        self.http = httpx.AsyncClient(base_url=self.url, timeout=TIMEOUT, limits=LIMITS)
        self._socket: ClientConnection | None = None
        self._seen: set[str] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.leave()

    async def open(self, page: str = "", **query: str) -> float:
        """Load the page, open the websocket and wait for the first run; return the seconds.

        A proxy keeps a class apart by the cookie that it gives with the page.
        """
        await self.leave()
        self.http = httpx.AsyncClient(base_url=self.url, timeout=TIMEOUT, limits=LIMITS)
        began = time.perf_counter()
        self._check(await self.http.get(f"/{page}"))
        self._socket = await self._connected()
        self.page, self.query = "", urlencode(query)
        await self.rerun(name=page)
        return time.perf_counter() - began

    async def _connected(self) -> ClientConnection:
        where = urlsplit(self.url)
        scheme = "wss" if where.scheme == "https" else "ws"
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        return await connect(
            f"{scheme}://{where.netloc}{where.path.rstrip('/')}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=f"{where.scheme}://{where.netloc}",  # type: ignore[arg-type]
            additional_headers={"Cookie": cookies} if cookies else {},
            compression=None,
            max_size=None,
            open_timeout=TIMEOUT,
            ping_interval=None,
        )

    async def leave(self) -> None:
        """Close the tab."""
        if self._socket:
            await self._socket.close()
            self._socket = None
        await self.http.aclose()
        self.widgets.clear()

    async def vanish(self) -> None:
        """Be gone without a word, as a lid that is shut: the server is left to find out."""
        if self._socket:
            self._socket.transport.pause_reading()  # no ping is answered from now on
            self._socket = None
        await self.leave()

    # What a hand does. Each returns the seconds until the page has run.

    async def set(self, key: str, value: Any) -> float:
        """Give a widget a value, of the type that it has on the wire."""
        widget = self.widgets[key]
        widget.value = _state(widget.id, KINDS[widget.kind], value)
        return await self.rerun(widget)

    async def press(self, key: str) -> float:
        """Press a button."""
        widget = self.widgets[key]
        return await self.rerun(widget, _state(widget.id, "trigger_value", True))

    async def ask(self, key: str, event: str, value: Any) -> float:
        """Let a component fire a trigger (`setTriggerValue`)."""
        widget = self.widgets[key]
        name = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{widget.id}__events"
        sent = json.dumps([{"event": event, "value": value}])
        return await self.rerun(widget, _state(name, "json_trigger_value", sent))

    async def tell(self, key: str, **states: Any) -> float:
        """Let a component change its state (`setStateValue`)."""
        return await self.set(key, json.dumps(states))

    async def turn(self, page: str) -> float:
        """Turn to another page by the menu."""
        self.page, self.query = self.pages[page], ""
        return await self.rerun()

    # The protocol.

    async def rerun(
        self, widget: Widget | None = None, once: WidgetState | None = None, name: str = ""
    ) -> float:
        """Ask for a run of the script, or of a widget's fragment, and wait until it has ended."""
        ask = BackMsg()
        wanted = ask.rerun_script
        wanted.query_string, wanted.page_script_hash, wanted.page_name = self.query, self.page, name
        wanted.fragment_id = widget.fragment if widget else ""
        wanted.context_info.locale = "en-US"
        wanted.context_info.url = self.url
        values = [known.value for known in self.widgets.values() if known.value]
        wanted.widget_states.widgets.extend([*values, once] if once else values)
        return await self.send(ask)

    async def send(self, ask: BackMsg) -> float:
        """Send a message that makes the script run and wait until the run has ended."""
        assert self._socket, "open a page first"
        began = time.perf_counter()
        self._seen.clear()
        async with asyncio.timeout(TIMEOUT):
            await self._socket.send(ask.SerializeToString())
            while not self._finished(await self._receive()):
                pass
        return time.perf_counter() - began

    async def _receive(self) -> ForwardMsg:
        assert self._socket
        raw = await self._socket.recv(decode=False)
        self.received += len(raw)
        answer = ForwardMsg()
        answer.ParseFromString(raw)
        return answer

    def _finished(self, answer: ForwardMsg) -> bool:
        """Take in a message; True when it says that the run has ended."""
        match answer.WhichOneof("type"):
            case "new_session":
                self._seen.clear()  # also where a run begins anew: another page, a newer request
                self.texts.clear()
            case "navigation":  # the page that the script chose for the address
                self.page = answer.navigation.page_script_hash
                self.pages = {
                    page.url_pathname: page.page_script_hash for page in answer.navigation.app_pages
                }
            case "delta":
                self._drawn(answer.delta)
            case "script_finished":
                return self._ended(answer.script_finished)
            case "page_not_found":
                self.errors.append("page not found")
            case _:
                pass
        return False

    def _ended(self, status: int) -> bool:
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return False
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.errors.append("compile error")
        if status == ForwardMsg.FINISHED_SUCCESSFULLY:
            self.widgets = {key: one for key, one in self.widgets.items() if key in self._seen}
        return True

    def _drawn(self, delta: Any) -> None:
        if delta.WhichOneof("type") == "add_block":
            if delta.add_block.HasField("popover"):
                self._known("popover", delta.add_block.popover, delta.fragment_id)
            return
        kind = delta.new_element.WhichOneof("type") or ""
        about: Any = getattr(delta.new_element, kind, None)
        if kind in KINDS:
            self._known(kind, about, delta.fragment_id)
        elif kind == "text":
            self.texts.append(about.body)
        elif kind == "exception":
            self.errors.append(f"exception: {about.type}")
        elif kind == "alert" and about.format == about.ERROR:
            self.errors.append(f"error: {about.body}")

    def _known(self, kind: str, about: Any, fragment: str) -> None:
        key = about.id.split("-", 2)[-1]
        if not about.id or key == "None":
            return  # a popover that nobody listens to, a widget without a key
        self._seen.add(key)
        before = self.widgets.get(key)
        same = before is not None and before.id == about.id
        value = _drawn_value(kind, about, before.value if before and same else None)
        self.widgets[key] = Widget(about.id, kind, about, fragment, value)

    def _check(self, answer: httpx.Response) -> None:
        if answer.status_code != 200:
            self.errors.append(f"{answer.request.url.path}: {answer.status_code}")


def _drawn_value(kind: str, about: Any, before: WidgetState | None) -> WidgetState | None:
    """Return the value that a widget now has: the tab's own, unless the server sets another."""
    if kind in ("text_input", "number_input", "checkbox"):
        told = about.value if about.set_value else about.default
    elif kind == "selectbox":
        told = about.raw_value if about.set_value else about.options[about.default]
    elif kind == "button_group":
        chosen = [about.options[place].content for place in about.default]
        told = list(about.raw_values) if about.set_value else chosen
    else:
        return before
    if before and not about.set_value:
        return before
    return _state(about.id, KINDS[kind], told)


def _state(name: str, kind: str, value: Any) -> WidgetState:
    state = WidgetState(id=name)
    if kind == "string_array_value":
        state.string_array_value.data.extend(value)
    elif kind == "file_uploader_state_value":
        state.file_uploader_state_value.CopyFrom(value)
    else:
        setattr(state, kind, value)
    return state
