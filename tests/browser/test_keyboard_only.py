"""A learner without a mouse: every page, every control, and always in sight where one is."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.i18n import words
from tests.browser.inside import READY, belt, expect_playing, expect_step, field, gate, link_to

OpenPage = Callable[..., Page]
OpenInside = Callable[..., Page]
WORDS = words("en")
# Name of the element with the focus, and whether an outline of 2 px, a border or a shadow shows it.
STOP = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const labels = [...(one.labels ?? [])].map((label) => label.textContent);
    const given = one.getAttribute('aria-label') || one.getAttribute('title') || labels.join('');
    const shown = [one, one.parentElement, one.parentElement?.parentElement].some((box) => {
        const style = getComputedStyle(box);
        const line = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        return line || (box.matches(':focus-within') && style.boxShadow !== 'none');
    });
    return {
        name: (given || one.textContent || '').trim(),
        shown,
        what: one.outerHTML.slice(0, 120),
        css: one.className,
    };
}"""


def tab_to(page: Page, css: str, limit: int = 60) -> None:
    """Press Tab until an element has the focus; every stop has a name and can be seen."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            continue
        assert stop["name"], f"no name: {stop['what']}"
        assert stop["shown"], f"no outline: {stop['what']}"
        if page.locator(f"{css}:focus").count():
            return
    raise AssertionError(f"Tab does not reach {css}")


def test_from_the_first_page_to_a_network(open_page: OpenPage) -> None:
    page = open_page("/", reduced_motion="reduce")
    page.wait_for_selector(READY)
    tab_to(page, ".st-key-door_minute button")
    tab_to(page, ".st-key-door_explore button", 3)
    page.keyboard.press("Enter")
    page.locator(".gl-card").first.wait_for()
    tab_to(page, ".gl-card[data-net=counter]")
    page.keyboard.press("Enter")
    page.wait_for_selector(READY)
    expect(belt(page, ".bt-question")).to_have_text(WORDS("networks.counter.question"))
    tab_to(page, ".st-key-net [role=combobox]")
    page.keyboard.press("Control+a")
    page.keyboard.type(WORDS("networks.latch.title"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(belt(page, ".bt-question")).to_have_text(WORDS("networks.latch.question"))
    tab_to(page, ".stTextInput input", 4)
    page.keyboard.press("Control+a")
    page.keyboard.type("a")
    page.keyboard.press("Enter")
    expect(belt(page, ".bt-token")).to_have_count(1)


def test_time_a_gate_and_its_card(open_inside: OpenInside) -> None:
    page = open_inside(link_to("grew_up_in", t=4), reduced_motion="reduce")
    page.keyboard.press("ArrowLeft")
    expect_step(page, 3, 9)
    page.keyboard.press(" ")
    expect_playing(page)
    page.keyboard.press(" ")
    expect_playing(page, False)
    tab_to(page, ".bt-gate[data-signal=i]")
    held = gate(page, "i")
    page.keyboard.press("Enter")
    expect(belt(page, ".bt-card")).to_be_focused()
    tab_to(page, ".bt-card [data-act=shut]", 4)
    page.keyboard.press("Enter")
    expect(held).to_have_attribute("aria-valuenow", "0")
    tab_to(page, ".bt-card [data-act=arithmetic]", 6)
    page.keyboard.press("Enter")
    expect(belt(page, ".bt-term").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(belt(page, ".bt-card")).to_be_hidden()
    expect(held).to_be_focused()


def test_the_menu_opens_moves_and_closes(open_inside: OpenInside) -> None:
    page = open_inside(link_to("grew_up_in", t=4), reduced_motion="reduce")
    tab_to(page, ".bt-share")
    page.keyboard.press("Enter")
    items = belt(page, "[role=menuitem]")
    expect(items.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(items.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(belt(page, ".bt-share")).to_be_focused()


def test_details_lecture_and_language(open_inside: OpenInside) -> None:
    page = open_inside(link_to("grew_up_in", t=4), reduced_motion="reduce")
    belt(page, ".bt-share").focus()
    tab_to(page, ".bt-tab[data-view=strips]", 3)
    page.keyboard.press("Enter")
    expect(belt(page, ".bt-strip-field")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect_step(page, 3, 9)
    tab_to(page, ".bt-tab[data-view=text]", 2)
    page.keyboard.press("Enter")
    expect(belt(page, ".bt-text").filter(visible=True).first).to_be_visible()
    tab_to(page, ".bt-text", 20)
    page.keyboard.press("ArrowRight")
    expect(belt(page, ".bt-tint.is-now")).to_have_text(re.compile("and"))
    belt(page, ".bt-tab[data-view=text]").focus()
    tab_to(page, ".bt-tab[data-view=table]", 2)
    page.keyboard.press("Enter")
    expect(belt(page, ".bt-table-step").filter(visible=True).first).to_be_visible()
    tab_to(page, ".bt-table-step", 8)
    page.keyboard.press("Enter")
    expect_step(page, 1, 9)
    belt(page, ".bt-tab[data-view=table]").focus()
    tab_to(page, ".bt-tab[data-view=code]", 2)
    page.keyboard.press("Enter")
    expect(belt(page, ".bt-code-take button").filter(visible=True).first).to_be_visible()
    tab_to(page, ".bt-code-take button", 20)
    page.keyboard.press("l")
    expect(page.locator(".belt[data-layout=lecture]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".belt[data-layout=lecture]")).to_have_count(0)
    page.locator(".st-key-lang [aria-checked=true]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    expect(field(page, "zh")).to_be_visible()


def test_an_edit_is_made_switched_off_and_undone(open_inside: OpenInside) -> None:
    page = open_inside(link_to("grew_up_in", t=4), at="effect", reduced_motion="reduce")
    tab_to(page, ".st-key-change button")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-form_do button")).to_be_visible()
    tab_to(page, ".st-key-form_do button")
    page.keyboard.press("Enter")
    chip = page.get_by_role("checkbox", name="Keep of every unit held at 0 %")
    expect(chip).to_be_checked()
    expect(page).to_have_url(re.compile("edits=clamp_f_all_0_end_0(&|$)"))
    tab_to(page, ".st-key-edits input", 80)
    page.keyboard.press(" ")
    expect(chip).not_to_be_checked()
    tab_to(page, ".st-key-undo button", 10)
    page.keyboard.press("Enter")
    expect(chip).to_be_checked()
    tab_to(page, ".st-key-reset button", 10)
    page.keyboard.press("Enter")
    expect(chip).to_have_count(0)
    expect(page).not_to_have_url(re.compile("edits="))
