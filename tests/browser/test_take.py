"""What a learner takes away: a picture and a clip, made in the browser alone."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.figures.palette import PALETTE
from app.i18n import words
from tests.browser.inside import belt, expect_step, link_to

LOOKS = [("en", "light"), ("zh", "dark")]
# Size of a PNG, how many colours it has, and how many of its points have one of some colours.
SEEN = """async ([png, wanted]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const points = new Uint32Array(data.buffer);
    const counts = wanted.map(([r, g, b]) => {
        const point = ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
        return points.reduce((sum, one) => sum + (one === point), 0);
    });
    return { width: image.width, height: image.height, colours: new Set(points).size, counts };
}"""


def rgb(colour: str) -> list[int]:
    return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]


def share(page: Page, what: str) -> None:
    belt(page, ".bt-share").click()
    belt(page, f"[data-take={what}]").click()


def saved(page: Page, what: str) -> tuple[str, bytes]:
    with page.expect_download(timeout=90_000) as download:
        share(page, what)
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_the_picture_shows_what_stands(open_inside, lang, scheme):
    page = open_inside(link_to(lang=lang, t=4), color_scheme=scheme)
    name, png = saved(page, "picture")
    assert name == "gatescope-grew_up_in-4.png" and png.startswith(b"\x89PNG")
    palette = PALETTE[scheme]
    wanted = [rgb(palette[colour]) for colour in ("pos", "bg", "jaw", "neg")]
    seen = page.evaluate(SEEN, [base64.b64encode(png).decode(), wanted])
    box = page.locator(".belt").bounding_box()
    assert box and seen["width"] >= 2 * box["width"] and seen["height"] > 800
    positive, background, jaw, negative = seen["counts"]
    assert seen["colours"] > 200, "not blank"
    assert positive > 5_000 and jaw > 3_000 and background > 100_000
    assert negative == 0, "nothing of this sentence is negative"
    expect(belt(page, ".bt-toast")).to_have_text(words(lang)("belt.take.saved"))


def test_the_picture_of_another_state_is_another_picture(open_inside):
    page = open_inside(link_to(t=1))
    _, before = saved(page, "picture")
    orange = [rgb(PALETTE["light"]["pos"])]
    one = page.evaluate(SEEN, [base64.b64encode(before).decode(), orange])
    page.keyboard.press("End")
    expect_step(page, 9, 9)
    _, after = saved(page, "picture")
    other = page.evaluate(SEEN, [base64.b64encode(after).decode(), orange])
    assert one["counts"][0] < 2_000 < other["counts"][0]


def test_the_menu_is_used_by_keys(open_inside):
    page = open_inside(link_to(t=4))
    belt(page, ".bt-share").press("Enter")
    items = belt(page, ".bt-menu [role=menuitem]")
    expect(items.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(items.last).to_be_focused()
    expect_step(page, 4, 9)
    page.keyboard.press("Escape")
    expect(belt(page, ".bt-menu")).to_be_hidden()
    expect(belt(page, ".bt-share")).to_be_focused()


def test_a_clip_is_recorded_and_the_step_comes_back(open_inside):
    page = open_inside(link_to(seq="I grew up in China so I speak", t=2))
    name, webm = saved(page, "clip")
    assert name == "gatescope-grew_up_in.webm"
    assert webm[:4] == bytes.fromhex("1a45dfa3"), "WebM begins as every Matroska file"
    assert len(webm) > 20_000
    expect_step(page, 2, 6)


def test_a_recording_can_be_stopped(open_inside):
    page = open_inside(link_to(t=2))
    share(page, "clip")
    expect(belt(page, ".bt-toast")).to_contain_text("%")
    page.keyboard.press("Escape")
    expect(belt(page, ".bt-toast")).to_have_text(words("en")("belt.take.stopped"), timeout=15_000)
    expect_step(page, 2, 9)


def test_a_browser_that_cannot_record_is_not_offered_it(open_inside):
    page = open_inside(link_to(t=4))
    page.evaluate("() => { delete window.MediaRecorder; }")
    belt(page, ".bt-share").click()
    expect(belt(page, "[data-take=picture]")).to_be_visible()
    expect(belt(page, "[data-take=clip]")).to_have_count(0)
