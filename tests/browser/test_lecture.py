"""Lecture mode: large enough for a hall, played by keys alone, and legible from its last bench."""

import re
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from app.i18n import words
from app.share import read_link
from lstm_core.history import read_entries
from tests.browser.hall import HALL, LECTURE, apart, blurred, boxes, inner, overlap
from tests.browser.inside import belt, expect_playing, expect_step, link_to

SIZES = [(1920, 1080), (1280, 720), (1024, 768), (3840, 2160)]
LOOKS = [("en", "light"), ("zh", "dark")]


@pytest.fixture
def lecture(open_inside):
    def open_it(net: str = "grew_up_in", size=HALL, scheme: str = "light", **parts) -> Page:
        page = open_inside(
            link_to(net, *parts.pop("holds", ()), view="lecture", **parts),
            size,
            color_scheme=scheme,
        )
        page.wait_for_selector(LECTURE)
        return page

    return open_it


def says(page: Page, key: str, lang: str, **values: object) -> None:
    told = words(lang)(f"belt.lecture.{key}", **values)
    expect(belt(page, ".bt-caption")).to_have_text(told, timeout=15_000)


def space(page: Page) -> None:
    page.keyboard.press(" ")
    expect_playing(page)
    page.wait_for_selector(".belt[data-playing=false]", timeout=20_000)


def at_least(page: Page, css: str, side: str, least: float) -> None:
    found = boxes(page, css)
    assert found, css
    assert min(box[side] for box in found) >= least - 0.01, (css, side)


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_everything_is_large_enough_for_a_hall(lecture, lang, scheme):
    page = lecture(lang=lang, scheme=scheme)
    belt(page, ".bt-qr").wait_for()
    whole = page.locator(LECTURE).bounding_box()
    assert whole
    assert (whole["x"], whole["y"]) == (0, 0)
    assert (whole["width"], whole["height"]) == (HALL["width"], HALL["height"])
    for css in (".bt-caption", ".bt-number", ".bt-bubble", ".bt-question", ".bt-name"):
        at_least(page, css, "font", 36)
    at_least(page, ".bt-jaw", "width", 24)
    at_least(page, ".bt-qr", "width", 220)
    at_least(page, ".bt-qr", "height", 220)
    rows = [box["y"] for box in boxes(page, ".bt-tape-name")]
    assert min(b - a for a, b in pairwise(rows)) >= 40
    lanes = [box["y"] for box in boxes(page, ".bt-name")]
    assert min(b - a for a, b in pairwise(lanes)) >= 120
    assert 1 <= len(lanes) <= 3
    assert 1 <= len(boxes(page, ".bt-token")) <= 12
    for hidden in (".bt-equation", ".bt-details", ".bt-speeds", ".bt-copy"):
        expect(belt(page, hidden)).to_be_hidden()
    on_top = "([x, y]) => document.elementFromPoint(x, y).closest('.belt') !== null"
    assert all(page.evaluate(on_top, [x, y]) for x in (5, 960, 1900) for y in (5, 540, 1070))


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_the_hall_sees_what_an_edit_did(open_inside, lang, scheme):
    entries = read_entries("clamp_f_all_0_end_0.8")
    link = link_to("grew_up_in", lang=lang, edits=entries, view="lecture")
    page = open_inside(link, HALL, at="effect", color_scheme=scheme)
    page.wait_for_selector(LECTURE)
    label = words(lang)("networks.grew_up_in.labels.french")
    said = words(lang)("effect.belt.untouched", answer=label)
    expect(belt(page, ".bt-ghost-answer")).to_have_text(said)
    at_least(page, ".bt-ghost-answer", "font", 24)
    expect(belt(page, ".bt-ghost[style*='opacity: 1']").first).to_be_visible()
    at_least(page, ".bt-diff-field", "height", 8)
    page.keyboard.press("Escape")
    expect(page.locator(LECTURE)).to_have_count(0)
    expect(page).to_have_url(re.compile("edits=clamp_f_all_0_end_0.8"))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_screen_of_any_shape_shows_the_same_picture(lecture, size, lang):
    width, height = size
    page = lecture(size={"width": width, "height": height}, lang=lang, holds=[("f", -1, 0.7)])
    belt(page, ".bt-qr").wait_for()
    at_least(page, ".bt-number", "font", 36 * min(height / 1080, width / 1400))
    parts = [".bt-question", ".bt-tape", ".bt-stage", ".bt-caption", ".bt-bar", ".bt-lecture"]
    solid = {css: boxes(page, css)[0] for css in parts}
    for css, box in solid.items():
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, css
        assert box["y"] >= 0 and box["y"] + box["height"] <= height, css
    apart_from = [solid[css] for css in (".bt-tape", ".bt-caption", ".bt-bar", ".bt-lecture")]
    code = boxes(page, ".bt-qr")[0]
    for other in [*apart_from, boxes(page, ".bt-bubble")[0], *boxes(page, ".bt-number")]:
        assert not overlap(code, other), other
    assert not overlap(solid[".bt-stage"], solid[".bt-caption"])
    assert not overlap(solid[".bt-bar"], solid[".bt-caption"])
    expect(belt(page, ".bt-token")).to_have_count(9)
    heads = boxes(page, ".bt-head b")
    numbers = [box for box in boxes(page, ".bt-number") if box["text"]] + heads
    for n, one in enumerate(numbers):
        assert not [
            b["text"] for b in numbers[n + 1 :] if overlap(inner(one, 0.92), inner(b, 0.92))
        ]


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_the_lecturers_minute_is_played_by_keys_alone(lecture, lang, scheme):
    page = lecture(lang=lang, scheme=scheme, t=2)
    say = words(lang)
    says(page, "empty", lang, units=3)
    space(page)
    says(page, "written", lang)
    expect_step(page, 3, 9)
    space(page)
    pause = ("same", "gap", "hands_up")
    expect(belt(page, ".bt-caption")).to_have_text(
        "".join(say(f"belt.lecture.{key}") for key in pause)
    )
    expect_step(page, 8, 9)
    expect(belt(page, ".bt-bubble")).to_have_text("…")
    expect(belt(page, ".bt-qr")).to_be_hidden()
    space(page)
    says(page, "lost_nothing", lang, n=5)
    french = str(belt(page, ".bt-bubble").text_content())
    page.keyboard.press("1")
    says(page, "fades", lang, keep="70\u00a0%", n=6, left="≈\u00a012\u00a0%")
    expect(belt(page, ".bt-bubble")).to_have_text(say("belt.bubble.weak", label=french, h="0.117"))
    expect(belt(page, ".bt-gate[data-signal=f].is-held")).to_have_count(3)
    page.keyboard.press("0")
    says(page, "phones", lang)
    expect(belt(page, ".bt-bubble")).to_have_text(french)
    expect(belt(page, ".bt-qr")).to_be_visible()


