"""Whatever is typed or linked stays text on the page, and nothing breaks."""

import pytest
from playwright.sync_api import Page, expect

from app.i18n import words
from tests.browser.inside import (
    belt,
    computed,
    expect_playing,
    expect_step,
    field,
    link_to,
    play_every_step,
    read,
)

HOSTILE = {
    "script": "<script>window.__pwned = 1</script>",
    "img": "\"><img src=x onerror='window.__pwned = 1'>",
    "svg": "</style><svg onload=window.__pwned=1><b>bold</b>",
    "latex": r"$\href{javascript:window.__pwned=1}{x}$ $$x^2$$ :smile: **b** `c`",
    "template": "{unit} ${1} {{x}} %s {token}",
    "right to left": "שלום \u202eabc\u202c مرحبا \u2066x",
    "joined emoji": "👨‍👩‍👧‍👦🏳️‍🌈👍🏽é\u0301\u0301\u0301",
    "controls": "a\x00b\x01c\x07\x1b[31m\x7f\x85d\u2028\ufeff\ud800".encode(
        "utf-8", "replace"
    ).decode(),
    "blank": "   ",
    "endless": "word " * 4000,
}
# A network for every way of reading: words, characters, classes, boxes, numbers, marked ones, bits.
READINGS = (
    *("grew_up_in", "counter", "text_reader", "random"),
    *("max_so_far", "adding", "serial_adder"),
)
# Elements inside the component that no file of ours makes.
FOREIGN = "script, img, b > b, a:not(.bt-further), iframe, object, svg[onload], .katex, [onerror]"


def check(page: Page) -> None:
    assert page.evaluate("window.__pwned") is None
    assert belt(page, f":is({FOREIGN})").count() == 0
    notices = page.locator(".st-key-notices")
    assert notices.locator(f":is({FOREIGN}, em, strong, code)").count() == 0
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator(".belt[data-failed]").count() == 0


def use(page: Page, steps: int) -> None:
    """Look at everything that repeats what was typed."""
    if not steps:
        expect(belt(page, ".bt-caption")).to_have_text(words("en")("belt.nothing"))
        return
    belt(page, ".bt-question").click()
    page.keyboard.press("End")
    expect_step(page, steps, steps)
    for signal in "fo":
        belt(page, f".bt-gate[data-signal={signal}]").first.press("Enter")
        belt(page, ".bt-card [data-act=arithmetic]").click()
        assert "undefined" not in belt(page, ".bt-card").inner_text()
        page.keyboard.press("Escape")
    belt(page, ".bt-all").click()
    play_every_step(page)
    belt(page, ".bt-play").click()
    expect_playing(page, False)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_stays_text(open_inside, name):
    text = HOSTILE[name]
    page = open_inside(link_to("random", t=0, seq="x"))
    if "\x00" not in text:
        read(page, text)
        expect(belt(page, ".bt-token").first).not_to_have_text("x")
        run = computed(link_to("random", t=0, seq=text[:500]))
        use(page, min(500, len(run.x)))
        check(page)
        expect(field(page)).to_have_value(text)
    link = link_to("grew_up_in", t=0, seq=text[:300])
    open_inside(link)
    use(page, len(computed(link).x))
    check(page)


def test_the_tape_shows_each_sign_as_it_was_typed(open_inside):
    text = "<b>&$ \u202eשל👨‍👩‍👧‍👦"
    link = link_to("random", t=0, seq=text)
    page = open_inside(link)
    tokens = [token.text for token in computed(link).tokens]
    seen = belt(page, ".bt-token").all_text_contents()
    assert len(seen) == len(tokens)
    assert [one for one in seen if one not in ("␣",)] == [one for one in tokens if one.strip()]


@pytest.mark.parametrize("net", READINGS)
def test_an_empty_sequence_says_what_to_do(open_inside, net):
    page = open_inside(link_to(net, t=0, seq=""))
    expect(belt(page, ".bt-caption")).to_have_text(words("en")("belt.nothing"))
    for key in (" ", "ArrowRight", "End", "1", "ArrowDown", "0", "Home"):
        page.keyboard.press(key)
    belt(page, ".bt-tape-field").click(force=True)
    check(page)
    expect(belt(page, ".bt-play")).to_be_disabled()
    read(page, "speak")
    expect(belt(page, ".bt-token").first).to_be_visible()


def test_a_garbled_link_opens_and_says_what_it_could_not_use(open_page):
    page = open_page(
        "/inside?v=9&net=%3Cscript%3E&seq=%00%ff&seed=1e99&size=0&t=-1&u=99&view=x&speed=7"
        "&hold=f:all:2,%3Cimg%3E&lang=en&evil=$x$&t=3"
    )
    expect(page.locator(".st-key-notices")).to_contain_text("<script>")
    expect(belt(page, ".bt-question")).to_be_visible()
    check(page)
