"""A copied link, or a file where a link is too short, opens exactly what was on the screen."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.files import read_file
from app.i18n import words
from app.share import Link, parameters
from tests.browser.inside import (
    READY,
    belt,
    choose_language,
    choose_speed,
    computed,
    copied_link,
    drag,
    expect_step,
    field,
    gate,
    link_to,
    middle,
    path_of,
    read,
)

LAPTOP = {"width": 1366, "height": 768}  # as open_inside: a smaller window leaves numbers out
CLIPBOARD = ["clipboard-read", "clipboard-write"]
TEXTS = (".bt-question", ".bt-caption", ".bt-bubble", ".bt-number", ".bt-equation", ".bt-token")


def picture(page: Page) -> dict[str, object]:
    """All that the page says and shows of its state."""
    gates = belt(page, ".bt-gate")
    return {
        **{css: belt(page, css).filter(visible=True).all_text_contents() for css in TEXTS},
        "gates": gates.evaluate_all("all => all.map((g) => g.getAttribute('aria-valuenow'))"),
        "held": gates.evaluate_all("all => all.map((g) => g.classList.contains('is-held'))"),
        "focus": belt(page, ".is-focus").evaluate_all("all => all.map((one) => one.textContent)"),
        "speed": belt(page, ".bt-speeds [aria-pressed=true]").all_text_contents(),
        "step": belt(page, ".bt-count").inner_text(),
        "network": page.locator(".st-key-net").inner_text(),
        "language": page.locator(".st-key-lang [aria-checked=true]").all_inner_texts(),
        "sequence": [one.input_value() for one in page.locator("input[type=text]").all()],
    }


STATES = {
    "held and focused": link_to(
        "grew_up_in", ("f", -1, 0.85), ("o", 1, 0.0), lang="en", t=7, u=1, speed=3.0
    ),
    "chinese": link_to("grew_up_in", ("i", 2, 1.0), lang="zh", seq="我在中国长大，会说！", u=2),
    "random": link_to("random", ("o", 11, 0.25), size=12, seed=7, t=6, u=11, seq="a+b & c=d?#%"),
}


@pytest.mark.parametrize("name", STATES)
def test_a_copied_link_opens_the_same_state_in_a_foreign_browser(open_inside, open_page, name):
    link = STATES[name]
    page = open_inside(link)
    page.context.grant_permissions(CLIPBOARD)
    url = copied_link(page)
    expect(belt(page, ".bt-toast")).to_have_text(words(link.lang)("belt.transport.copied"))
    origin = url[: url.index("/", 8)]
    other = open_page(url.removeprefix(origin), locale="zh-CN", viewport=LAPTOP)
    other.wait_for_selector(READY)
    expect_step(other, link.t, len(computed(link).x))
    assert picture(other) == picture(page)
    other.context.grant_permissions(CLIPBOARD)
    assert copied_link(other) == url


def test_the_link_carries_what_the_hands_did(open_inside, open_page):
    page = open_inside(link_to("grew_up_in", t=3))
    page.context.grant_permissions(CLIPBOARD)
    read(page, "I grew up in Japan “and” speak")
    expect(belt(page, ".bt-count")).to_have_text(re.compile(r" / 5$"))  # it plays at once
    x, y = middle(gate(page, "o", 2))
    drag(page, (x, y), (x, y - 30))
    choose_speed(page, 10)
    belt(page, ".bt-name").nth(2).click()
    choose_language(page, "zh")
    expect(belt(page, ".bt-question")).to_have_text(words("zh")("networks.grew_up_in.question"))
    belt(page, ".bt-question").click()  # away from the buttons, which have keys of their own
    page.keyboard.press("End")
    expect_step(page, 5, 5)
    url = copied_link(page)
    for part in ("v=1", "lang=zh", "net=grew_up_in", "t=5", "u=2", "speed=10", "hold=o%3A2%3A0."):
        assert part in url
    shown = picture(page)
    other = open_page("/" + url.split("/", 3)[3], viewport=LAPTOP)
    expect_step(other, 5, 5)
    assert picture(other) == shown


def test_the_address_always_names_what_is_on_the_screen(open_inside):
    page = open_inside(link_to("counter", t=2))
    page.keyboard.press("End")
    expect_step(page, 9, 9)
    wanted = path_of(link_to("counter"))
    for part in wanted.removeprefix("/inside?").split("&"):
        if not part.startswith("seq"):
            page.wait_for_url(lambda url, part=part: part in url)
    page.reload()
    expect_step(page, 9, 9)


@pytest.mark.parametrize(
    ("net", "long"), [("random", "😀" * 500), ("grew_up_in", "我在法国长大" * 120 + "我会说")]
)
def test_what_no_link_can_carry_travels_as_a_file(open_inside, tmp_path, net, long):
    page = open_inside(link_to(net, ("f", 0, 0.9), seq="" if net == "random" else "speak", t=0))
    read(page, long)
    run = computed(Link(net=net, seq=long))
    steps = min(500, len(run.x))
    expect(belt(page, ".bt-count")).to_have_text(re.compile(rf" / {steps}$"))
    belt(page, ".bt-question").click()
    page.keyboard.press("End")
    expect_step(page, steps, steps)
    with page.expect_download() as offered:
        belt(page, ".bt-copy").click()
    expect(belt(page, ".bt-toast")).to_have_text(words("en")("belt.transport.saved"))
    file = Path(tmp_path / "state.json")
    offered.value.save_as(file)
    link, problems = read_file(file.read_bytes())
    assert link and not problems and link.seq == long and link.net == net
    shown = picture(page)
    open_inside(link_to("counter", t=0))
    page.get_by_role("button", name=words("en")("widgets.examples")).click()
    page.locator("input[type=file]").set_input_files(file)
    expect_step(page, steps, steps)
    expect(field(page)).to_have_value(long)
    page.keyboard.press("Escape")
    assert picture(page) == shown


def test_a_file_of_a_short_state_opens_too(open_inside, tmp_path):
    link = replace(STATES["held and focused"], lang="zh")
    page = open_inside(link)
    shown = picture(page)
    file = Path(tmp_path / "small.json")
    file.write_text(json.dumps(parameters(link)), encoding="utf-8")
    open_inside(link_to("random", t=0))
    page.get_by_role("button", name=words("en")("widgets.examples")).click()
    page.locator("input[type=file]").set_input_files(file)
    expect_step(page, link.t, len(computed(link).x))
    assert picture(page) == shown
