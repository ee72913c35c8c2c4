"""The file that opens by itself: from disk, with the network off."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import lstm_core as lc
from tests.browser.inside import READY, belt, expect_step, number

OpenFile = Callable[[lc.Run], Page]


@pytest.fixture
def open_file(browser: Browser, tmp_path: Path) -> Iterator[OpenFile]:
    """Write a run to a file and open it; whatever it asks for or complains of is a fault."""
    context = browser.new_context(viewport={"width": 1366, "height": 800})
    context.set_offline(True)
    faults: list[str] = []
    asked_for: list[str] = []
    path = tmp_path / "belt.html"

    def open_it(run: lc.Run) -> Page:
        run.to_html(path)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: asked_for.append(asked.url))
        page.goto(path.as_uri())
        page.wait_for_selector(READY)
        return page

    yield open_it
    context.close()
    assert faults == []
    assert {url for url in asked_for if not url.startswith(("data:", "blob:"))} == {path.as_uri()}


def test_it_plays_steps_scrubs_and_holds_with_the_network_off(open_file):
    run = lc.NETWORKS["counter"].run("aa.a.aa.a")
    page = open_file(run)
    page.keyboard.press("End")
    expect_step(page, 9, 9)
    expect(number(page, "cell")).to_contain_text("6.000")
    page.keyboard.press("Home")
    belt(page, ".bt-play").click()
    expect(belt(page, ".bt-count")).not_to_have_text("0 / 9")
    page.keyboard.press("Home")
    belt(page, ".bt-next").click()
    expect_step(page, 1, 9)
    page.keyboard.press("End")
    page.keyboard.press("1")  # keep at 70 %: the count fades
    held = run.network.run("aa.a.aa.a", edits=[lc.Clamp("f", value=0.7)])
    expect(number(page, "cell")).to_contain_text(f"{held.traces[0].steps.c[-1, 0]:.3f}")
    page.keyboard.press("0")
    expect(number(page, "cell")).to_contain_text("6.000")


def test_it_offers_nothing_that_needs_a_server(open_file):
    page = open_file(lc.NETWORKS["grew_up_in"].run("I grew up in France and love chess so I speak"))
    expect(belt(page, ".bt-copy")).to_have_count(0)
    expect(belt(page, ".bt-again")).to_be_hidden()
    address = page.url
    page.clock.install()
    page.keyboard.press("End")
    expect_step(page, 9, 9)
    page.clock.run_for(1000)  # with a server the address follows after 250 ms
    assert page.url == address


@pytest.mark.parametrize("cell", lc.CELLS)
def test_its_details_open_and_it_follows_the_dark(open_file, cell):
    page = open_file(lc.random_network(4, 0, cell).run("hello </script> <b>&\0"))
    page.keyboard.press("End")
    view = belt(page, ".bt-details-body")
    for tab in belt(page, ".bt-tab").all():
        tab.click()
        view = belt(page, f".bt-details-body[data-view={tab.get_attribute('data-view')}]")
        expect(view.locator("> *").first).to_be_visible()
        assert "undefined" not in view.inner_text()
        assert belt(page, "[data-save]").count() == 0
    for button in belt(page, ".bt-details-head .bt-segments").first.get_by_role("button").all():
        button.click()
        assert "undefined" not in view.inner_text()
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".belt[data-theme=dark]")).to_be_attached()


@pytest.mark.parametrize("cell", lc.CELLS)
def test_a_network_of_ones_own_moves_too(open_file, cell):
    params = lc.random_network(3, 0, cell).layers[0][0]
    params = params._replace(weight_ih=params.weight_ih[:, :1])
    page = open_file(lc.Network("mine", cell, ((params,),)).run([[0.5], [-2.0], [1.0]]))
    page.keyboard.press("End")
    expect_step(page, 3, 3)
    expect(belt(page, ".bt-caption")).not_to_be_empty()
