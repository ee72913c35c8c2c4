"""A real browser, and pages that are watched: no error, and no request that leaves the server."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from app.share import Link
from tests.browser.inside import READY, path_of
from tests.browser.printed import Execute, executing

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
# Streamlit's page asks a deep link's folder first for the server: two harmless 404s.
DEEP_LINK_404 = re.compile(r"/[^/]+/_stcore/(health|host-config)$")
LOOK = ("color_scheme", "reduced_motion")  # what a tab can be told anew
PLAIN: dict[str, Any] = {"color_scheme": "light", "reduced_motion": "no-preference"}

BROWSER = Path(__file__).parent

OpenPage = Callable[..., Page]
OpenInside = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test in a browser, and no other, a second try.

    Server, browser and another test share two processors: now and then an answer comes later than
    anybody waits for it. A defect fails twice. Whatever needed its second try is in the summary.
    """
    for item in items:
        if item.path.is_relative_to(BROWSER):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no chromium or chrome on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Watch:
    """What a page did that it should not have done."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.faults: list[str] = []
        self.requested: list[str] = []

        self.heard: dict[Any, Callable[[Any], None]] = {
            "console": self._console,
            "pageerror": lambda error: self.faults.append(f"page error: {error}"),
            "request": lambda request: self._request(request.url),
            "websocket": lambda socket: self._request(socket.url.replace("ws", "http", 1)),
        }

    def over(self, page: Page) -> None:
        for event, hear in self.heard.items():
            page.on(event, hear)

    def leave(self, page: Page) -> None:
        for event, hear in self.heard.items():
            page.remove_listener(event, hear)

    def _console(self, message: ConsoleMessage) -> None:
        known = DEEP_LINK_404.search(message.location.get("url", ""))
        if message.type == "error" and not known:
            self.faults.append(f"console: {message.text}")

    def _request(self, url: str) -> None:
        self.requested.append(url)
        if not url.startswith((f"{self.server}/", "blob:", "data:")):
            self.faults.append(f"left the server: {url}")


@pytest.fixture
def watch(server: str) -> Watch:
    return Watch(server)


class Profile:
    """Tabs of one set of options of `new_context`. A tab that is back opens pages twice as fast."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.free: list[Page] = []

    def tab(self, anew: bool) -> Page:
        return self.free.pop() if self.free and not anew else self.context.new_page()

    def back(self, tab: Page, server: str) -> None:
        """Take a tab back as of somebody who was never here."""
        tab = self.context.new_page() if tab.is_closed() else tab  # a test may close its own
        leave(tab)
        session = self.context.new_cdp_session(tab)
        kinds = {"origin": server, "storageTypes": "local_storage,cookies"}
        session.send("Storage.clearDataForOrigin", kinds)
        session.detach()
        self.free.append(tab)


def leave(page: Page) -> None:
    """Go where nothing moves: a picture that goes on takes half a processor from other tests."""
    if page.url != "about:blank":
        page.goto("about:blank")
    page.unroute_all()
    page.mouse.up()


def second(request: pytest.FixtureRequest) -> bool:
    """Tell whether this is a test's second try."""
    return getattr(request.node, "execution_count", 1) > 1


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[Callable[..., Profile]]:
    """Hand out a profile for a set of options, which keeps what the browser has fetched."""
    kept: dict[str, Profile] = {}

    def profile_of(**options: Any) -> Profile:
        name = repr(sorted(options.items()))
        if name not in kept:
            kept[name] = Profile(browser.new_context(**options))
        return kept[name]

    yield profile_of
    for one in kept.values():
        one.context.close()


@pytest.fixture
def open_page(
    profile: Callable[..., Profile], server: str, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Open a path as somebody who was never here; options as of `new_context`.

    Scripts come from the browser's cache; what the app has stored in it is cleared after the test.
    Wait with `expect`: `wait_for_function` evaluates a string, which the app's policy refuses.
    """
    tabs: list[tuple[Profile, Page]] = []

    def open_it(path: str = "/", **options: Any) -> Page:
        look = {name: options.pop(name) for name in LOOK if name in options}
        size = options.pop("viewport", {"width": 1280, "height": 720})
        mine = profile(**{"locale": "en-US", **options})
        page = mine.tab(anew=second(request))
        tabs.append((mine, page))
        page.set_viewport_size(size)
        page.emulate_media(**PLAIN | look)
        watch.over(page)
        page.goto(server + path)
        page.wait_for_selector(IDLE)
        return page

    yield open_it
    for mine, page in tabs:
        watch.leave(page)
        mine.back(page, server)
    assert watch.faults == []


@pytest.fixture(scope="session")
def lasting(browser: Browser, server: str) -> Iterator[tuple[Page, Watch]]:
    """One tab for many tests: it keeps plotly.js, so a page opens four times as fast."""
    page = browser.new_page(locale="en-US")
    watch = Watch(server)
    watch.over(page)
    yield page, watch
    page.context.close()


@pytest.fixture
def revisit(lasting: tuple[Page, Watch]) -> Iterator[OpenPage]:
    """Open a path with the belt in the tab that lasts; `look` are options of `emulate_media`."""
    page, watch = lasting
    leave(page)  # the test before may have broken off
    watch.faults.clear()

    def open_it(path: str, viewport: Any = None, **look: Any) -> Page:
        page.set_viewport_size(viewport or {"width": 1366, "height": 768})
        page.emulate_media(**PLAIN | look)
        page.goto(watch.server + path)
        page.wait_for_selector(READY)
        return page

    yield open_it
    leave(page)
    assert watch.faults == []


@pytest.fixture
def open_inside(revisit: OpenPage) -> OpenInside:
    """Open a state of the page "Inside the cell", or of another one that shows the belt."""

    def open_it(link: Link, size: Any = None, at: str = "inside", **look: Any) -> Page:
        return revisit(path_of(link, at), size, **look)

    return open_it


@pytest.fixture(scope="session")
def execute() -> Iterator[Execute]:
    """Run what the code view prints."""
    with executing() as run:
        yield run
