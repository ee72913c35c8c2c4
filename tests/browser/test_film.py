"""The training film in a browser: it plays, rewinds, trains, compares, and says what went wrong."""

import json
import os
import re
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import lstm_core as lc
from app.belt import assets
from app.films import shipped_path
from app.trained import shipped
from tests.browser.inside import number, until

PHONE = {"width": 390, "height": 844}
STILL = {"reduced_motion": "reduce"}
# A training that takes long enough to be interrupted: nothing stops it before its last step.
LONG = "adding~hidden_size-48~batch-128~rate-0~stop-off"

READ = """async ([root, version, source, cell, x, n, unit]) => {
    const from = (name) => import(`${root}/belt/${version}/${name}.js`);
    const { Film } = await from('film_file');
    const { Reads } = await from('film_reads');
    const { loadCell } = await from('cells');
    const bytes = await (await fetch(`${root}/${source}`)).arrayBuffer();
    const film = new Film().add(new Uint8Array(bytes));
    const probe = { x: Float64Array.from(x.flat()), T: x.length, D: x[0].length };
    const read = new Reads(film, await loadCell(cell), probe).at(n);
    return { frames: film.length, c: [...read.signals.c], output: [...read.output],
        half: read.half[unit], saturated: read.saturated.i[unit] };
}"""


def opened(opener: Any, query: str = "", **look: Any) -> Page:
    page = opener(f"/film?{query}", **look)
    page.wait_for_selector(".fm[data-step]")
    return page


def film(page: Page, css: str = "") -> Locator:
    return page.locator(f".fm {css}".strip())


def ask(page: Page, what: str) -> None:
    film(page, f"[data-do={what}]").click()


def expect_still(page: Page) -> None:
    expect(film(page)).to_have_attribute("data-busy", "false", timeout=20_000)


def test_it_plays_by_itself_once_and_rewinds_the_belt_with_it(revisit):
    page = opened(revisit, "lang=en")
    last = str(shipped("adding").steps[-1])  # type: ignore[union-attr]
    expect(film(page)).to_have_attribute("data-step", last, timeout=15_000)
    expect(film(page)).to_have_attribute("data-playing", "false")
    expect(film(page, ".fm-caption")).to_contain_text("opens Write at the markers only")
    learnt = number(page, "f").text_content()
    hand = film(page, ".fm-main .fm-scrub").bounding_box()
    assert hand
    page.mouse.click(hand["x"] + 1, hand["y"] + 40)
    expect(film(page)).to_have_attribute("data-step", "0")
    expect(film(page, ".fm-caption")).to_contain_text(re.compile("^Step 0: .* It guesses"))
    until(page, lambda: number(page, "f").text_content() != learnt, "the belt stands still")


def test_keys_move_the_film_where_it_has_the_focus_and_the_belt_elsewhere(revisit):
    page = opened(revisit, "net=task_anbn&at=0", **STILL)
    hand = film(page, ".fm-main .fm-scrub")
    count = page.locator(".bt-count").text_content()
    hand.focus()
    page.keyboard.press("ArrowRight")
    steps = shipped("anbn").steps  # type: ignore[union-attr]
    expect(film(page)).to_have_attribute("data-step", str(steps[1]))
    page.keyboard.press("End")
    expect(film(page)).to_have_attribute("data-step", str(steps[-1]))
    expect(hand).to_have_attribute("aria-valuetext", re.compile(f"Step {steps[-1]} · .* right"))
    expect(film(page, ".fm-caption")).to_contain_text("counts. Its c moves one way at every a")
    page.keyboard.press("Space")
    expect(film(page)).to_have_attribute("data-playing", "true")
    page.keyboard.press("Space")
    expect(film(page)).to_have_attribute("data-playing", "false")
    assert page.locator(".bt-count").text_content() == count
    page.mouse.click(5, 5)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".bt-count")).not_to_have_text(count or "")