def test_the_code_opens_exactly_this_on_a_phone(lecture):
    page = lecture(holds=[("f", -1, 0.7)])
    code = belt(page, ".bt-qr")
    code.wait_for()
    assert page.evaluate("document.querySelector('.bt-qr').naturalWidth") > 0
    text = parse_qs(urlsplit(str(code.get_attribute("src"))).query)["text"][0]
    query = parse_qs(urlsplit(text).query)
    assert set(query) == {"v", "lang", "seq", "t", "hold"}, "no parameter that says nothing"
    assert read_link(query) == (link_to("grew_up_in", ("f", -1, 0.7)), ())


def test_without_a_code_nothing_is_shown_in_its_place(lecture):
    page = lecture(t=4)
    page.route(
        "**/qr.svg*", lambda route: route.fulfill(body="no picture", content_type="image/svg+xml")
    )
    with page.expect_response("**/qr.svg*"):
        page.keyboard.press("End")
    expect(belt(page, ".bt-qr")).to_be_hidden()
    page.unroute("**/qr.svg*")


def test_it_is_entered_and_left_by_a_key_or_a_button(open_inside):
    page = open_inside(link_to(t=4))
    belt(page, ".bt-lecture").click()
    page.wait_for_selector(LECTURE)
    expect(page).to_have_url(re.compile("view=lecture"))
    page.keyboard.press("Escape")
    expect(page.locator(LECTURE)).to_have_count(0)
    page.keyboard.press("L")
    page.wait_for_selector(LECTURE)
    belt(page, ".bt-lecture").click()
    page.wait_for_selector(".belt[data-layout=wide]")
    expect(belt(page, ".bt-equation")).to_be_visible()
    expect_step(page, 4, 9)


def test_of_many_units_three_have_a_lane_and_a_row(lecture):
    page = lecture("random", seq="the cat sat on the mat", t=12)
    expect(belt(page, ".bt-name")).to_have_count(3)
    expect(belt(page, ".bt-tape-name")).to_have_count(3)
    expect(belt(page, ".bt-token")).to_have_count(12)
    named = belt(page, ".bt-name").all_text_contents()
    for _ in range(8):
        page.keyboard.press("ArrowDown")
    expect(belt(page, ".bt-name").nth(0)).not_to_have_text(named[0])
    expect(belt(page, ".bt-lane.is-focus .bt-name")).to_have_count(1)


def test_a_phone_has_no_hall(open_inside):
    page = open_inside(link_to(view="lecture"), {"width": 390, "height": 844})
    expect(page.locator(".belt[data-layout=narrow]")).to_be_attached()
    expect(belt(page, ".bt-lecture")).to_be_hidden()


def cells(page: Page) -> list[dict]:
    """The cells of the tape, row after row, from the tokens and the names beside them."""
    columns, rows = boxes(page, ".bt-token"), boxes(page, ".bt-tape-name")
    return [
        {"x": c["x"], "width": c["width"], "y": r["y"], "height": r["height"]}
        for r in rows
        for c in columns
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_last_bench_sees_which_gates_are_open_and_what_is_stored(lecture, scheme):
    page = lecture(scheme=scheme)
    gates = {(b["signal"]): b for b in gate_boxes(page)}
    spots = [inner(gates[signal]) for signal in "fio"] + [inner(cell) for cell in cells(page)]
    keep, write, show, *tape = blurred(page, spots)
    assert apart(keep, write) > 60 and apart(show, write) > 60, "open is not shut"
    assert apart(keep, show) > 60, "one gate is not another"
    empty = tape[9]
    assert all(apart(cell, empty) > 100 for cell in tape[2:9])
    assert all(apart(cell, empty) < 12 for cell in [*tape[:2], *tape[10:26]])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_last_bench_sees_it_fade(lecture, scheme):
    page = lecture(scheme=scheme, holds=[("f", -1, 0.7)])
    tape = blurred(page, [inner(cell) for cell in cells(page)])
    ink = [apart(cell, tape[9]) for cell in tape[2:9]]
    assert ink == sorted(ink, reverse=True)
    assert ink[0] > 4 * ink[-1] > 40, "nearly gone, and not quite"


def gate_boxes(page: Page) -> list[dict]:
    found = boxes(page, ".bt-gate[data-unit='0']")
    return [box | {"signal": signal} for box, signal in zip(found, "fio", strict=True)]
