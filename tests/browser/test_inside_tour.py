"""The guided minutes: offered once, left at any moment, finished by doing."""

from playwright.sync_api import Page, expect

from app.i18n import words
from tests.browser.inside import (
    READY,
    belt,
    choose_speed,
    expect_playing,
    expect_step,
    link_to,
    read,
)

PATIENCE = 20_000  # ms: the tour reads a sentence between two clicks


def step(page: Page, name: str):
    return belt(page, f"[data-tour={name}]")


def say(page: Page, key: str, lang: str = "en", **values: str) -> None:
    expect(belt(page, ".bt-caption")).to_have_text(
        words(lang)(f"belt.tour.{key}", **values), timeout=PATIENCE
    )


def touring(page: Page, on: bool = True) -> None:
    expect(page.locator(".belt[data-tour]")).to_have_count(int(on), timeout=PATIENCE)


def first_visit(open_page, **options) -> Page:
    page = open_page("/inside", **options)
    page.wait_for_selector(READY)
    touring(page)
    return page


def follow_to_two_answers(page: Page) -> None:
    """Do what the tour asks for, up to the sentence with two countries."""
    choose_speed(page, 10)
    step(page, "stay").click(timeout=PATIENCE)
    step(page, "gate_o").click(timeout=PATIENCE)
    slider = step(page, "keep")
    expect(slider).to_be_visible(timeout=PATIENCE)
    say(page, "your_turn")
    slider.fill("85")
    expect(belt(page, ".bt-bubble")).to_have_text("French")
    slider.fill("80")
    expect(belt(page, ".bt-bubble")).to_have_attribute("data-state", "weak")
    say(page, "multiplies", keep="0.8", n="6", result="≈ 0.262")
    step(page, "go_on").click()
    say(page, "two_answers")
    expect(belt(page, ".bt-bubble")).to_have_text("French + Chinese")


def follow(page: Page) -> None:
    """Do what the tour asks for, up to its last question."""
    follow_to_two_answers(page)
    step(page, "let_go").click()
    expect(belt(page, ".bt-bubble")).to_have_text("Chinese", timeout=PATIENCE)
    expect(step(page, "exit_picture")).to_be_visible(timeout=PATIENCE)
    say(page, "equation")


def test_a_first_visit_is_guided_to_the_end_and_only_once(open_page):
    page = first_visit(open_page)
    follow(page)
    step(page, "exit_count").click()
    touring(page, False)
    expect(belt(page, ".bt-question")).to_have_text(words("en")("networks.counter.question"))
    page.goto(page.url.split("?")[0])
    page.wait_for_selector(READY)
    expect_playing(page)  # alive at once all the same
    touring(page, False)


def test_the_tour_can_be_skipped_at_once_and_asked_for_again(open_page):
    page = first_visit(open_page)
    step(page, "skip").click()
    touring(page, False)
    expect(step(page, "skip")).to_have_count(0)
    expect(belt(page, ".bt-gate.is-held")).to_have_count(0)
    belt(page, ".bt-again").click()
    touring(page)
    say(page, "start")


def test_whoever_takes_over_leaves_the_tour(open_page):
    page = first_visit(open_page)
    belt(page, ".bt-token").nth(4).click()
    touring(page, False)
    expect_step(page, 5, 9)
    belt(page, ".bt-again").click()
    touring(page)
    page.keyboard.press("Home")
    touring(page, False)
    expect_step(page, 0, 9)


def test_a_link_is_never_interrupted_by_the_tour(open_inside):
    page = open_inside(link_to("grew_up_in", t=4))
    assert page.evaluate("localStorage.getItem('gatescope.tour')") is None, "seen already"
    expect_step(page, 4, 9)
    touring(page, False)


def test_the_tour_speaks_chinese(open_page):
    page = first_visit(open_page, locale="zh-CN")
    say(page, "start", "zh")
    expect(step(page, "skip")).to_have_text(words("zh")("belt.tour.skip"))
    choose_speed(page, 10)
    expect(step(page, "stay")).to_have_text(words("zh")("belt.tour.stay"), timeout=PATIENCE)
    step(page, "skip").click()
    touring(page, False)


def test_no_link_mixes_the_second_sentence_of_the_tour_with_the_learners_own(open_page):
    page = first_visit(open_page)
    follow_to_two_answers(page)
    belt(page, ".bt-copy").click()
    touring(page, False)
    expect_step(page, 0, 9)
    page.wait_for_selector(".belt[data-copied]")
    page.goto(str(page.locator(".belt").get_attribute("data-copied")))
    page.wait_for_selector(READY)
    expect_step(page, 0, 9)
    expect(page.locator(".st-key-notices")).to_have_count(0)


def test_a_sentence_that_cannot_tell_the_story_offers_no_tour(open_inside):
    page = open_inside(link_to(t=0))
    expect(belt(page, ".bt-again")).to_be_visible()
    for seq in ("I speak", "France and China so I speak", "I grew up in France"):
        open_inside(link_to(seq=seq, t=0))
        expect(belt(page, ".bt-again")).to_be_hidden()
    open_inside(link_to("counter", t=0))
    expect(belt(page, ".bt-again")).to_be_hidden()


def test_typing_another_sentence_ends_the_tour_for_good(open_page):
    page = first_visit(open_page)
    read(page, "I grew up in China so I speak")
    expect(belt(page, ".bt-token").nth(2)).to_have_text("China")
    touring(page, False)
    page.reload()
    page.wait_for_selector(READY)
    touring(page, False)
