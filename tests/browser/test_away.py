"""A server that dies: an open page goes on meanwhile, and comes back by itself as it was."""

import re
import socket
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import IDLE
from tests.browser.inside import READY
from tests.conftest import end, start, wait_until_ready

EDITED = "/effect?net=counter&seq=aaa&edits=clamp_f_all_0_end_0.5&t=2"
SET = "/film?net=task_adding&seq=0.5*+0.2*&train=adding~cell-gru~seed-3"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_pages_come_back_by_themselves_when_another_server_answers(
    browser: Browser, tmp_path: Path
):
    port, log = free_port(), tmp_path / "log"
    url = f"http://127.0.0.1:{port}"
    wait_until_ready(first := start(port, tmp_path, log), url, log)
    context = browser.new_context(locale="en-US")
    effect, film = context.new_page(), context.new_page()
    for page, path in ((effect, EDITED), (film, SET)):
        page.goto(url + path)
        page.wait_for_selector(READY)
    chip = effect.get_by_role("checkbox", name="Keep of every unit held at 50 %")
    expect(chip).to_be_enabled()
    end(first, kill=True)
    away = effect.get_by_text("The server does not answer.")
    expect(away).to_be_visible()
    expect(chip).to_be_disabled()
    wait_until_ready(second := start(port, tmp_path, log), url, log)
    try:
        expect(chip).to_be_enabled(timeout=15_000)
        expect(chip).to_be_checked()
        expect(away).to_be_hidden()
        expect(effect.get_by_role("textbox", name="Sequence")).to_have_value("aaa")
        expect(effect).to_have_url(re.compile("seq=aaa.*&t=2.*&edits=clamp_f_all_0_end_0.5$"))
        effect.wait_for_selector(IDLE)
        effect.get_by_role("button", name="Reset").click()  # the new server does what is asked
        expect(chip).to_have_count(0)
        expect(film.get_by_text("press Train, and the same network")).to_be_visible()
        expect(film.get_by_role("textbox", name="Sequence")).to_have_value("0.5* 0.2*")
        expect(film.get_by_text("Settings (2)")).to_be_visible()
    finally:
        context.close()
        end(second)
