"""The ready experiments by their links: what bubble, caption and results bar say."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

import lstm_core as lc
from app.experiments import EXPERIMENTS, PAGE, link
from app.i18n import words
from tests.browser.inside import belt, expect_step, field, fresh

OpenStory = Callable[..., Page]
LANGS = {"en": "en-US", "zh": "zh-CN"}


@pytest.fixture
def open_story(open_inside) -> OpenStory:
    """Open an experiment by its link; it stands still at the step where it shows."""

    def open_it(key: str, lang: str = "en") -> Page:
        here = link(key, lang)
        page = open_inside(here, at=PAGE)
        expect(page.locator(".st-key-notices")).to_have_count(0)
        steps = len(lc.NETWORKS[here.net].run(here.seq).x)
        expect_step(page, here.t, steps)
        return page

    return open_it


def says(page: Page, answer: str, untouched: str = "", lang: str = "en") -> None:
    """The bubble says this, and below it what the untouched run says, if that is another answer."""
    below = words(lang)("effect.belt.untouched", answer=untouched) if untouched else ""
    expect(belt(page, ".bt-bubble")).to_have_text(answer + below)


def caption(page: Page) -> Locator:
    return belt(page, ".bt-caption")


def told(key: str, lang: str = "en", **values: object) -> str:
    return words(lang)(f"effect.belt.caption.{key}", **values)


def leak(of: str, steps: int, lang: str = "en") -> str:
    gap = words(lang)("belt.caption.gap")
    share = told("leak", lang, f="0.99966", n=steps, left="0.967")
    return f"{share}{gap}{told(f'same_{of}', lang)}"


def expect_shares(page: Page, key: str, before: int, after: tuple[int, int]) -> None:
    """The bar shows what lstm_core measures, and that is what the story claims."""
    marks = lc.examine(lc.NETWORKS[EXPERIMENTS[key].net], EXPERIMENTS[key].edits)
    share = round(100 * marks.accuracy)
    assert after[0] <= share <= after[1]
    expect(fresh(page, ".ef-bars b")).to_have_text([f"{before} %", f"{share} %"])


@pytest.mark.parametrize("lang", LANGS)
def test_who_never_forgets_names_the_old_letter_and_is_right_about_half_the_time(open_story, lang):
    page = open_story("never_forget", lang)
    says(page, "T", "P", lang)
    expect(caption(page)).to_contain_text(told("else_says", lang, label="P"))
    expect_shares(page, "never_forget", 100, (45, 60))


def test_with_show_held_open_it_speaks_from_the_country_on(open_story):
    page = open_story("show_open")
    silent = words("en")("effect.belt.silent")
    expect(belt(page, ".bt-bubble")).to_have_text(f"French{silent}")
    first = words("en")("belt.caption.spoke_held", held="100 %", label="French")
    parts = told("parts_unit", signal="h", unit="France", was="~0", now="0.762")
    expect(caption(page)).to_have_text(f"{first} {parts}")
    expect_shares(page, "show_open", 100, (0, 0))
    belt(page, ".bt-back").click()
    expect(belt(page, ".bt-ghost-answer")).to_have_count(0)


def test_with_write_held_open_the_error_explodes(open_story):
    page = open_story("write_open")
    says(page, "2.495", "1.198")
    expect(caption(page)).to_contain_text(told("else_says", label="1.198"))
    expect_shares(page, "write_open", 100, (0, 8))
    ready = lc.NETWORKS["adding"]
    errors = [lc.examine(ready, edits).error for edits in ((), EXPERIMENTS["write_open"].edits)]
    before, after = (f"{error:.3f}" for error in errors)
    assert float(before) < 0.01 and float(after) > 1
    shown = words("en")("effect.job.error", before=before, after=after)
    expect(fresh(page, ".ef-job")).to_contain_text(shown)


@pytest.mark.parametrize("lang", LANGS)
def test_a_blunt_count_misses_two_and_the_caption_says_why(open_story, lang):
    page = open_story("blunt_counter", lang)
    says(page, "98", "100", lang)
    expect(caption(page)).to_have_text(leak("count", 100, lang))
    expect_shares(page, "blunt_counter", 100, (40, 60))


def test_a_blunt_latch_leaks_by_the_same_factor_and_is_still_set(open_story):
    page = open_story("blunt_latch")
    says(page, "set")
    expect(belt(page, ".bt-number[data-slot=hidden]").first).to_have_text("≈ 0.747")
    expect(caption(page)).to_have_text(leak("switch", 99))
    expect_shares(page, "blunt_latch", 100, (100, 100))


def test_one_flipped_sign_and_nothing_is_wiped_any_more(open_story):
    page = open_story("flipped_sign")
    says(page, "odd", "even")
    expect(caption(page)).to_contain_text(told("parts", signal="c", was="~0", now="1.000"))
    expect_shares(page, "flipped_sign", 100, (45, 55))


@pytest.mark.parametrize("lang", LANGS)
def test_without_the_unit_that_knows_the_first_it_never_answers(open_story, lang):
    page = open_story("no_first", lang)
    label = words(lang)("networks.temporal_order.labels.R")
    says(page, "…", label, lang)
    expect(caption(page)).to_contain_text(told("else_says", lang, label=label))
    expect_shares(page, "no_first", 100, (0, 0))
    for _ in range(4):  # back to the first letter: who holds it was cut out
        belt(page, ".bt-back").click()
    name = words(lang)("networks.temporal_order.units.has_come")
    unit = name[0].upper() + name[1:]
    expect(caption(page)).to_have_text(told("missing", lang, unit=unit, signal="c", value="1.000"))


def test_an_experiment_asks_first_and_tells_when_asked(open_story):
    page = open_story("no_first")
    table = words("en").table("effect.experiments.no_first")
    story = fresh(page, ".st-key-story")
    expect(story).to_contain_text(table["ask"])
    expect(page.get_by_text(table["happens"])).to_have_count(0)
    story.get_by_role("button").click()
    expect(page.get_by_text(table["happens"])).to_be_visible()


OTHERS = ("miscounted", "lost_depth", "frozen", "one_of_six", "other_country")


@pytest.mark.parametrize("key", OTHERS)
def test_the_other_experiments_open_and_are_asked_of(open_story, key):
    page = open_story(key)
    here = link(key, "en")
    expect(caption(page)).not_to_be_empty()
    expect(field(page)).to_have_value(here.seq)
    expect(page.locator(".st-key-edits [role=checkbox], .st-key-edits input")).to_have_count(
        len(here.edits)
    )
    expect(fresh(page, ".st-key-story")).to_contain_text(
        words("en")(f"effect.experiments.{key}.ask")
    )
