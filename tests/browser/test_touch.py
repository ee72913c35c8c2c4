"""On a phone every control has room for a thumb: 44 px from edge to edge answer to it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.i18n import languages
from app.share import Link
from tests.browser.inside import belt, gate, link_to

PHONE = {"width": 390, "height": 844}
THUMB = 44
OpenInside = Callable[..., Page]

# What a finger that misses the middle by almost half a thumb does not find. The name above a gate
# opens the same card, so it may be hit instead.
SMALL = """([css, reach]) => {
    const around = [[0, 0], [-reach, 0], [reach, 0], [0, -reach], [0, reach]];
    const answers = (one, hit) => {
        const { signal } = one.dataset;
        if (signal && hit?.closest('.bt-step-name')?.dataset.signal === signal) return true;
        const frame = hit?.contains(one) && hit.matches('[role=group], label, [class*=Input] *');
        return one.contains(hit) || frame;
    };
    return [...document.querySelectorAll(css)]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)
        .flatMap((one) => {
            one.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
            const { x, y, width, height } = one.getBoundingClientRect();
            const at = ([dx, dy]) => [x + width / 2 + dx, y + height / 2 + dy];
            const missed = around.filter(
                (way) => !answers(one, document.elementFromPoint(...at(way))),
            );
            const name = one.getAttribute('aria-label') || one.textContent;
            return missed.length ? [`${name} ${width}x${height} misses ${missed}`] : [];
        });
}"""


def small(page: Page, css: str) -> list[str]:
    """Name the controls that a thumb may miss; at least one must be there."""
    expect(page.locator(css).filter(visible=True).first).to_be_visible(timeout=15_000)
    return page.evaluate(SMALL, [css, THUMB / 2 - 1])


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("net", ["grew_up_in", "random"])
def test_controls_gates_and_tabs(open_inside: OpenInside, net: str, lang: str) -> None:
    page = open_inside(link_to(net, t=3, lang=lang), PHONE)
    for css in (
        *(".st-key-controls button:not([tabindex='-1'])", ".st-key-controls input"),
        *(".st-key-lang button", ".st-key-menu a", ".st-key-chips button"),
        *(".belt .bt-bar button", ".belt .bt-more button", ".belt .bt-tabs button"),
        *(".belt .bt-chips button", ".belt .bt-gate", ".belt .bt-step-name", ".belt .bt-about"),
    ):
        if not (net == "random" and css.startswith(".st-key-chips")):
            assert small(page, css) == []


@pytest.mark.parametrize("cell", ["gru", "rnn"])
def test_the_gates_of_other_cells(open_inside: OpenInside, cell: str) -> None:
    page = open_inside(Link(net="random", cell=cell, size=4, seq="hello", t=3), PHONE)
    assert small(page, ".belt .bt-step-name") == []
    assert cell == "rnn" or small(page, ".belt .bt-gate") == []


def test_the_card_of_a_gate_and_the_share_menu(open_inside: OpenInside) -> None:
    page = open_inside(link_to(t=3), PHONE)
    belt(page, ".bt-share").click()
    assert small(page, ".belt [role=menuitem]") == []
    page.keyboard.press("Escape")
    gate(page, "i").focus()
    page.keyboard.press("Enter")
    belt(page, ".bt-card [data-act=arithmetic]").click()
    expect(belt(page, ".bt-digits")).to_be_visible()
    assert small(page, ".belt .bt-card :is(button, input)") == []


@pytest.mark.parametrize("net", ["adding", "serial_adder"])
def test_the_drawing_pad(open_inside: OpenInside, net: str) -> None:
    page = open_inside(link_to(net, t=3), PHONE)
    belt(page, ".bt-draw").click()
    expect(belt(page, ".bt-pad-column").first).to_be_visible()
    assert small(page, ".belt .bt-pad-tools button") == []


@pytest.mark.parametrize("view", ["text", "table", "code"])
def test_what_the_details_offer(open_inside: OpenInside, view: str) -> None:
    page = open_inside(link_to(t=3, view=view), PHONE)
    assert small(page, ".belt .bt-details-body :is(button, select)") == []


def test_examples(open_inside: OpenInside) -> None:
    page = open_inside(link_to(t=3), PHONE)
    page.get_by_role("button", name=re.compile("^Examples")).click()
    assert small(page, "[data-testid=stPopoverBody] button[kind=tertiary]") == []


def test_doors_cards_and_links(open_page: Callable[..., Page]) -> None:
    page = open_page("/", viewport=PHONE, has_touch=True)
    assert small(page, ".st-key-doors button") == []
    menu = page.locator(".st-key-menu a").filter(visible=True)
    menu.nth(4).click()
    assert small(page, ".gl-card") == []
    menu.nth(5).click()
    assert small(page, ".gl-button") == []
