"""Open every page in every language in a real browser and train a network; watch every request.

    python -m deploy.check_browser http://127.0.0.1:8501

Prints a line for each page; exits 1 if one shows an error or asks any other server for anything. It
needs requirements-dev.txt and a Chromium. For a container without network run it in the network
namespace of the container, as docs/deployment.md says.
"""

import shutil
import sys
import time

from playwright.sync_api import Browser, Page, expect, sync_playwright

from deploy.check_container import LANGUAGES, PAGES
from tests.browser.conftest import FLAGS, IDLE, NAMES, Watch

PICTURES = {"film": ".fm[data-step]", "networks": ".gl-column", "teachers": ".gl-line"}
WRONG = "[data-testid=stException], [data-testid=stAlertContentError]"
SECONDS = 60_000


def look(page: Page, url: str, name: str, lang: str) -> None:
    """Open a page and wait until its picture stands and its script has ended."""
    page.goto(f"{url}/{'' if name == PAGES[0] else name}?lang={lang}")
    expect(page.locator(PICTURES.get(name, ".belt[data-playing]")).first).to_be_visible()
    expect(page.locator(IDLE)).to_be_visible()
    expect(page.locator(WRONG)).to_have_count(0)


def train(page: Page, url: str) -> None:
    """Train a counter until it has solved its task."""
    page.goto(f"{url}/film?v=1&lang=en&net=task_anbn")
    page.locator(".fm[data-step]").wait_for()
    page.locator(".fm [data-do=train]").click()
    expect(page.locator(".fm")).to_have_attribute("data-stopped", "solved")


def check(browser: Browser, url: str) -> int:
    """Look at all pages; return how many of them are not fine."""
    watch, bad = Watch(url), 0
    page = browser.new_context(locale="en-US", reduced_motion="reduce").new_page()
    watch.over(page)
    acts = [(f"{name} {lang}", look, (name, lang)) for name in PAGES for lang in LANGUAGES]
    for title, act, of in [*acts, ("a training", train, ())]:
        began = time.perf_counter()
        try:
            act(page, url, *of)
        except AssertionError as error:
            watch.faults.append(str(error).splitlines()[0])
        said = "; ".join(watch.faults) or "fine"
        print(f"{title:14} {time.perf_counter() - began:6.1f} s  {said}", flush=True)
        bad += bool(watch.faults)
        watch.faults.clear()
    print(f"{len(watch.requested)} requests, each to {url}" if not bad else f"{bad} not fine")
    return bad


def main(url: str) -> int:
    """Check a server; return 0 if all is well."""
    expect.set_options(timeout=SECONDS)
    path = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        bad = check(browser, url)
        browser.close()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main((sys.argv[1:] or ["http://127.0.0.1:8501"])[0].rstrip("/")))
