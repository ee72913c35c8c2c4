"""Playing moves the parcels, smoothly, and nothing that is read; reduced motion shows stills."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.inside import (
    PARCELS,
    belt,
    choose_speed,
    expect_playing,
    expect_step,
    link_to,
    play_every_step,
)

# Where each number stands in its column: its middle, left or right edge, as it is aligned.
NUMBERS = """() => [...document.querySelectorAll('.bt-number')].map((node) => {
    const box = node.getBoundingClientRect();
    const { left, right } = box;
    const side = { 'is-left': left, 'is-right': right, 'is-middle': (left + right) / 2 };
    const align = Object.keys(side).find((name) => node.classList.contains(name));
    return [node.dataset.slot, side[align].toFixed(1), ((box.top + box.bottom) / 2).toFixed(1)];
})"""
# What `look` gives in every animation frame, until the playing ends or enough frames are seen.
FRAMES = """([look, most]) => new Promise((done) => {
    const seen = [];
    const read = eval(look);
    const host = document.querySelector('.belt');
    const frame = () => {
        if (host.dataset.playing !== 'true' || seen.length >= most) return done(seen);
        seen.push(read());
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
})"""


def frames(page: Page, look: str, most: int) -> list:
    return page.evaluate(FRAMES, [look, most])


def test_parcels_move_while_playing_and_rest_when_paused(open_inside):
    page = open_inside(link_to("grew_up_in", t=2))
    belt(page, ".bt-next").click()
    seen = frames(page, PARCELS, 400)
    expect_step(page, 3, 9)
    marks = [zip(*mark, strict=True) for mark in zip(*seen, strict=True)]
    ways = [max(one) - min(one) for mark in marks for one in mark]
    assert len({str(one) for one in seen}) > 10, "hardly any frame differs from another"
    assert max(ways) > 100, "no parcel travels"
    expect_playing(page, False)
    assert page.evaluate(PARCELS) == page.evaluate(PARCELS)


@pytest.mark.parametrize("net", ["grew_up_in", "quotes_en", "random"])
def test_every_number_stands_in_its_column_in_every_frame(open_inside, net):
    page = open_inside(link_to(net, t=1, speed=3.0))
    before = page.evaluate(NUMBERS)
    assert len(before) == 10 * (3 if net == "grew_up_in" else 1)
    play_every_step(page)
    seen = frames(page, NUMBERS, 130)
    belt(page, ".bt-play").click()
    assert len(seen) > 20 and all(one == before for one in seen)


def test_a_number_that_grows_into_its_parcel_stays_in_its_column(open_inside):
    page = open_inside(link_to("counter", t=0, seq="aaaaaa", speed=10.0))
    columns = [[slot, x] for slot, x, _ in page.evaluate(NUMBERS)]
    play_every_step(page)
    seen = frames(page, NUMBERS, 200)
    expect_step(page, 6, 6)
    assert len(seen) > 10
    assert all([[slot, x] for slot, x, _ in one] == columns for one in seen)


def test_reduced_motion_shows_stills_and_ends_where_motion_ends(open_inside):
    link = link_to("grew_up_in", t=0, speed=10.0)
    page = open_inside(link, reduced_motion="reduce")
    play_every_step(page)
    seen = frames(page, PARCELS, 2000)
    expect_step(page, 9, 9)
    stills = [one for one, last in zip(seen, [None, *seen], strict=False) if one != last]
    assert len(seen) > 2 * len(stills) and len(stills) <= 3 * 9 + 1, "parcels travel"
    ends = [picture(page)]
    open_inside(link)
    choose_speed(page, 10)
    play_every_step(page)
    expect_step(page, 9, 9)
    expect_playing(page, False)
    ends.append(picture(page))
    assert ends[0] == ends[1]


def picture(page: Page) -> list:
    """All that is read and seen when the playing has ended."""
    texts = [".bt-caption", ".bt-bubble", ".bt-equation", ".bt-number"]
    return [*(belt(page, css).all_text_contents() for css in texts), page.evaluate(PARCELS)]


def test_reduced_motion_pauses_at_the_first_event_as_motion_does(open_inside):
    page = open_inside(link_to("grew_up_in", t=0), reduced_motion="reduce")
    belt(page, ".bt-play").click()
    expect_playing(page)
    expect_playing(page, False)
    expect_step(page, 3, 9)
    expect(belt(page, ".bt-caption")).to_have_text("France: written.")
