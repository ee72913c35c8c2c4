"""Holding a gate changes the answer: by link, by key, by the gate itself and by its card."""

import pytest
from playwright.sync_api import Page, expect

from app.i18n import languages, words
from tests.browser.inside import (
    belt,
    choose_network,
    computed,
    drag,
    expect_step,
    gate,
    link_to,
    middle,
    number,
)

MOVED = {
    "en": "I grew up in France then moved to China and I speak",
    "zh": "我在法国长大后来去中国我会说",
}
LANGUAGES = list(languages())


def label(lang: str, *keys: str) -> str:
    return " + ".join(words(lang)(f"networks.grew_up_in.labels.{key}") for key in keys)


def expect_answer(page: Page, text: str, state: str) -> None:
    bubble = belt(page, ".bt-bubble")
    expect(bubble).to_have_text(text)
    expect(bubble).to_have_attribute("data-state", state)


def expect_weak(page: Page, lang: str, h: str) -> None:
    text = words(lang)("belt.bubble.weak", label=label(lang, "french"), h=h)
    expect_answer(page, text, "weak")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_that_holds_keep_at_80_percent_silences_the_answer_and_85_does_not(
    open_inside, lang
):
    page = open_inside(link_to("grew_up_in", ("f", -1, 0.85), lang=lang))
    expect_answer(page, label(lang, "french"), "speaks")
    open_inside(link_to("grew_up_in", ("f", -1, 0.8), lang=lang))
    expect_weak(page, lang, "0.256")
    link = link_to("grew_up_in", ("f", -1, 0.7), lang=lang)
    open_inside(link)
    h = computed(link).traces[0].steps.h[-1, 0]
    assert round(float(h), 2) == 0.12
    expect_weak(page, lang, f"{h:.3f}")
    expect(number(page, "hidden")).to_have_text(f"≈ {h:.3f}")


def test_dragging_the_gate_silences_the_answer_under_the_finger(open_inside):
    page = open_inside(link_to("grew_up_in"))
    expect_answer(page, "French", "speaks")
    keep = gate(page, "f")
    x, y = middle(keep)
    reach = max(90, 1.4 * keep.evaluate("node => node.offsetHeight"))
    page.mouse.move(x, y)
    page.mouse.down()
    for percent, answer in ((85, "French"), (80, "French? weak (0.256)"), (70, None)):
        page.mouse.move(x, y + reach * (100 - percent) / 100, steps=5)
        expect(keep).to_have_attribute("aria-valuenow", str(percent))
        if answer:
            expect(belt(page, ".bt-bubble")).to_have_text(answer)
    page.mouse.up()
    expect_weak(page, "en", "0.117")
    expect(number(page, "f")).to_have_text("70 %")
    expect(gate(page, "f").locator(".bt-held")).to_be_visible()
    expect(gate(page, "f", 1)).to_have_attribute("aria-valuenow", "100")
    drag(page, (x, y), (x, y - reach))
    expect(keep).to_have_attribute("aria-valuenow", "100")
    expect_answer(page, "French", "speaks")


def test_the_card_of_a_gate_holds_it_shut_open_anywhere_and_frees_it(open_inside):
    page = open_inside(link_to("grew_up_in"))
    gate(page, "f").click()
    card = belt(page, ".bt-card")
    expect(card).to_be_visible()
    belt(page, ".bt-card-range").fill("70")
    expect(card.locator(".bt-card-percent")).to_have_text("70 %")
    expect_weak(page, "en", "0.117")
    card.locator("[data-act=shut]").click()
    expect_answer(page, "…", "silent")
    expect(card.locator("[data-act=shut]")).to_have_attribute("aria-pressed", "true")
    expect(card.locator(".bt-card-why")).to_contain_text("Held at 0 %")
    card.locator("[data-act=open]").click()
    expect_answer(page, "French", "speaks")
    card.locator("[data-act=free]").click()
    expect(gate(page, "f")).not_to_have_class("is-held")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_the_head_of_a_column_holds_the_gate_in_every_lane(open_inside):
    page = open_inside(link_to("grew_up_in"))
    belt(page, ".bt-head.is-gate[data-signal=i]").click()
    belt(page, ".bt-card [data-act=open]").click()
    for unit in range(3):
        expect(number(page, "i", unit)).to_have_text("100 %")
    expect_answer(page, label("en", "french", "chinese", "japanese"), "speaks")
    belt(page, ".bt-free").click()
    expect_answer(page, "French", "speaks")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_show_held_open_speaks_from_france_on(open_inside, lang):
    link = link_to("grew_up_in", ("o", -1, 1.0), lang=lang, t=0)
    page = open_inside(link)
    run = computed(link)
    first = next(t for t, said in enumerate(run.readouts) if said)
    assert set(run.readouts[first:]) == {"french"}
    for t in range(1, len(run.x) + 1):
        belt(page, f".bt-tokens [data-t='{t - 1}']").click()
        expect_step(page, t, len(run.x))
        speaks = t > first
        expect_answer(
            page, label(lang, "french") if speaks else "…", "speaks" if speaks else "silent"
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_write_held_open_says_everything(open_inside, lang):
    page = open_inside(link_to("grew_up_in", ("i", -1, 1.0), lang=lang))
    expect_answer(page, label(lang, "french", "chinese", "japanese"), "speaks")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_keep_held_open_gives_two_answers_where_there_was_one(open_inside, lang):
    page = open_inside(link_to("grew_up_in", lang=lang, seq=MOVED[lang]))
    expect_answer(page, label(lang, "chinese"), "speaks")
    open_inside(link_to("grew_up_in", ("f", -1, 1.0), lang=lang, seq=MOVED[lang]))
    expect_answer(page, label(lang, "french", "chinese"), "speaks")


def test_holds_stay_with_the_network_and_end_with_it(open_inside):
    page = open_inside(link_to("grew_up_in", ("o", 0, 0.0)))
    expect_answer(page, "…", "silent")
    choose_network(page, "counter")
    expect(page.locator(".belt[data-units='1']")).to_be_attached()
    expect(belt(page, ".bt-gate.is-held")).to_have_count(0)
