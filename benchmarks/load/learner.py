"""A learner in a real browser, to whom things happen: what is seen meanwhile, and what is left.

Four tabs are open: a sequence with a gate that is held, edits of a network, settings of a training
that was not begun, and a network that has been trained. `Learner.after(fault)` tells what a fault
did to them.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

import numpy as np
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import TimeoutError as TooLate
from safetensors.numpy import load

from app.i18n import words

Array = np.ndarray[Any, Any]

PATIENCE: Final = 40.0  # seconds until a page counts as lost
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
RECIPE: Final = "adding~hidden_size-16~length-20~steps-2500~stop-off~seed-3"
NEXT: Final = "latch~cell-gru~rate-0.02~seed-5"
TABS: Final = {
    "inside": "/inside?lang=en&net=counter&seq=aaa.aa&t=4&hold=f:all:0.7",
    "effect": "/effect?lang=en&net=latch&seq=S.R&t=2&edits=clamp_f_all_0_end_0.5",
    "settings": f"/film?lang=en&net=task_latch&settings={NEXT}&beside=latch&at=100",
    "film": f"/film?lang=en&net=task_adding&train={RECIPE}",
}
QUIET: Final = ("t", "at", "v")  # where the hand stands moves by itself
CLIENT: Final = ("lost", "away", "failed", "missing")  # of `film.status`: something is wrong

# What of a page is on the screen now. A notice that was there before the fault is no news.
LOOK: Final = """() => {
  const visible = (one) => one.checkVisibility({ checkOpacity: true });
  const shown = (css) => [...document.querySelectorAll(css)]
    .filter(visible).map((one) => one.innerText.trim());
  const app = document.querySelector('[data-testid=stApp]');
  return {
    up: app?.dataset.testConnectionState === 'CONNECTED',
    idle: app?.dataset.testScriptState === 'notRunning',
    said: shown(`.st-key-away, .st-key-notices [data-testid=stText],
      [data-testid=stFileUploaderFileErrorMessage],
      body:has(.stApp:not([data-test-connection-state=CONNECTED])) [data-testid=stDialog]`),
    status: shown('.fm-status')[0] ?? '',
    broken: shown('[data-testid=stException], [data-testid=stAlert]'),
  };
}"""


class Found(NamedTuple):
    """What a fault did: sentences, seconds until everything worked again, and what was lost."""

    said: tuple[str, ...]
    seconds: float
    lost: tuple[str, ...]
    same: bool  # the network that was trained again is the one of before, to the bit


class Learner:
    """Somebody with four tabs on one server."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context, self.url = context, url
        self.tabs: dict[str, Page] = {}
        self.streams: list[str] = []
        for name, path in TABS.items():
            page = self.tabs[name] = context.new_page()
            page.on("request", lambda request: self._request(request.url))
            page.goto(url + path)
            page.wait_for_selector(".belt[data-playing]", timeout=1000 * PATIENCE)
            self._settled(page)
        self.film.wait_for_selector(".fm[data-step]", timeout=1000 * PATIENCE)
        self.said: set[str] = set()
        self.train()
        self.weights = self.trained()
        self.known = self._sentences()
        self.before = self._state()

    @property
    def film(self) -> Page:
        """The tab with the film page."""
        return self.tabs["film"]

    def _request(self, url: str) -> None:
        if "/film/live/" in url:
            self.streams.append(url)

    # What is seen.

    def look(self) -> list[dict[str, Any]]:
        """Look at all tabs, and remember the sentences that are new."""
        seen: list[dict[str, Any]] = []
        for page in self.tabs.values():
            try:
                seen.append(page.evaluate(LOOK))
            except BrowserError:  # between two documents
                seen.append({"up": False, "idle": False, "said": [], "status": "", "broken": []})
        self.said |= {one for look in seen for one in self._told(look)} - self.known
        return seen

    def _sentences(self) -> set[str]:
        return {one for page in self.tabs.values() for one in self._told(page.evaluate(LOOK))}

    @staticmethod
    def _told(look: dict[str, Any]) -> list[str]:
        wrong = [words("en")(f"film.status.{name}") for name in CLIENT]
        return [*look["said"], *(one for one in [look["status"]] if one in wrong), *look["broken"]]

    def _state(self) -> dict[str, str]:
        """Return what must survive: what was chosen, in the addresses and on the pages."""
        state: dict[str, str] = {}
        for name, page in self.tabs.items():
            query = parse_qs(urlsplit(page.url).query)
            told = {key: value[0] for key, value in query.items() if key not in QUIET}
            state |= {f"{name}: {key}": value for key, value in told.items()}
            state[f"{name}: field"] = self._field(page).input_value()
        for name in ("settings", "film"):
            chosen = self.tabs[name].locator(".st-key-film_settings")
            state[f"{name}: settings shown"] = chosen.inner_text()
        chips = self.tabs["effect"].locator("[class*=st-key-chip_] label")
        state["effect: edits shown"] = " / ".join(chips.all_inner_texts())
        return state

    @staticmethod
    def _field(page: Page) -> Locator:
        return page.get_by_role("textbox", name=words("en")("widgets.sequence"), exact=True)

    # What is done.

    def train(self) -> None:
        """Press the button that trains, or goes on, and wait for the end."""
        self.begin()
        self.film.wait_for_selector(".fm[data-busy=false]", timeout=1000 * PATIENCE)

    def begin(self, anew: bool = False) -> None:
        """Set the training going, from its first weights if it is to begin `anew`."""
        if anew:
            self.film.locator("[data-do=reset]").click()
            self.film.wait_for_selector(".fm[data-step='0']", timeout=1000 * PATIENCE)
            self._settled(self.film)
        self.film.locator("[data-do=train]").click(timeout=1000 * PATIENCE)
        self.film.wait_for_selector(".fm[data-busy=true]", timeout=1000 * PATIENCE)

    def hear(self, *names: str) -> None:
        """Wait until the film page says one of these states of a training."""
        wanted = [words("en")(f"film.status.{name}") for name in names]
        status = self.film.locator(".fm-status")
        for _ in range(int(PATIENCE * 10)):
            self.look()
            if status.inner_text().strip() in wanted:
                return
            self.film.wait_for_timeout(100)

    def upload(self, size: int) -> None:
        """Open a file on the film page that is none of ours."""
        page = self.tabs["settings"]
        page.locator(".st-key-film_file button").click()
        file = {"name": "x.safetensors", "mimeType": "application/octet-stream"}
        page.locator("input[type=file]").set_input_files([{**file, "buffer": bytes(size)}])  # type: ignore[list-item]
        for _ in range(30):
            self.look()
            page.wait_for_timeout(100)
        page.keyboard.press("Escape")

    def trained(self) -> dict[str, Array]:
        """Return the last frame of the training on show, all its arrays."""
        source = re.sub(r"from=\d+", "from=0", self.streams[-1])
        body, last, at = self.context.request.get(source).body(), dict[str, Array](), 0
        while at < len(body):
            size = int.from_bytes(body[at : at + 4], "little")
            piece = load(body[at + 4 : at + 4 + size])
            last = {name: one[-1] for name, one in piece.items() if len(one)} or last
            at += 4 + size
        return last

    def after(self, fault: Callable[["Learner"], None]) -> Found:
        """Let something happen; return what it did."""
        began = time.monotonic()
        fault(self)
        up = False
        while not up and time.monotonic() - began < PATIENCE:
            up = all(one["up"] and one["idle"] for one in self.look())
            self.film.wait_for_timeout(100)
        seconds = time.monotonic() - began
        self.film.wait_for_timeout(1000)  # the address follows the picture
        self.look()
        now = self._state()
        lost = [] if up else ["the connection"]
        lost += [
            f"{name} ({value} → {now.get(name)})"
            for name, value in self.before.items()
            if now.get(name) != value
        ]
        lost += self._dead() if up else []
        return Found(tuple(sorted(self.said)), seconds, tuple(lost), up and self._trains_the_same())

    def _trains_the_same(self) -> bool:
        """Train once more by the recipe in the link; tell whether the network is the same."""
        button = self.film.locator("[data-do=train]")
        if not button.is_enabled() or self.film.locator(".fm[data-step='0']").count() == 0:
            self.film.locator("[data-do=reset]").click()
            self._settled(self.film)
        self.train()
        now = self.trained()
        return now.keys() == self.weights.keys() and all(
            np.array_equal(one, now[name], equal_nan=True)
            for name, one in self.weights.items()
            if name != "seconds"
        )

    def _dead(self) -> Iterator[str]:
        """Name the tabs on which a hand does nothing any more."""
        for name, text in (("inside", "aa"), ("effect", "SS")):
            page = self.tabs[name]
            self._field(page).fill(text)
            self._field(page).press("Enter")
            try:
                page.wait_for_url(re.compile(f"seq={text}&"), timeout=15_000)
            except TooLate:
                yield f"{name} is dead"

    def _settled(self, page: Page) -> None:
        page.wait_for_selector(
            "[data-testid=stApp][data-test-script-state=notRunning]", timeout=1000 * PATIENCE
        )
        page.wait_for_timeout(600)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the browser that is installed."""
    import shutil

    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
