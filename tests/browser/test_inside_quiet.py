"""Watching runs no script on the server, and a script that runs does not stop the watching."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.i18n import words
from tests.browser.inside import (
    belt,
    choose_language,
    choose_speed,
    computed,
    drag,
    expect_playing,
    expect_step,
    gate,
    link_to,
    middle,
    play_every_step,
    read,
)


@pytest.fixture
def sent(lasting) -> list[bytes]:
    """Every message that the page sends to the server, as bytes."""
    frames: list[bytes] = []

    def note(payload: Any) -> None:
        frames.append(payload.encode() if isinstance(payload, str) else payload)

    lasting[0].on("websocket", lambda socket: socket.on("framesent", note))
    return frames


def expect_silence(page: Page, sent: list[bytes], since: int) -> None:
    """Nothing was sent since, for the next message to arrive is one that we cause now."""
    read(page, "sentinel speak")
    expect_step(page, 2, 2)  # read to its end: nothing in it is an event
    assert b"sentinel" in sent[since]


def scrub(page: Page) -> None:
    token = belt(page, ".bt-token")
    drag(page, middle(token.nth(1)), middle(token.nth(7)), middle(token.nth(4)))
    expect_step(page, 5, 9)


def hold(page: Page) -> None:
    x, y = middle(gate(page, "f"))
    drag(page, (x, y), (x, y + 40))
    expect(gate(page, "f")).to_have_class("bt-gate is-held")
    gate(page, "i").click()
    belt(page, ".bt-card [data-act=open]").click()
    belt(page, ".bt-card [data-act=arithmetic]").click()
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    belt(page, ".bt-free").click()


def watch_and_touch(page: Page) -> None:
    belt(page, ".bt-play").click()
    expect_playing(page)
    belt(page, ".bt-play").click()
    expect_playing(page, False)
    belt(page, ".bt-next").click()
    expect_playing(page, False)
    belt(page, ".bt-back").click()
    scrub(page)
    choose_speed(page, 10)
    belt(page, ".bt-name").nth(2).click()
    expect(belt(page, ".bt-lane[data-unit='2']")).to_have_class("bt-lane is-focus")
    hold(page)
    belt(page, ".bt-all").click()
    expect(belt(page, ".is-future")).to_have_count(0)
    page.keyboard.press("End")
    expect_step(page, 9, 9)
    belt(page, ".bt-about").click()


def test_play_step_scrub_focus_speed_hold_and_show_all_send_nothing(open_inside, sent):
    page = open_inside(link_to("grew_up_in", t=2))
    assert sent, "the page itself sends messages, or nothing is proved"
    before = len(sent)
    watch_and_touch(page)
    expect(page).to_have_url(re.compile("[?&]t=9&"))  # the address follows a little later
    expect_silence(page, sent, since=before)


def example(page: Page, text: str) -> Locator:
    page.get_by_role("button", name=words("en")("widgets.examples")).click()
    return page.get_by_role("button", name=text, exact=True)


def test_a_rerun_by_another_widget_does_not_stop_the_playing(open_inside, sent):
    link = link_to("grew_up_in", t=0)
    page = open_inside(link)
    play_every_step(page)
    page.evaluate(
        """() => { window.stops = 0; const host = document.querySelector('.belt');
        new MutationObserver(() => { window.stops += host.dataset.playing !== 'true'; })
          .observe(host, { attributes: true, attributeFilter: ['data-playing'] }); }"""
    )
    before = len(sent)
    same = example(page, link.seq)
    seen = belt(page, ".bt-count").inner_text()
    same.click()
    page.wait_for_selector("[data-test-script-state=notRunning]")
    expect(belt(page, ".bt-count")).not_to_have_text(seen)
    assert len(sent) > before, "no script ran"
    expect_playing(page)
    assert page.evaluate("window.stops") == 0


# Whether the picture goes through twelve more keyframes (a step has ten) and still plays.
GOES_ON = """() => new Promise((done) => {
    const stage = document.querySelector('.bt-stage');
    const playing = () => document.querySelector('.belt').dataset.playing === 'true';
    let seen = 0;
    const watch = new MutationObserver(() => { if (++seen === 12) done(playing()); });
    watch.observe(stage, { attributes: true, attributeFilter: ['data-k'] });
    setTimeout(() => done(false), 10000);
})"""


def expect_to_play_on(page: Page) -> None:
    assert page.evaluate(GOES_ON), "it stands still"


def test_a_change_of_language_does_not_stop_the_playing(open_inside):
    page = open_inside(link_to("counter", t=0, speed=3.0))
    play_every_step(page)
    choose_language(page, "zh")
    expect(belt(page, ".bt-question")).to_have_text(words("zh")("networks.counter.question"))
    expect_to_play_on(page)


def test_a_change_of_language_keeps_what_the_learner_typed_and_its_step(open_inside):
    link = link_to("grew_up_in", ("f", 0, 0.5), seq="I grew up in Japan so I speak", t=4)
    page = open_inside(link)
    steps = len(computed(link).x)
    expect_step(page, 4, steps)
    choose_language(page, "zh")
    expect(belt(page, ".bt-question")).to_have_text(words("zh")("networks.grew_up_in.question"))
    expect_step(page, 4, steps)
    expect(gate(page, "f")).to_have_class("bt-gate is-held")


def test_a_change_of_theme_or_of_size_does_not_stop_the_playing(open_inside):
    page = open_inside(link_to("random", t=0, speed=3.0))
    play_every_step(page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".belt[data-theme=dark]")).to_be_attached()
    expect_to_play_on(page)
    page.set_viewport_size({"width": 600, "height": 800})
    expect(page.locator(".belt[data-layout=narrow]")).to_be_attached()
    expect_to_play_on(page)


def test_choosing_a_unit_does_not_stop_the_playing(open_inside):
    page = open_inside(link_to("random", t=0, speed=3.0))
    play_every_step(page)
    belt(page, ".bt-name").nth(3).click()
    expect(belt(page, ".bt-tape-name.is-focus")).to_have_count(1)
    expect_to_play_on(page)


def test_the_picture_comes_from_the_server_alone(open_inside, lasting):
    watch = lasting[1]
    watch.requested.clear()
    page = open_inside(link_to("random", t=3))
    gate(page, "i").first.press("Enter")
    expect(belt(page, ".bt-card")).to_be_visible()
    assert any("/belt/" in url for url in watch.requested)
    assert {
        url.split("/")[2] for url in watch.requested if not url.startswith(("blob:", "data:"))
    } == {watch.server.split("/")[2]}
