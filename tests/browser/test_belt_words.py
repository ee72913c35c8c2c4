"""What the belt says: which steps are events, the caption, the question, the bubble, and "why?".

The pure modules of app/belt/js run in a real browser, on runs that lstm_core computed.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import pytest

import lstm_core as lc
from app.i18n import languages, words
from tests.browser.belt_page import SCRIPTS, belt_page, message

TABLES = ("caption", "ask", "bubble", "why")

FRENCH = "I grew up in France and love chess so I speak"
MOVED = "I grew up in France then moved to China and I speak"


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    with belt_page(browser) as page:
        yield page


def clamp_as_hold(signal: str, value: float) -> dict[str, Any]:
    return {"signal": signal, "unit": -1, "value": value}


CLASSIFY = """async b => {
    const { run, net } = await belt.load(b, []);
    return belt.classify(run, net);
}"""
TELL = """async ([bytes, holds]) => {
    const { words, run, net } = await belt.load(bytes, holds);
    return belt.tell(words, run, net);
}"""


@pytest.fixture
def tell(page: Any) -> Any:
    """Return a function: network, text, holds → everything that is said about the run."""

    def tell(name: str, text: str, *holds: dict[str, Any], lang: str = "en") -> dict[str, Any]:
        return page.evaluate(TELL, [message(lc.NETWORKS[name], text, lang), list(holds)])

    return tell


def kinds(told: dict[str, Any]) -> str:
    """One letter a step: e event, r repeat, . quiet; upper case where a question comes first."""
    letter = {"event": "e", "repeat": "r", "quiet": "."}
    marks = [(letter[one["kind"]], one["answer"]) for one in told["classes"]]
    return "".join(mark.upper() if answer else mark for mark, answer in marks)


# ---- pacing ----


def test_french_sentence_has_two_events_and_asks_before_the_answer(tell: Any) -> None:
    told = tell("grew_up_in", FRENCH)
    assert kinds(told) == "..e.....E"


def test_counter_shows_the_first_a_slowly_and_never_asks(tell: Any) -> None:
    told = tell("counter", "aa.a.aa.a")
    assert kinds(told) == "er.r.rr.r"


def test_quotes_ask_once_before_opening_and_once_before_closing(tell: Any) -> None:
    told = tell("quotes_en", 'a "b" c "d"')
    assert kinds(told) == "..E.E...r.r"


def test_a_quote_at_the_very_start_is_asked_about(tell: Any) -> None:
    assert kinds(tell("quotes_en", '""')) == "EE"


def test_held_gates_change_the_events(tell: Any) -> None:
    assert kinds(tell("grew_up_in", FRENCH, clamp_as_hold("f", 0.8))) == "..e......"
    assert kinds(tell("grew_up_in", FRENCH, clamp_as_hold("i", 0))) == "........."
    assert kinds(tell("grew_up_in", FRENCH, clamp_as_hold("o", 1))) == "..E......"


@pytest.mark.parametrize("size", [2, 8, 32])
def test_random_networks_have_some_events_and_never_many(page: Any, size: int) -> None:
    network = lc.random_network(size, seed=3)
    text = "the cat sat on the mat " * 20
    for length in (12, 30, 460):
        classes = page.evaluate(CLASSIFY, message(network, text[:length]))
        slow = [one for one in classes if one["kind"] == "event"]
        again = [one for one in classes if one["kind"] == "repeat"]
        assert 1 <= len(slow) <= min(12, max(4, math.ceil(length / 3)))
        assert len(again) <= 24
        assert not any(one["answer"] for one in classes)


def test_five_hundred_events_stay_lively(page: Any) -> None:
    classes = page.evaluate(CLASSIFY, message(lc.NETWORKS["counter"], "a" * 500))
    spent = page.evaluate(
        "kinds => kinds.reduce((sum, kind) => sum + belt.pace(kind, 3), 0)",
        [one["kind"] for one in classes],
    )
    assert spent < 90_000


def test_pace(page: Any) -> None:
    pace = "([kind, speed]) => belt.pace(kind, speed)"
    assert page.evaluate(pace, ["quiet", 1]) == 400
    assert page.evaluate(pace, ["event", 1]) == 3400
    assert page.evaluate(pace, ["repeat", 0.5]) == 2400
    assert page.evaluate(pace, ["quiet", 10]) == 90


# ---- captions, questions, bubbles ----


def test_french_sentence_in_english(tell: Any) -> None:
    told = tell("grew_up_in", FRENCH)
    assert told["captions"] == [
        "A real LSTM will read this. Watch its memory.",
        "Nothing to keep, nothing written.",
        "Nothing to keep, nothing written.",
        "France: written.",
        "The unit offers 1; the input gate refuses. France stays.",
        "Kept 100 %, nothing written.",
        "It stores France and says nothing.",
        "Kept 100 %, 4 steps in a row. Nothing written.",
        "Kept 100 %, 5 steps in a row. Nothing written.",
        "Now it speaks: French.",
    ]
    question = "Next word: speak. It stores France and says nothing: which gate keeps it silent?"
    assert told["questions"][8] == question
    assert told["questions"][3] == "Next: and. Will France stay?"
    assert [one["text"] for one in told["bubbles"]] == ["…"] * 9 + ["French"]


def test_french_sentence_in_chinese(tell: Any) -> None:
    told = tell("grew_up_in", "我在法国长大爱下棋我会说", lang="zh")
    assert told["captions"][0] == "一个真的 LSTM 来读这句话。看它的记忆。"
    assert "法国：写进去了。" in told["captions"]
    assert "候选记忆是 1，输入门不放行。法国还在。" in told["captions"]
    assert "它存着法国，却不出声。" in told["captions"]
    assert told["captions"][-1] == "现在它开口了：法语。"
    assert told["questions"][-1] == "下一个词：说。它存着法国却不出声：是哪扇门让它沉默？"
    assert told["bubbles"][-1] == {"text": "法语", "state": "speaks"}


def test_two_countries_replace_each_other_or_both_stay(tell: Any) -> None:
    assert "China in, France out." in tell("grew_up_in", MOVED)["captions"]
    never_forget = tell("grew_up_in", MOVED, clamp_as_hold("f", 1))
    assert "Keep is held at 100 %: China in, France kept too." in never_forget["captions"]
    assert never_forget["captions"][-1] == "More than one answer: French + Chinese."
    assert never_forget["bubbles"][-1] == {"text": "French + Chinese", "state": "speaks"}


def test_lowering_keep_until_it_goes_silent(tell: Any) -> None:
    assert tell("grew_up_in", FRENCH, clamp_as_hold("f", 0.85))["bubbles"][-1]["text"] == "French"
    told = tell("grew_up_in", FRENCH, clamp_as_hold("f", 0.8))
    assert "Keep is held at 80 %: 0.8 × 0.800 ≈ 0.640." in told["captions"]
    assert told["captions"][-1] == "0.8 × 0.8 × … (6 times) ≈ 0.262: too weak to say."
    assert told["bubbles"][-1] == {"text": "French? weak (0.256)", "state": "weak"}
    told = tell("grew_up_in", FRENCH, clamp_as_hold("f", 0.5))
    assert told["bubbles"][-1] == {"text": "…", "state": "silent"}


def test_held_write_and_show(tell: Any) -> None:
    shut = tell("grew_up_in", FRENCH, clamp_as_hold("i", 0))["captions"]
    assert shut[3] == "Write is held at 0 %: the unit offers 1, but France cannot get in."
    assert shut[-1] == "The output gate opens on an empty memory: nothing to say."
    loud = tell("grew_up_in", FRENCH, clamp_as_hold("o", 1))["captions"]
    assert loud[3] == "Show is held at 100 %: it says French at once."
    mute = tell("grew_up_in", FRENCH, clamp_as_hold("o", 0))["captions"]
    assert mute[-1] == "Show is held at 0 %: it stores France and says nothing."


def test_counter_captions(tell: Any) -> None:
    told = tell("counter", "aa.aa")
    assert told["captions"][1:] == [
        "Adds 1.000 to an empty memory: c ≈ 1.000.",
        "Keeps 1.000, adds 1.000: c ≈ 2.000.",
        "Keeps 2.000, adds nothing.",
        "Keeps 2.000, adds 1.000: c ≈ 3.000.",
        "Keeps 3.000, adds 1.000: c ≈ 4.000, but h ≈ 0.999.",
    ]
    assert [one["text"] for one in told["bubbles"]] == ["0", "1", "2", "2", "3", "4"]


def test_quotes_captions_look_back_at_h(tell: Any) -> None:
    told = tell("quotes_en", '"hi" ')
    assert told["captions"][1] == "h was 0, so the input gate opens: inside."
    assert told["captions"][4].startswith("Its own h (0.762) shuts the input gate; the old 1.000")
    assert told["questions"][3] == 'Next: ". After it: inside or outside? Now h ≈ 0.762.'
    said = [one["text"] for one in told["bubbles"]]
    assert said == ["outside", *["inside"] * 3, *["outside"] * 2]


def test_a_network_without_an_answer_has_no_bubble(page: Any) -> None:
    told = page.evaluate(TELL, [message(lc.random_network(4, seed=0), "hello memory"), []])
    assert set(told["bubbles"]) == {None}
    assert all(re.match(r"Unit \d keeps \d|Unit \d adds", one) for one in told["captions"][1:])


# ---- why ----


def test_why_names_the_word_and_prints_the_sum(tell: Any) -> None:
    whys = tell("grew_up_in", FRENCH)["whys"]
    assert whys[2]["i"][0] == "Opens because it read “France”: −20 + 40 = 20 → 100 %."
    assert whys[1]["i"][0] == "Shut because only its bias pushes: −20 → 0 %."
    assert whys[8]["o"][0] == "Opens because it read “speak”: −20 + 40 = 20 → 100 %."
    held = tell("grew_up_in", FRENCH, clamp_as_hold("f", 0.8))["whys"]
    assert held[3]["f"][0] == "Held at 80 % by you. Left alone it would be: 20 → 100 %."
    zh = tell("grew_up_in", "我在法国", lang="zh")["whys"]
    assert zh[2]["i"][0] == "打开了，因为读到“法国”：−20 + 40 = 20 → 100 %。"


def test_why_names_the_units_own_h(tell: Any) -> None:
    why = tell("quotes_en", '"a"')["whys"][2]["i"][0]
    assert why == "Shut because its own h was 0.762: −20 + 40 − 40.000 ≈ −20.000 → 0 %."


@pytest.mark.parametrize("name", ["grew_up_in", "counter", "quotes_en", "lstm", "gru", "rnn"])
def test_terms_are_the_contributions_and_add_up(page: Any, name: str) -> None:
    text = {"grew_up_in": MOVED, "counter": "a.aa", "quotes_en": 'a "b"'}.get(name, "hello memory")
    network = lc.NETWORKS.get(name) or lc.random_network(7, 5, name)
    trace = network.run(text).traces[0]
    script = "async b => belt.sums((await belt.load(b, [])).run)"
    for t, gates in enumerate(page.evaluate(script, message(network, text))):
        for signal, units in gates.items():
            for unit, shown in enumerate(units):
                check_terms(shown, lc.contributions(trace, signal, unit, t))
                stands = getattr(trace.steps, signal)[t, unit]
                assert shown["value"] == pytest.approx(stands, rel=1e-12, abs=1e-15)


def check_terms(shown: dict[str, Any], expected: Any) -> None:
    printed = [float(json.dumps(term["value"])) for term in shown["terms"]]
    assert math.fsum(printed) == pytest.approx(shown["sum"], rel=1e-12, abs=0)
    assert sorted(map(abs, printed), reverse=True) == [abs(value) for value in printed]
    by_kind: dict[str, dict[int, float]] = {"input": {}, "unit": {}, "bias": {}}
    for term in shown["terms"]:
        product = term["weight"] * term["factor"]
        assert term["value"] == (product if term["gate"] is None else term["gate"] * product)
        by_kind[term["kind"]][term["index"]] = term["value"]
    assert shown["zeros"] == len(expected.inputs) - len(by_kind["input"])
    for index, value in enumerate(expected.inputs):
        assert by_kind["input"].get(index, 0.0) == pytest.approx(value, rel=1e-12)
    for index, value in enumerate(expected.units):
        assert by_kind["unit"][index] == pytest.approx(value, rel=1e-12)
    assert by_kind["bias"][0] == expected.bias


def test_the_sum_survives_cancellation(page: Any) -> None:
    for numbers in ([1e16, 1.0, -1e16], [0.1] * 10, [1e100, 1.0, -1e100, 1e-5], []):
        assert page.evaluate("n => belt.exactSum(n)", numbers) == math.fsum(numbers)


def test_reason(page: Any) -> None:
    net = {"reasons": {"i": ["because"]}}
    assert page.evaluate("net => belt.reason(net, 'i', 0)", net) == "because"
    assert page.evaluate("net => belt.reason(net, 'f', 0)", net) == ""


# ---- the words ----


def test_every_word_exists_in_every_language_with_the_same_placeholders() -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", text))

    for table in TABLES:
        texts = {lang: words(lang).get(f"belt.{table}") for lang in languages()}
        for lang, own in texts.items():
            assert own.keys() == texts["en"].keys(), (table, lang)
            for key, text in own.items():
                assert places(text) == places(texts["en"][key]), (table, lang, key)


def test_every_key_that_the_scripts_use_is_a_word() -> None:
    files = {path.stem: path for path in SCRIPTS.glob("*.js")}
    source = {name: path.read_text("utf-8") for name, path in files.items()}
    told = "".join(
        source[name] for name in ("caption", "scene", "stories_answer", "stories_memory")
    )
    quoted = set(re.findall(r"'(\w+)'", told))
    stories = set(re.findall(r"\bpart\('(\w+)'", told))
    captions = words("en").get("belt.caption").keys()
    assert stories and stories <= captions
    assert captions - quoted <= {"gap", "the_unit", "note_f", "note_i"}
    for table, name in (("ask", "answer"), ("bubble", "answer"), ("why", "why")):
        used = set(re.findall(rf"\b(?:words\.)?{table}\.(\w+)", source[name]))
        assert used <= words("en").get(f"belt.{table}").keys()
