"""Strips, tinted text and table: what lstm_core computed, and nothing that was not read."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import lstm_core as lc
from app.figures.palette import PALETTE
from app.i18n import languages, words
from app.share import Link
from tests.browser.inside import belt, computed, expect_step, link_to
from tests.browser.test_inside_layout import OVERHANG, PHONE
from tests.browser.test_inside_numbers import num

SIGNALS = "figoch"
HELD = ("f", 0, 0.8)
RANDOM = {"net": "random", "size": 64, "seed": 5}
LONG = {"seq": "the quick brown fox. " * 23, "net": "random", "size": 8, "seed": 2}
# What plotly was given: one heatmap a signal.
COLOURS = """nodes => nodes.map((node) => {
    const { color, backgroundColor } = getComputedStyle(node);
    return [color, backgroundColor];
})"""
NEGATIVE = "nodes => nodes.map((node) => node.classList.contains('is-negative'))"
DRAWN = "node => (node.data ?? []).map((trace) => ({ name: trace.name, z: trace.z }))"


def steps(link: Link) -> Any:
    return computed(link).traces[0].steps


def drawn(page: Page) -> dict[str, np.ndarray]:
    plot = belt(page, ".bt-strip-plot")
    expect(plot.locator(".heatmaplayer image")).to_have_count(len(SIGNALS))
    return {one["name"]: np.array(one["z"], float) for one in plot.evaluate(DRAWN)}


def tinted(page: Page) -> Locator:
    return belt(page, ".bt-tint")


def told(net: lc.Network, signal: str, value: float) -> str:
    return f"{int(100 * value + 0.5)} %" if signal in "fio" else num(value)


# ---- strips ----


@pytest.mark.parametrize(
    "link",
    [
        link_to("grew_up_in", view="strips"),
        link_to("counter", HELD, view="strips", t=3),
        link_to(**RANDOM, view="strips", seq="hello memory " * 7),
    ],
    ids=lambda link: f"{link.net}-{link.t}",
)
def test_the_strips_are_the_run(open_inside, link):
    page = open_inside(link)
    seen = drawn(page)
    assert list(seen) == list(SIGNALS)
    for signal in SIGNALS:
        wanted = getattr(steps(link), signal).T
        np.testing.assert_allclose(seen[signal], wanted, rtol=1e-12, atol=1e-12)


def test_the_strips_stand_under_the_columns_of_the_tape(open_inside):
    page = open_inside(link_to("grew_up_in", view="strips", t=4))
    drawn(page)
    for part in (".bt-token.is-now", ".bt-cursor"):
        tape, strips = (
            belt(page, f"{where} {part}").bounding_box() for where in (".bt-tape", ".bt-strips")
        )
        assert tape and strips
        assert abs(tape["x"] - strips["x"]) < 0.5
        assert abs(tape["width"] - strips["width"]) < 0.5


def test_a_long_sequence_shows_the_window_of_the_tape(open_inside):
    link = link_to(**LONG, view="strips", t=400)
    page = open_inside(link)
    seen = drawn(page)
    first = page.locator(".bt-strips .bt-token").first.get_attribute("data-t")
    start, shown = int(first or -1), seen["c"].shape[1]
    assert 0 < start <= 399 < start + shown <= start + 120
    np.testing.assert_allclose(seen["c"], steps(link).c.T[:, start : start + shown], atol=1e-12)


def test_the_strips_hide_what_has_not_been_read(open_inside):
    link = link_to("grew_up_in", view="strips", t=4)
    page = open_inside(link)
    drawn(page)
    veil = belt(page, ".bt-strips .bt-veil")
    cell = (belt(page, ".bt-strips .bt-token").first.bounding_box() or {})["width"]

    def covered() -> int:
        return round(float(veil.get_attribute("width") or 0) / cell)

    assert covered() == len(steps(link).c) - 4
    page.keyboard.press("ArrowRight")
    expect_step(page, 5, len(steps(link).c))
    expect(veil).to_have_attribute("width", re.compile(rf"^{4 * cell:.3f}"[:-2]))
    belt(page, ".bt-all").click()
    expect(veil).to_have_attribute("width", "0")


def test_a_click_on_a_strip_focuses_unit_and_step(open_inside):
    link = link_to("grew_up_in", view="strips")
    page = open_inside(link)
    drawn(page)
    belt(page, ".bt-strip-readout").scroll_into_view_if_needed()
    names = belt(page, ".bt-strip-name")
    token = belt(page, ".bt-strips .bt-token").nth(2).bounding_box()
    third = names.nth(2).bounding_box()  # g: three rows of 14 px around the middle of its name
    assert token and third
    page.mouse.click(token["x"] + token["width"] / 2, third["y"] + third["height"] / 2 + 14)
    expect_step(page, 3, len(steps(link).c))
    expect(belt(page, ".bt-tape-name.is-focus")).to_have_text("Japan")
    expect(belt(page, ".bt-strip-readout")).to_contain_text("g of Japan at “France”: 1")
    page.mouse.move(5, 5)
    expect(belt(page, ".bt-strip-readout")).to_contain_text("Japan at “France”")


def test_a_held_gate_redraws_the_strips(open_inside):
    link = link_to("grew_up_in", view="strips")
    page = open_inside(link)
    assert drawn(page)["f"].min() < 0.01
    picture = belt(page, ".bt-strip-plot .heatmaplayer image").nth(list(drawn(page)).index("f"))
    before = picture.get_attribute("href")
    assert before
    page.keyboard.press("1")  # keep held at 70 %
    expect(belt(page, ".bt-held").first).to_be_visible()
    expect(picture).not_to_have_attribute("href", before)
    assert set(drawn(page)["f"].ravel()) == {0.7}


# ---- tinted text ----

TEXT = 'She said "hi" and\n"bye", so…'


def test_the_text_stands_as_it_was_typed(open_inside):
    text = "I grew  up in France,\nthen China: I speak!"
    link = link_to("grew_up_in", view="text", t=3, seq=text)
    page = open_inside(link)
    expect(belt(page, ".bt-text")).to_have_text(text)
    assert tinted(page).all_text_contents()[1] == "grew  up in"
    tops = [(tinted(page).nth(k).bounding_box() or {})["y"] for k in (2, 3)]
    assert tops[1] > tops[0] + 10
    link = link_to("quotes_en", view="text", t=3, seq=TEXT)
    page = open_inside(link)
    expect(belt(page, ".bt-text")).to_have_text(TEXT.replace("\n", "↵\n"))


def contrast(page: Page) -> list[float]:
    """Contrast of the letters of every token on their own ink."""

    def luminance(rgb: list[int]) -> float:
        parts = [c / 255 for c in rgb]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    found = []
    for pair in tinted(page).evaluate_all(COLOURS):
        low, high = sorted(luminance([int(c) for c in re.findall(r"\d+", one)[:3]]) for one in pair)
        found.append((high + 0.05) / (low + 0.05))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_text_wears_the_ink_of_the_signal_and_stays_legible(open_inside, scheme):
    link = link_to(**LONG, view="text", u=3, t=120)
    page = open_inside(link, color_scheme=scheme)
    belt(page, ".bt-all").click()
    expect(belt(page, ".bt-tint.is-future")).to_have_count(0)
    for signal in SIGNALS:
        belt(page, f".bt-segments [data-signal={signal}]").click()
        value = getattr(steps(link), signal)[:, 3]
        negative = tinted(page).evaluate_all(NEGATIVE)
        assert negative == [signal in "gch" and v < 0 for v in value]
        assert min(contrast(page)) >= 4.5
        title = tinted(page).nth(7).get_attribute("title") or ""
        assert title.endswith(f": {told(lc.NETWORKS['counter'], signal, value[7])}")


def test_a_shut_gate_is_the_belt_and_an_open_one_its_colour(open_inside):
    link = link_to("grew_up_in", ("f", 0, 0.0), ("f", 1, 1.0), view="text", u=0)
    page = open_inside(link)
    belt(page, ".bt-segments [data-signal=f]").click()
    for unit, name in ((0, "belt"), (1, "f")):
        belt(page, ".bt-select").select_option(str(unit))
        rgb = f"rgb{tuple(bytes.fromhex(PALETTE['light'][name][1:]))}"
        expect(tinted(page).nth(4)).to_have_css("background-color", rgb)


def test_the_text_hides_the_future_and_a_click_goes_there(open_inside):
    link = link_to("grew_up_in", view="text", t=4)
    page = open_inside(link)
    T = len(steps(link).c)
    future = belt(page, ".bt-tint.is-future")
    expect(future).to_have_count(T - 4)
    expect(future.first).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    assert not future.first.get_attribute("title")
    tinted(page).nth(6).click()
    expect_step(page, 7, T)
    expect(future).to_have_count(T - 7)
    expect(belt(page, ".bt-tint.is-now")).to_have_text("so")
    page.keyboard.press("Home")
    expect(future).to_have_count(T)


# ---- table ----


@pytest.mark.parametrize("lang", languages())
def test_the_table_is_the_run(open_inside, lang):
    link = link_to("grew_up_in", HELD, view="table", u=0, lang=lang)
    page = open_inside(link)
    said = words(lang)
    unit = said("networks.grew_up_in.units.france")
    expect(page.get_by_role("table", name=unit)).to_be_visible()
    rows = belt(page, ".bt-table tbody tr")
    expect(rows).to_have_count(len(steps(link).c))
    for t, row in enumerate(rows.all()):
        cells = row.locator("td[data-signal]").all_inner_texts()
        assert cells == [num(float(getattr(steps(link), s)[t, 0])) for s in SIGNALS]
    heads = belt(page, ".bt-table thead th").all_inner_texts()
    assert [head.split()[0] for head in heads[2:8]] == list(SIGNALS)


def test_the_table_hides_the_future_and_its_buttons_go_there(open_inside):
    link = link_to("quotes_en", view="table", t=4)
    page = open_inside(link)
    rows = belt(page, ".bt-table tbody tr")
    expect(rows.filter(visible=True)).to_have_count(4)
    expect(belt(page, ".bt-table [aria-current]")).to_have_attribute("data-t", "3")
    step = rows.nth(1).get_by_role("button")
    step.focus()
    step.press("Enter")
    expect_step(page, 2, len(steps(link).c))
    expect(rows.filter(visible=True)).to_have_count(2)
    belt(page, ".bt-all").click()
    expect(rows.filter(visible=True)).to_have_count(len(steps(link).c))
    expect(belt(page, ".bt-table [aria-current]")).to_have_attribute("data-t", "1")


@pytest.mark.parametrize("kind", ["csv", "npz", "xlsx", "html"])
def test_what_is_downloaded_is_what_the_server_makes(open_inside, kind):
    link = link_to("counter", HELD, view="table")
    page = open_inside(link)
    with page.expect_download() as waiting:
        belt(page, f"[data-save={kind}]").click()
    assert waiting.value.suggested_filename == f"gatescope-counter.{kind}"
    content = waiting.value.path().read_bytes()
    if kind == "npz":
        with np.load(waiting.value.path()) as found:
            np.testing.assert_array_equal(found["f"], steps(link).f)
    assert len(content) > 500


def test_a_download_that_fails_says_so(open_inside, lasting):
    page = open_inside(link_to("counter", view="table"))
    page.route("**/export/*", lambda route: route.abort())
    belt(page, "[data-save=csv]").click()
    expect(belt(page, ".bt-toast")).to_have_text(words("en")("details.save.failed"))
    page.unroute("**/export/*")
    lasting[1].faults.clear()  # the browser reports the lost request, as it should


# ---- everywhere ----


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("view", ["strips", "text", "table", "code"])
def test_a_phone_never_scrolls_sideways(open_inside, view, lang):
    page = open_inside(link_to("random", view=view, lang=lang, size=3, t=5), PHONE)
    expect(belt(page, f".bt-details-body[data-view={view}] > *").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    scrolled = ".bt-table-frame *, .bt-code-text *"
    hanging = page.evaluate(OVERHANG.replace(".bt-chips", f".bt-chips, {scrolled}"))
    assert hanging == []


def test_the_views_open_and_close_by_keyboard(open_inside):
    page = open_inside(link_to("grew_up_in"))
    for view in ("strips", "text", "table", "code"):
        tab = belt(page, f".bt-tab[data-view={view}]")
        tab.focus()
        tab.press("Enter")
        expect(tab).to_have_attribute("aria-expanded", "true")
        expect(belt(page, f".bt-details-body[data-view={view}] > *").first).to_be_visible()
    tab.press("Enter")
    expect(belt(page, ".bt-details-body")).to_be_hidden()
