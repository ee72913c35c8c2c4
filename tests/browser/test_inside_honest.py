"""The picture says no more than was computed: not too early, not of another unit, all on screen."""

import pytest
from playwright.sync_api import expect

from app.i18n import words
from tests.browser.inside import (
    belt,
    choose_network,
    expect_playing,
    expect_step,
    gate,
    link_to,
    number,
)

PHONE = {"width": 390, "height": 844}
# At every frame of a step: its keyframe, the caption, the bubble, how much of the equation shows.
WATCH = """() => {
    window.frames_ = [];
    const look = () => {
        const at = (css) => document.querySelector(css).textContent;
        window.frames_.push([
            Number(document.querySelector('.bt-stage').dataset.k),
            at('.bt-caption'), at('.bt-bubble'),
            Number(document.querySelector('.bt-eq[data-eq=c] [data-from="6"]').style.opacity),
        ]);
        if (window.frames_.length < 2000) requestAnimationFrame(look);
    };
    look();
}"""


def test_the_words_wait_for_the_parcels(open_inside):
    page = open_inside(link_to(t=8))
    page.evaluate(WATCH)
    belt(page, ".bt-play").click()  # the question
    belt(page, ".bt-play").click()  # the answer
    expect(belt(page, ".bt-bubble")).to_have_text("French", timeout=20_000)
    expect_playing(page, False)
    playing = [one for one in page.evaluate("window.frames_") if 1 <= one[0] < 8]
    assert len(playing) > 20
    assert {answer for _, _, answer, _ in playing} == {"…"}
    assert not any("French" in caption for _, caption, _, _ in playing)
    assert {shown for k, _, _, shown in playing if k < 6} == {0}
    expect(belt(page, ".bt-caption")).to_have_text("Now it speaks: French.")


def test_play_rests_after_an_event_and_asks_before_the_answer(open_inside):
    page = open_inside(link_to(t=0))
    play = belt(page, ".bt-play")
    rests = ((3, "France: written."), (8, "Next word: speak."), (9, "Now it speaks"))
    for step, caption in rests:
        play.click()
        expect(belt(page, ".bt-caption")).to_contain_text(caption, timeout=20_000)
        expect_playing(page, False)
        expect_step(page, step, 9)


def test_a_head_is_pressed_while_its_gate_is_held_everywhere(open_inside):
    page = open_inside(link_to("grew_up_in", ("f", -1, 0.5), ("o", 1, 1.0)))
    expect(belt(page, ".bt-head[data-signal=f]")).to_have_attribute("aria-pressed", "true")
    expect(belt(page, ".bt-head[data-signal=o]")).to_have_attribute("aria-pressed", "false")


def test_before_the_first_word_nothing_is_claimed(open_inside):
    page = open_inside(link_to(t=0))
    expect(belt(page, ".bt-gate.is-unknown")).to_have_count(9)
    expect(number(page, "cell")).to_have_css("opacity", "0")
    expect(belt(page, ".bt-eq [data-from]").first).to_have_css("opacity", "0")
    gate(page, "f").click()
    expect(belt(page, ".bt-card-why")).to_have_text(words("en")("belt.card.before"))
    expect(belt(page, "[data-act=arithmetic]")).to_be_hidden()


def test_a_phone_shows_the_unit_that_the_words_are_about(open_inside):
    page = open_inside(link_to(seq="I grew up in China so I speak"), PHONE)
    expect(belt(page, ".bt-bubble")).to_have_text("Chinese")
    expect(belt(page, ".bt-lane-name")).to_have_text("China")
    page.keyboard.press("Home")
    belt(page, ".bt-chips button").nth(3).click()
    expect(belt(page, ".bt-lane-name")).to_have_text("Japan")


def test_one_gate_can_be_freed_out_of_a_hold_of_all(open_inside):
    page = open_inside(link_to("grew_up_in", ("f", -1, 0.5)))
    gate(page, "f", 1).click()
    free = belt(page, "[data-act=free]")
    expect(free).to_have_attribute("aria-pressed", "false")
    free.click()
    expect(free).to_have_attribute("aria-pressed", "true")
    expect(belt(page, ".bt-gate.is-held")).to_have_count(2)
    expect(gate(page, "f", 1)).to_have_attribute("aria-valuenow", "100")


@pytest.mark.parametrize("unit", [0, 2])
@pytest.mark.parametrize("signal", ["f", "o"])
def test_a_card_with_its_arithmetic_stays_on_the_screen(open_inside, signal, unit):
    page = open_inside(link_to(), {"width": 1366, "height": 768})
    gate(page, signal, unit).click()
    belt(page, "[data-act=arithmetic]").click()
    box = belt(page, ".bt-card").bounding_box()
    assert box and box["x"] >= 0 and box["y"] >= 0
    assert box["x"] + box["width"] <= 1366 and box["y"] + box["height"] <= 768


def test_the_answer_hangs_on_what_it_is_read_from(open_inside):
    page = open_inside(link_to("counter"))
    bubble = belt(page, ".bt-bubble")
    expect(bubble).to_have_attribute("data-from", words("en")("belt.answer_from.c"))
    open_inside(link_to())
    expect(bubble).to_have_attribute("data-from", words("en")("belt.answer_from.h"))


def test_the_candidate_opens_what_it_is_made_of_and_cannot_be_held(open_inside):
    page = open_inside(link_to("random", t=5))
    belt(page, ".bt-head.is-candidate").click()
    expect(belt(page, ".bt-card-title")).to_contain_text("g")
    expect(belt(page, "[data-act=shut]")).to_be_hidden()
    belt(page, "[data-act=arithmetic]").click()
    assert belt(page, ".bt-term").count() > 5


def test_keys_act_after_a_click_on_a_network(open_inside):
    page = open_inside(link_to("counter", t=0))
    choose_network(page, "quotes_en")
    expect(belt(page, ".bt-question")).to_have_text(words("en")("networks.quotes_en.question"))
    page.keyboard.press("2")
    expect(belt(page, ".bt-gate.is-held[data-signal=i]")).to_have_count(1)
    page.keyboard.press("0")
    expect(belt(page, ".bt-gate.is-held")).to_have_count(0)


def test_a_tour_begins_again_in_the_language_that_was_chosen(open_page):
    page = open_page("/inside")
    start = words("zh")("belt.tour.start")
    page.locator(".belt[data-tour]").wait_for(timeout=20_000)
    page.locator(".st-key-lang").get_by_text("中文").click()
    expect(belt(page, ".bt-caption")).to_have_text(start, timeout=20_000)
    expect(page.locator(".belt[data-tour]")).to_have_count(1)
    belt(page, "[data-tour=skip]").click()
    expect(page.locator(".belt[data-tour]")).to_have_count(0)


def test_an_empty_sequence_shows_no_equation(open_inside):
    page = open_inside(link_to(seq="", t=0))
    expect_step(page, 0, 0)
    expect(belt(page, ".bt-equation")).to_be_hidden()
