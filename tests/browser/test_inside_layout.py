"""The picture on a laptop, on a phone, in the dark and seen from far away."""

import io
import math
from itertools import cycle
from statistics import fmean

import pytest
from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page, expect

from app.catalogue import networks
from app.figures.palette import PALETTE
from app.i18n import languages, words
from tests.browser.inside import belt, choose_language, expect_step, gate, link_to, until

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 390, "height": 600}
# Every network, and by turns the one language first or the other.
ORDERS = [tuple(languages()), tuple(languages())[::-1]]
IN_TURN = list(zip(networks(), cycle(ORDERS), strict=False))
# What is wider than the window or hangs out of it.
OVERHANG = """() => [...document.querySelectorAll('.belt *')].filter((node) => {
    const box = node.getBoundingClientRect();
    return box.width > 1 && getComputedStyle(node).visibility !== 'hidden'
        && (box.right > innerWidth + 1 || box.left < -1)
        && !node.closest('.bt-over, .bt-lens, .bt-chips');
}).map((node) => node.outerHTML.slice(0, 80))"""


def box(spot: Locator) -> dict[str, float]:
    found = spot.bounding_box()
    assert found, f"{spot} is not on the screen"
    x, y, width, height = found["x"], found["y"], found["width"], found["height"]
    names = ("x", "y", "width", "height", "right", "bottom")
    return dict(zip(names, (x, y, width, height, x + width, y + height), strict=True))


def expect_room_on_a_laptop(page: Page) -> None:
    """Everything from the question to the caption, in its order and without scrolling."""
    assert box(belt(page, ".bt-question"))["y"] >= 0
    assert box(belt(page, ".bt-caption"))["bottom"] <= DESKTOP["height"]
    assert box(belt(page, ".bt-play"))["bottom"] <= DESKTOP["height"]
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    order = [".bt-question", ".bt-tape", ".bt-stage", ".bt-caption", ".bt-equation", ".bt-bar"]
    tops = [box(belt(page, css))["y"] for css in order]
    assert tops == sorted(tops)


def expect_room_on_a_phone(page: Page) -> None:
    """Nothing scrolls sideways, and a thumb hits every target."""
    for root in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
        assert page.evaluate(f"{root}.scrollWidth") <= PHONE["width"]
    assert page.evaluate(OVERHANG) == []
    buttons = belt(page, ":is(.bt-bar, .bt-more) button").filter(visible=True)
    heights = buttons.evaluate_all("all => all.map((b) => b.getBoundingClientRect().height)")
    assert len(heights) >= 9 and min(heights) >= 44
    for signal in "fio":
        assert box(belt(page, f".bt-gate[data-signal={signal}]").first)["height"] >= 44
    assert box(belt(page, ".bt-play"))["bottom"] <= PHONE["height"]


@pytest.mark.parametrize(("net", "langs"), IN_TURN)
def test_every_network_fits_a_laptop_in_both_languages_and_a_phone(open_inside, net, langs):
    first, second = (link_to(net, lang=lang) for lang in langs)
    page = open_inside(first, DESKTOP)
    expect_room_on_a_laptop(page)
    if second.seq == first.seq:  # the same steps: they are told again where they stand
        choose_language(page, second.lang)
    else:
        page = open_inside(second, DESKTOP)
    question = words(second.lang)(f"networks.{net}.question")
    expect(belt(page, ".bt-question")).to_have_text(question)
    expect_step(page, second.t, second.t)
    expect_room_on_a_laptop(page)
    page.set_viewport_size(PHONE)
    expect(page.locator(".belt[data-layout=narrow]")).to_be_attached()
    until(page, lambda: page.evaluate(OVERHANG) == [], "something stays wider than the phone")
    expect_room_on_a_phone(page)