def test_what_is_read_in_the_browser_is_what_the_library_reads(revisit):
    page = opened(revisit, "net=task_adding", **STILL)
    made = shipped("adding")
    assert made
    n = len(made) // 2
    run = lc.TASKS["adding"].network(made.model(n)).run("0.5 0.2* 0.1 0.3* 0.9")
    root = page.url.split("/film")[0]
    args = [root, assets.version(), shipped_path("adding"), "lstm", run.x.tolist(), n, 1]
    got = page.evaluate(READ, args)
    trace = run.traces[0]
    assert got["frames"] == len(made)
    np.testing.assert_allclose(got["c"], trace.steps.c.ravel(), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(got["output"], np.array(run.readouts, float), rtol=1e-12, atol=1e-14)
    assert got["half"] == pytest.approx(lc.memory_length(trace).half_life[1], rel=1e-9)
    found = lc.saturation(trace, "i")
    assert got["saturated"] == [found.shut[1], found.open[1]]


def test_it_trains_to_solved_and_takes_the_network_along(revisit):
    page = opened(revisit, "net=task_anbn", **STILL)
    ask(page, "step")
    expect(film(page)).to_have_attribute("data-step", "1", timeout=20_000)
    expect_still(page)
    ask(page, "train")
    expect(film(page)).to_have_attribute("data-stopped", "solved", timeout=30_000)
    expect_still(page)
    assert film(page).get_attribute("data-step") == str(shipped("anbn").steps[-1])  # type: ignore[union-attr]
    ask(page, "slow")
    for phase in ("forward", "loss", "backward", "update"):
        film(page, f".fm-slow [data-phase={phase}]").click()
        expect(film(page, ".fm-slow")).to_have_attribute("data-phase", phase)
    expect(film(page, ".fm-slow-caption")).to_contain_text("The largest change of a weight is")
    ask(page, "inside")
    expect(page).to_have_url(re.compile(r"/inside\?.*net=task_anbn&.*train=anbn%7Eto-\d+"))


def test_two_films_stand_under_one_hand(revisit):
    page = opened(revisit, "net=task_anbn", **STILL)
    ask(page, "pin")
    ask(page, "seed")
    expect(film(page, ".fm-panel")).to_have_count(2)
    expect(film(page, ".fm-panel").last.locator("h3")).to_contain_text("seed")
    ask(page, "train")
    expect_still(page)
    ask(page, "pin")
    expect(film(page, ".fm-panel")).to_have_count(1)


def stream(page: Page, heard: list[str]) -> None:
    page.on("request", lambda r: heard.append(r.url) if "/film/live/" in r.url else None)


def status(url: str) -> str:
    """How the training of a stream stands: its first piece says it."""
    try:
        with urllib.request.urlopen(url.split("?")[0] + "?from=9999", timeout=5) as answer:
            size = int.from_bytes(answer.read(4), "little")
            head = answer.read(size)
    except urllib.error.HTTPError:
        return "gone"
    texts = json.loads(head[8 : 8 + int.from_bytes(head[:8], "little")])["__metadata__"]
    return json.loads(texts["status"])["status"]


def test_pausing_going_on_and_closing_the_tab(open_page):
    page = opened(open_page, f"net=task_adding&train={LONG}", **STILL)
    heard: list[str] = []
    stream(page, heard)
    ask(page, "train")
    expect(film(page)).to_have_attribute("data-busy", "true", timeout=20_000)
    expect(film(page, ".fm-status")).to_contain_text("steps/s", timeout=20_000)
    ask(page, "pause")
    expect_still(page)
    assert status(heard[-1]) == "paused"
    step = int(film(page).get_attribute("data-step") or 0)
    ask(page, "train")
    until(page, lambda: int(film(page).get_attribute("data-step") or 0) > step, "no step", 20)
    page.close()
    for wait in (2, 4, 8):  # whoever asks in between is a reader, too
        time.sleep(wait)
        if status(heard[-1]) in ("cancelled", "gone"):
            return
    pytest.fail("a training goes on that nobody watches")


def workers(server: str) -> list[int]:
    """The processes in which this server trains: its modest descendants."""
    port = f"--server.port={server.rsplit(':', 1)[1]}"
    stats: dict[int, tuple[int, int]] = {}
    roots: set[int] = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_text()
        except OSError:
            continue
        stats[int(folder.name)] = int(fields[1]), int(fields[16])
        roots |= {int(folder.name)} if port in command else set()

    def below(pid: int) -> bool:
        return pid in roots or (pid in stats and below(stats[pid][0]))

    usual = min(stats[pid][1] for pid in roots)
    return [pid for pid, (_, nice) in stats.items() if nice > usual and below(pid)]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes by /proc")
def test_a_worker_that_is_killed_is_said_and_the_next_training_works(open_page, server):
    page = opened(open_page, f"net=task_adding&train={LONG}", **STILL)
    ask(page, "train")
    expect(film(page, ".fm-status")).to_contain_text("steps/s", timeout=20_000)
    for pid in workers(server):
        os.kill(pid, signal.SIGKILL)
    expect(film(page, ".fm-status")).to_contain_text("The worker was lost", timeout=20_000)
    expect_still(page)
    step = int(film(page).get_attribute("data-step") or 0)
    ask(page, "epoch")
    until(page, lambda: int(film(page).get_attribute("data-step") or 0) > step, "no step", 20)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_on_a_phone_in_the_dark_it_fits_and_thumbs_reach_it(revisit, lang):
    page = opened(revisit, f"lang={lang}", viewport=PHONE, color_scheme="dark", **STILL)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for button in film(page, "button:visible").all():
        box = button.bounding_box()
        assert box and box["height"] >= 44, button.text_content()
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


def test_after_a_file_that_is_no_film_the_page_goes_on(revisit):
    page = opened(revisit, "net=task_latch", **STILL)
    page.locator(".st-key-film_file button").click()
    junk: Any = {"name": "x.safetensors", "mimeType": "application/octet-stream"}
    page.locator("input[type=file]").set_input_files([junk | {"buffer": bytes(2000)}])
    expect(page.locator(".st-key-notices, .stAlert").first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_text("中文", exact=True).click()  # another run, in which the file is forgotten
    expect(page.get_by_role("textbox", name="让网络读的序列")).to_be_visible()
    expect(film(page)).to_be_visible()
