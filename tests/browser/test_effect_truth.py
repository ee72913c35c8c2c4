"""What is printed, summed up and listed of an edited run is that run, and what is held is said."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

import lstm_core as lc
from app import reading
from app.belt.payload import encode
from app.i18n import words
from app.share import Link, start_values
from lstm_core.history import read_entries
from tests.browser.belt_page import SITE, belt_page
from tests.browser.inside import READY, belt, expect_step, gate, number
from tests.browser.test_details_code import MORE, PRINT, copied, evaluate, form, same
from tests.browser.test_details_views import num

EDITS = [
    ("lstm", "clamp_f_1_1_3_0.25~clamp_g_all_2_end_-1~put_h_0_1_2"),
    ("lstm", "put_c_0_2_2.5~clamp_h_2_1_2_0.5~cut_1~-clamp_o_all_0_end_0"),
    ("lstm", "weight_hh_3_1_-2~weight_b_0_0_1.5~sharpen_0.6~token_1_b~clamp_i_0_0_end_mean"),
    ("gru", "clamp_z_1_1_3_0.9~clamp_n_0_2_end_frozen~clamp_r_2_0_1_0"),
    ("gru", "put_h_0_2_2.5~cut_1~weight_bhn_2_0_-1~sharpen_2"),
    ("rnn", "put_h_0_2_0.5~weight_ih_1_4_3~clamp_h_2_3_end_-1.5"),
    ("lstm_1997", "clamp_i_1_1_3_0.25~put_c_0_2_2.5~weight_ih_1_4_3~cut_2"),
    ("peephole", "clamp_f_1_1_3_0.25~put_c_0_2_2.5~weight_co_2_0_1.5~sharpen_0.6"),
    ("coupled", "clamp_f_0_1_2_0.9~clamp_i_2_1_3_0.5~cut_1"),
]
LINKS = [
    Link(net="random", seq="hello", size=3, seed=2, cell=cell, edits=read_entries(text))
    for cell, text in EDITS
]
WHYS = """async (message) => {
    const { words, net, run } = await belt.load(message, []);
    const steps = [...Array(run.T).keys()];
    const held = (t) => Object.fromEntries(run.cell.SIGNALS.map((signal) =>
        [signal, net.units.map((_, unit) => run.held(signal, unit, t))]));
    return { whys: belt.tell(words, run, net).whys, sums: belt.sums(run), held: steps.map(held) };
}"""


@pytest.fixture(scope="module")
def scripts(browser: Any) -> Iterator[Any]:
    with belt_page(browser) as page:
        yield page


def message_of(link: Link) -> tuple[lc.Run, str]:
    """The edited run of a link, and what is sent of it."""
    link, run, problems = reading.read(link)
    assert not problems
    start, baseline = start_values(link), reading.untouched(link)
    sent = encode(run.network, run, words("en"), start, baseline=baseline)
    return run, base64.b64encode(sent).decode()


def held_at(run: lc.Run, signal: str, unit: int, t: int) -> float | None:
    found = None
    for clamp in run.traces[0].clamps:
        until = len(run.x) if clamp.last is None else clamp.last
        mine = clamp.signal == signal and (clamp.units is None or unit in clamp.units)
        if mine and clamp.first <= t <= until:
            found = float(clamp.value)
    return found


@pytest.mark.parametrize("link", LINKS, ids=[text for _, text in EDITS])
def test_every_program_and_formula_computes_the_edited_step(scripts, execute, link):
    run, sent = message_of(link)
    steps, spots = run.traces[0].steps, [(t, t % 3) for t in range(len(run.x))]
    found = scripts.evaluate(PRINT, [SITE, MORE, sent, [], spots])
    results = iter(execute([one[name] for one in found for name in ("numpy", "torch")]))
    for (t, unit), one in zip(spots, found, strict=True):
        for _ in ("numpy", "torch"):
            for signal, values in next(results).items():
                same(values, getattr(steps, signal)[t, one["units"]])
        for line in one["sheet"]:
            same([evaluate(line["text"])], [float(getattr(steps, line["signal"])[t, unit])])
            assert line["held"] == (held_at(run, line["signal"], unit, t) is not None)


@pytest.mark.parametrize("link", LINKS, ids=[text for _, text in EDITS])
def test_why_sums_the_edited_weights_and_says_what_is_held_where_it_is(scripts, link):
    run, sent = message_of(link)
    found = scripts.evaluate(WHYS, sent)
    kind, steps = lc.CELLS[run.network.cell], run.traces[0].steps
    by_hand = words("en")("belt.why.held", held="|", work="|").split("|")[1]
    for t in range(len(run.x)):
        for signal in kind.SIGNALS:
            held = [held_at(run, signal, unit, t) for unit in range(3)]
            assert found["held"][t][signal] == held
            if signal not in kind.BLOCKS:
                continue
            pushed = getattr(steps, kind.PREACTIVATIONS[signal])[t]
            same([one["sum"] for one in found["sums"][t][signal]], pushed)
            said = [by_hand in why for why in found["whys"][t][signal]]
            assert said == [value is not None for value in held]


# ---- on the page ----


@pytest.mark.parametrize("link", [LINKS[1], LINKS[3], LINKS[5]], ids=["lstm", "gru", "rnn"])
def test_table_and_code_are_those_of_the_edited_run(open_inside, execute, link):
    page = open_inside(Link(**{**vars(link), "t": 5, "u": 0, "view": "table"}), at="effect")
    _, run, _ = reading.read(link)
    steps = run.traces[0].steps
    rows = belt(page, ".bt-table tbody tr")
    expect(rows).to_have_count(5)
    for t, row in enumerate(rows.all()):
        for cell in row.locator("td[data-signal]").all():
            signal = cell.get_attribute("data-signal") or ""
            assert cell.inner_text() == num(float(getattr(steps, signal)[t, 0]))
            by_hand = "is-held" in (cell.get_attribute("class") or "")
            assert by_hand == (held_at(run, signal, 0, t) is not None)
    belt(page, "[data-view=code]").click()
    form(page, "numpy")
    (result,) = execute([copied(page)])
    for signal, values in result.items():
        same(values, getattr(steps, signal)[-1])


def test_a_gate_is_held_at_its_steps_and_free_at_others(open_inside):
    edits = read_entries("clamp_f_0_2_2_0.25~weight_hh_1_0_-3")
    link = Link(net="counter", seq="aaaa", t=3, edits=edits)
    page = open_inside(link, at="effect")
    _, run, _ = reading.read(link)
    gate(page, "f").first.press("Enter")
    belt(page, ".bt-card [data-act=arithmetic]").click()
    expect(belt(page, ".bt-card-why")).to_contain_text("25 %")
    expect(belt(page, ".bt-card [data-held]")).to_have_text("= 0.25")
    expect(belt(page, ".bt-card-reason")).to_be_hidden()  # its weights are others than were built
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    expect_step(page, 4, 4)
    gate(page, "f").first.press("Enter")
    belt(page, ".bt-card [data-act=arithmetic]").click()
    expect(belt(page, ".bt-card-why")).not_to_contain_text("25 %")
    expect(belt(page, ".bt-card [data-held]")).to_have_count(0)
    pushed = float(belt(page, ".bt-card [data-sum]").get_attribute("data-sum") or "")
    same([pushed], [run.traces[0].steps.a_f[3, 0]])


def test_the_text_shows_the_token_that_was_read(open_inside):
    seq = "I grew up in France, I speak"
    link = Link(seq=seq, t=5, view="text", edits=read_entries("token_2_China"))
    page = open_inside(link, at="effect")
    expect(belt(page, ".bt-text")).to_have_text(seq.replace("France", "China"))


def test_a_file_of_an_edited_run_holds_more_and_lets_go(browser, tmp_path):
    run = lc.NETWORKS["counter"].run("aaaa", edits=[lc.Clamp("f", first=2, last=2, value=0.25)])
    run.to_html(tmp_path / "belt.html")
    context = browser.new_context(viewport={"width": 1366, "height": 800}, offline=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((tmp_path / "belt.html").as_uri())
    page.wait_for_selector(READY)
    page.keyboard.press("End")
    expect_step(page, 4, 4)
    expect(number(page, "cell")).to_contain_text(f"{run.traces[0].steps.c[3, 0]:.3f}")
    page.clock.install()
    page.keyboard.press("1")  # keep at 70 %, over all steps
    held = run.network.run("aaaa", edits=[lc.Clamp("f", value=0.7)]).traces[0].steps.c[3, 0]
    expect(number(page, "cell")).to_contain_text(f"{held:.3f}")
    page.clock.run_for(20_000)  # with a server, what it does not answer is let go
    expect(number(page, "cell")).to_contain_text(f"{held:.3f}")
    context.close()
    assert faults == []