def test_on_a_phone_the_tape_stays_in_sight_when_scrolled(open_inside):
    page = open_inside(link_to("grew_up_in", t=5), SMALL_PHONE)
    tape = box(belt(page, ".bt-tape"))
    assert tape["bottom"] < SMALL_PHONE["height"]
    belt(page, ".bt-copy").scroll_into_view_if_needed()
    page.mouse.move(200, 300)
    page.mouse.wheel(0, 2000)
    expect(belt(page, ".bt-question")).not_to_be_in_viewport()
    assert 0 <= box(belt(page, ".bt-tape"))["y"] < tape["y"]
    expect(belt(page, ".bt-tape-field")).to_be_in_viewport(ratio=1)
    expect(belt(page, ".bt-play")).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_card_is_a_sheet_at_the_thumb(open_inside):
    page = open_inside(link_to("grew_up_in"), PHONE)
    belt(page, ".bt-step-name[data-signal=f]").click()
    card = box(belt(page, ".bt-card"))
    assert (card["x"], card["right"], card["bottom"]) == (0, 390, 844)
    for act in ("shut", "open", "free"):
        assert box(belt(page, f".bt-card [data-act={act}]"))["height"] >= 44
    belt(page, ".bt-card [data-act=arithmetic]").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_of_the_browser_is_the_theme_of_the_picture(open_inside, scheme):
    page = open_inside(link_to("grew_up_in"), color_scheme=scheme)
    expect(page.locator(f".belt[data-theme={scheme}]")).to_be_attached()
    style = "node => [getComputedStyle(node).color, getComputedStyle(node).getPropertyValue('{}')]"
    for name, css in (("ink", ".bt-question"), ("f_text", ".bt-number[data-slot=f]")):
        color, value = belt(page, css).first.evaluate(style.format(f"--bt-{name}"))
        assert value.strip() == PALETTE[scheme][name]
        assert color == f"rgb{tuple(bytes.fromhex(value.strip()[1:]))}"
    page_color = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    wanted = bytes.fromhex(PALETTE[scheme]["bg"][1:])
    assert page.evaluate(page_color) == f"rgb{tuple(wanted)}"


def test_the_theme_may_change_while_the_page_is_open(open_inside):
    page = open_inside(link_to("grew_up_in", ("f", 0, 0.85)))
    said = belt(page, ".bt-caption").inner_text()
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".belt[data-theme=dark]")).to_be_attached()
    expect(belt(page, ".bt-caption")).to_have_text(said)
    expect(gate(page, "f")).to_have_attribute("aria-valuenow", "85")


def lab(rgb: bytes) -> tuple[float, ...]:
    """A colour as the eye judges differences: CIE Lab."""
    red, green, blue = (((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (value ** (1 / 3) for value in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def colours(page: Page, spot: Locator) -> list[tuple[float, ...]]:
    """What is painted in a place and close around it: mean colours, 3 across and 5 down."""
    at = box(spot)
    clip = FloatRect(x=at["x"] - 6, y=at["y"], width=at["width"] + 12, height=at["height"])
    image = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    raw = image.resize((3, 5), Image.Resampling.BOX).tobytes()
    return [lab(raw[k : k + 3]) for k in range(0, len(raw), 3)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_seen_from_far_away_a_shut_gate_still_differs_from_an_open_one(open_inside, scheme):
    seen = []
    for value in (0.0, 1.0):
        holds = [(signal, -1, value) for signal in "fio"]
        page = open_inside(link_to("grew_up_in", *holds), color_scheme=scheme)
        belt(page, ".bt-stage").evaluate("node => { node.style.filter = 'blur(6px)'; }")
        seen.append({s: colours(page, gate(page, s)) for s in "fio"})
    shut, opened = seen
    for signal in "fio":  # a difference of 2 can just be seen side by side
        far = fmean(map(math.dist, shut[signal], opened[signal]))
        assert far >= 12, (signal, far, shut[signal], opened[signal])


def test_a_phone_shows_a_window_of_a_long_tape_and_an_overview(open_inside):
    page = open_inside(link_to("random", seq="memory " * 14, t=1), PHONE)
    shown = belt(page, ".bt-token").count()
    assert 5 <= shown < 98 / 2
    overview, window = box(belt(page, ".bt-overview")), box(belt(page, ".bt-overview-window"))
    assert window["width"] == pytest.approx(overview["width"] * shown / 98, abs=3)
    assert overview["right"] <= PHONE["width"]
    page.mouse.click(overview["right"] - 2, overview["y"] + overview["height"] / 2)
    expect(belt(page, ".bt-token").last).to_have_class("bt-token is-now")
    assert box(belt(page, ".bt-overview-window"))["right"] == pytest.approx(
        overview["right"], abs=3
    )
    assert page.evaluate(OVERHANG) == []
