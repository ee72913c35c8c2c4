"""The controls above the belt: a list of networks, surprises, and keys for thumbs."""

from playwright.sync_api import expect

from app.i18n import words
from tests.browser.inside import READY, belt, choose_network, field, link_to, path_of

PHONE = {"width": 390, "height": 844}


def test_a_network_is_found_by_typing_its_name(open_inside):
    page = open_inside(link_to("grew_up_in", t=0))
    choose_network(page, "parity")
    expect(belt(page, ".bt-question")).to_have_text(words("en")("networks.parity.question"))
    choose_network(page, "grew_up_in")
    expect(belt(page, ".bt-question")).to_have_text(words("en")("networks.grew_up_in.question"))


def test_a_surprise_is_read_at_once(open_inside):
    page = open_inside(link_to("counter", t=0))
    before = field(page).input_value()
    page.get_by_role("button", name=words("en")("widgets.surprise")).click()
    expect(field(page)).not_to_have_value(before)
    drawn = field(page).input_value()
    expect(belt(page, ".bt-token")).to_have_count(len(drawn))


def test_keys_belong_to_the_phone(open_inside):
    page = open_inside(link_to("grew_up_in", t=0))
    expect(page.locator(".st-key-chips")).to_be_hidden()


def test_a_sentence_can_be_tapped_on_a_phone(open_page):
    path = path_of(link_to("grew_up_in", seq="I grew up in", t=0))
    page = open_page(path, viewport=PHONE, has_touch=True)
    page.wait_for_selector(READY)
    chips = page.locator(".st-key-chips button")
    for chip in chips.all():
        box = chip.bounding_box()
        assert box and box["height"] >= 44 and box["width"] >= 44
    chips.filter(has_text="France").tap()
    expect(field(page)).to_have_value("I grew up in France")
    expect(belt(page, ".bt-token")).to_have_text(["I", "grew up in", "France"])
    page.get_by_role("button", name=words("en")("widgets.remove")).tap()
    expect(field(page)).to_have_value("I grew up in")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
