"""What a screen reader hears: the sentence of a step and of a pause, never while it plays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.i18n import words
from app.share import Link
from tests.browser.inside import (
    belt,
    choose_language,
    expect_playing,
    expect_step,
    gate,
    link_to,
    play_every_step,
)

OpenInside = Callable[..., Page]
# Everything that the live region has said since, in order.
LISTEN = """() => {
    window.heard = [];
    const region = document.querySelector('.bt-spoken');
    new MutationObserver(() => window.heard.push(region.textContent)).observe(region, {
        childList: true, characterData: true, subtree: true,
    });
}"""
# One of each kind of answer; a network that answers nothing; and cells with other stories.
KINDS = {
    "speak": link_to("grew_up_in", t=3),
    "count": link_to("counter", t=3),
    "switch": link_to("latch", t=3),
    "number": link_to("adding", t=3),
    "letters": link_to("quotes_en", t=3),
    "several": link_to("temporal_order", t=3),
    "chinese": link_to("grew_up_in", t=3, lang="zh"),
    "gru": Link(net="random", cell="gru", size=4, seq="hello", t=3),
    "rnn": Link(net="random", cell="rnn", size=4, seq="hello", t=3),
    "rnn in chinese": Link(net="random", cell="rnn", size=4, seq="你好，记忆", t=3, lang="zh"),
}


def expect_heard(page: Page, t: int, T: int) -> str:
    """The region says where we are and the sentence on the screen; return what it says."""
    expect_step(page, t, T)
    expect(belt(page, ".bt-spoken")).to_contain_text(f"{t} / {T} · ")
    caption = belt(page, ".bt-caption").inner_text()
    assert len(caption) > 5
    expect(belt(page, ".bt-spoken")).to_contain_text(caption)
    return belt(page, ".bt-spoken").inner_text()


def length(page: Page) -> int:
    return int(belt(page, ".bt-count").inner_text().split("/")[1])


@pytest.mark.parametrize("kind", KINDS)
def test_every_step_is_heard_forth_and_back(open_inside: OpenInside, kind: str) -> None:
    link = KINDS[kind]
    page = open_inside(link, reduced_motion="reduce")
    region = belt(page, ".bt-spoken")
    expect(region).to_have_attribute("aria-live", "polite")
    T = length(page)
    before = expect_heard(page, link.t, T)
    page.keyboard.press("ArrowLeft")
    expect(region).not_to_have_text(before)
    expect_heard(page, link.t - 1, T)
    page.keyboard.press("ArrowRight")
    expect_heard(page, link.t, T)
    page.keyboard.press("End")
    expect_heard(page, T, T)


def test_nothing_is_said_while_it_plays_and_the_pause_is_heard(open_inside: OpenInside) -> None:
    page = open_inside(link_to("grew_up_in", t=1))
    expect_heard(page, 1, 9)
    page.evaluate(LISTEN)
    play_every_step(page)
    expect(belt(page, ".bt-count")).to_have_text("3 / 9", timeout=15_000)
    assert page.evaluate("window.heard") == []
    belt(page, ".bt-play").click()
    expect_playing(page, False)
    expect(belt(page, ".bt-spoken")).to_contain_text(belt(page, ".bt-caption").inner_text())
    assert len(page.evaluate("window.heard")) == 1


def test_a_hold_is_heard(open_inside: OpenInside) -> None:
    link = link_to("grew_up_in")
    page = open_inside(link)
    before = expect_heard(page, link.t, 9)
    page.keyboard.press("3")
    page.keyboard.press("3")  # Show? held shut: it says nothing any more
    expect(belt(page, ".bt-spoken")).not_to_have_text(before)
    expect_heard(page, link.t, 9)
    expect(gate(page, "o")).to_have_attribute("aria-valuetext", f"0 %, {words('en')('belt.held')}")


def test_in_the_hall_too(open_inside: OpenInside) -> None:
    page = open_inside(link_to("grew_up_in", t=4, view="lecture"), {"width": 1920, "height": 1080})
    page.keyboard.press("ArrowLeft")
    spoken = belt(page, ".bt-spoken")
    expect(spoken).to_contain_text("3 / 9 · ")
    expect(spoken).to_contain_text(belt(page, ".bt-caption").inner_text())
    page.keyboard.press("Escape")


def test_another_language_is_heard(open_inside: OpenInside) -> None:
    page = open_inside(link_to("counter", t=4))
    before = expect_heard(page, 4, 9)
    choose_language(page, "zh")
    expect(belt(page, ".bt-spoken")).not_to_have_text(before)
    expect(belt(page, ".bt-spoken")).to_contain_text(belt(page, ".bt-caption").inner_text())
    choose_language(page, "en")


def test_the_first_page_does_not_talk_to_itself(open_page: OpenInside) -> None:
    page = open_page("/")
    page.wait_for_selector(".belt[data-mode=showcase][data-playing=true]")
    page.evaluate(LISTEN)
    expect(belt(page, ".bt-caption")).to_contain_text("France", timeout=20_000)
    for playing in (False, True):  # it asks a question, and goes on by itself
        page.wait_for_selector(f".belt[data-playing={str(playing).lower()}]", timeout=20_000)
    assert page.evaluate("window.heard") == []
    page.keyboard.press(" ")
    expect_playing(page, False)
    page.keyboard.press("ArrowLeft")
    expect(belt(page, ".bt-spoken")).to_contain_text(" / 9 · ")
    page.wait_for_timeout(3000)  # longer than it rests before it goes on
    expect_playing(page, False)
