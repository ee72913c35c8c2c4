"""What a large run costs the browser, against bounds: python benchmarks/bench_browser.py

Starts the app and a headless Chromium. Times are waiting times of one run on one machine, so every
bound is a ratio to a smaller case, or holds only where a bare animation loop reaches 55 frames a
second. Exits with 1 when a figure is past its bound.
"""

import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from app.i18n import words
from benchmarks.bench_app import Row, report, serving

WORDS = words("en")
FLAGS = ["--no-sandbox", "--disable-gpu"]
TEXT = "the cat sat on the mat and then it ran off " * 12
SIZES = ((8, 100), (64, 100), (8, 500))
ROUNDS = 7
SEEK = """async () => {
  const field = document.querySelector('.bt-tape-field');
  field.setPointerCapture = () => {};
  const { left, top, width } = field.getBoundingClientRect();
  const drawn = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0)));
  const times = [];
  for (let k = 1; k < 24; k++) {
    const at = { clientX: left + (width * ((k * 7) % 24)) / 24, clientY: top + 8, bubbles: true };
    const from = performance.now();
    field.dispatchEvent(new PointerEvent('pointerdown', at));
    await drawn();
    times.push(performance.now() - from);
    field.dispatchEvent(new PointerEvent('pointerup', at));
    await new Promise((go) => setTimeout(go, 60));
  }
  return times;
}"""
FRAMES = """async () => {
  const until = performance.now() + 3000;
  let count = 0;
  while (performance.now() < until) {
    await new Promise(requestAnimationFrame);
    count++;
  }
  return count / 3;
}"""

# Milliseconds from each move of a hand that drags a weight until every view has been drawn.
DRAG = """async () => {
  const cell = document.querySelector(".bt-w-cell[data-row='0'][data-column='0']");
  cell.setPointerCapture = () => {};
  const drawn = () => new Promise((go) =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go, 0))));
  const { left, top } = cell.getBoundingClientRect();
  const send = (type, up) => cell.dispatchEvent(new PointerEvent(type, {
    clientX: left + 4, clientY: top + 4 - up, bubbles: true, button: 0, pointerId: 1 }));
  const times = [];
  send('pointerdown', 0);
  for (let k = 1; k < 30; k++) {
    const from = performance.now();
    send('pointermove', 6 + 3 * k);
    await drawn();
    if (k > 3) times.push(performance.now() - from);  // what is fetched late is there by now
    await new Promise((go) => setTimeout(go, 60));
  }
  send('pointerup', 90);
  return times;
}"""

# Milliseconds from a click on an element until a question is on the screen.
UNTIL_QUESTION = """(target, question) => new Promise((done) => {
  const start = performance.now();
  const look = () => document.querySelector('.bt-question')?.textContent === question
    ? done(performance.now() - start) : requestAnimationFrame(look);
  target.click();
  look();
})"""


def address(port: int, size: int, steps: int, **more: object) -> str:
    query = {"net": "random", "size": size, "seq": TEXT[:steps], "t": 1, **more}
    return f"http://127.0.0.1:{port}/inside?{urlencode(query)}"


def first_picture(page: Page, url: str) -> float:
    """Return the seconds from asking for an address to its picture; plotly.js is cached."""
    page.goto("about:blank")
    before = page.evaluate("performance.timeOrigin + performance.now()")
    page.goto(url, wait_until="commit")
    page.wait_for_selector(".belt[data-playing]")
    return (page.evaluate("performance.timeOrigin + performance.now()") - before) / 1000


def frames_playing(page: Page, url: str) -> float:
    page.goto(url)
    page.wait_for_selector(".belt[data-playing=false]")
    page.click(".belt .bt-play", modifiers=["Shift"])
    page.wait_for_selector(".belt[data-playing=true]")
    return page.evaluate(FRAMES)


def opening_to_changing(page: Page, port: int) -> float:
    """Return how much longer a card of the gallery takes to open than Inside to change networks."""
    page.goto(f"http://127.0.0.1:{port}/networks?lang=en")
    opened, changed = [], []
    for net, other in (("parity", "latch"), ("mod3", "dyck1"), ("counter", "anbn")):
        card = page.locator(f".gl-card[data-net={net}]")
        card.wait_for()
        page.wait_for_timeout(1500)  # the reader looks; what Inside needs is fetched meanwhile
        opened.append(card.evaluate(UNTIL_QUESTION, WORDS(f"networks.{net}.question")))
        page.wait_for_selector(".belt[data-playing]")
        title = WORDS(f"networks.{other}.title")
        page.locator(".st-key-net").get_by_role("combobox").fill(title)
        option = page.get_by_role("option", name=title, exact=True)
        changed.append(option.evaluate(UNTIL_QUESTION, WORDS(f"networks.{other}.question")))
        page.get_by_role("link", name=WORDS("page.networks.title")).click()
    return statistics.median(opened) / statistics.median(changed)


def weight_drag(page: Page, port: int) -> float:
    """Return how long all views take to follow a weight under a hand."""
    page.goto(address(port, 32, 64, view="weights").replace("/inside?", "/effect?"))
    page.wait_for_selector(".belt[data-playing=false] .bt-w-cell")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    return statistics.median(page.evaluate(DRAG))


def measure(page: Page, port: int) -> Iterator[Row]:
    first_picture(page, address(port, 8, 100))  # everything is fetched once
    times: dict[tuple[int, int], list[float]] = {size: [] for size in SIZES}
    for _ in range(ROUNDS):
        for size in SIZES:
            times[size].append(first_picture(page, address(port, *size)))
    small = statistics.median(times[SIZES[0]])
    for units, steps in SIZES[1:]:
        ratio = statistics.median(times[units, steps]) / small
        yield Row(f"first picture, {units} x {steps} / 8 x 100", ratio, 1.5, "x")
    yield Row("open from the gallery / change inside", opening_to_changing(page, port), 4, "x")
    for units, steps in SIZES:
        for view in ("machine", "strips"):
            first_picture(page, address(port, units, steps, view=view))
            seek = statistics.median(page.evaluate(SEEK))
            yield Row(f"seek, {units} x {steps}, {view}", seek, 60, "ms median")
    yield Row("weight dragged, 32 x 64, all views drawn", weight_drag(page, port), 200, "ms median")
    page.goto("about:blank")
    bare = page.evaluate(FRAMES)
    yield Row("ms a frame, bare loop", 1000 / bare, 1000 / 55, "ms")
    for units, frames in ((8, 45), (64, 30)):
        playing = frames_playing(page, address(port, units, 100))
        yield Row(f"ms a frame, playing {units} x 100", 1000 / playing, 1000 / frames, "ms")


def main() -> int:
    """Measure everything against its bounds; return 1 when a figure is past its own."""
    browser_path = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        return report(measure(page, server.port))


if __name__ == "__main__":
    sys.exit(main())
