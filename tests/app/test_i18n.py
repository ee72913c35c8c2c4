"""Both languages say the same things, and say everything that is asked of them."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import lstm_core as lc
from app.catalogue import BESIDE, networks
from app.i18n import FALLBACK, languages, words
from lstm_core.networks import _trained

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "app" / "i18n"


def joined(code: str) -> dict[str, Any]:
    """Read the files of a language without the code under test."""
    whole: dict[str, Any] = {}
    for path in sorted((FOLDER / code).glob("*.toml")):
        for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
            whole[key] = both(whole.get(key), value)
    return whole


def both(one: Any, other: Any) -> Any:
    """Lay two tables over one another."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return other
    return one | {key: both(one.get(key), value) for key, value in other.items()}


TABLES = {
    path.name: joined(path.name)
    for path in sorted(FOLDER.iterdir())
    if path.is_dir() and [*path.glob("*.toml")]
}
SOURCES = [p for folder in ("app", "pages") for p in (ROOT / folder).rglob("*.py")]
# The page looks these up under a name that it builds, so no literal shows that they are used.
BUILT = (
    "page.",
    "exports.signal.",
    "notices.link.",
    "notices.file.",
    "notices.film.",
    "notices.source.",
    "notices.training.",
    "notices.unread_numbers.",
    "networks.",
    "tasks.",
    "belt.",
    "effect.belt.",
    "cells.",
    "details.",
    "effect.",
    "readings.",
    "film.",
    "film_form.",
    "clinic.",
    "server.",
)


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


FLAT = {code: dict(flat(table)) for code, table in TABLES.items()}


def placeholders(text: object) -> set[str]:
    texts = text if isinstance(text, list) else [text]
    return {name for one in texts for _, name, _, _ in string.Formatter().parse(str(one)) if name}


def literal_keys() -> set[str]:
    """Find every dotted key that the code asks for by a literal, as in words("app.name")."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                text = getattr(node.args[0], "value", None)
                if isinstance(text, str) and re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", text):
                    found.add(text)
    return found


def test_english_stands_first_and_every_language_names_itself():
    assert next(iter(languages())) == FALLBACK
    assert languages() == {"en": "English", "zh": "中文"}


@pytest.mark.parametrize("code", TABLES)
def test_a_language_has_the_keys_of_english(code):
    assert set(FLAT[code]) == set(FLAT[FALLBACK])


@pytest.mark.parametrize("code", TABLES)
def test_a_language_has_the_placeholders_of_english(code):
    for key, text in FLAT[FALLBACK].items():
        assert placeholders(FLAT[code][key]) == placeholders(text), key
        if isinstance(text, list):
            assert len(FLAT[code][key]) == len(text), key


@pytest.mark.parametrize("code", TABLES)
def test_no_sentence_is_empty_or_left_in_english(code):
    for key, text in FLAT[code].items():
        # Some languages need nothing where others put a space between two parts.
        assert text or key.startswith(("belt.", "film.story.")), key
        if code == "zh" and isinstance(text, str) and len(re.findall("[A-Za-z]+", text)) > 4:
            assert re.search(r"[\u4e00-\u9fff]", text), key


def test_every_key_that_the_code_asks_for_exists():
    known = FLAT[FALLBACK]
    missing = {
        key
        for key in literal_keys()
        if key not in known
        and not any(name.startswith(f"{key}.") for name in known)
        and key.split(".")[0] in TABLES[FALLBACK]
    }
    assert not missing


def test_no_key_is_there_for_nothing():
    asked = literal_keys()
    unused = {
        key
        for key in FLAT[FALLBACK]
        if key != "language" and key not in asked and not key.startswith(BUILT)
    }
    assert not unused


def test_the_language_files_and_the_core_name_the_same_networks():
    assert sorted([*networks(), *BESIDE.values()]) == sorted([*lc.NETWORKS, "random"])


@pytest.mark.parametrize("code", TABLES)
@pytest.mark.parametrize("name", [*lc.NETWORKS])
def test_a_network_can_be_told_in_every_language(name, code):
    network, table = lc.NETWORKS[name], TABLES[code]["networks"][name]
    assert network.tokens and len(table["symbols"]) == network.input_size
    named = {unit for unit in network.unit_names if not unit.isdigit()}  # a number is no word
    assert set(table.get("units", {})) == named
    asked = {key for keys in network.reasons.values() for key in keys}
    assert set(table.get("reasons", {})) == asked
    labels = set(network.readout.labels) if network.readout else set()
    assert set(table.get("labels", {})) == labels - {""}  # "" is silence
    for text in (table["opening"], *table["examples"]):
        assert network.run(text).traces


@pytest.mark.parametrize("code", TABLES)
@pytest.mark.parametrize("name", lc.TASKS)
def test_a_task_can_be_told_in_every_language(name, code):
    task, table = lc.TASKS[name], TABLES[code]["networks"][f"task_{name}"]
    assert len(table["symbols"]) == task.input_size
    assert set(table.get("labels", {})) == set(task.labels)
    assert set(TABLES[code]["tasks"][name]) == {"what", "how"}
    assert task.tokens and ("knows" in table) == isinstance(task.tokens, lc.Alphabet)
    for text in (table["opening"], *table["examples"]):
        tokens = task.tokens.read(text)
        assert tokens and all(token.known for token in tokens), text


@pytest.mark.parametrize("code", TABLES)
def test_the_marks_that_are_told_are_those_in_the_files(code):
    lasted = {}
    for name in ("learnt", "learnt_rnn"):
        about = _trained.load(name)[3]
        watch = TABLES[code]["networks"][name]["watch"]
        told = [float(number) / 100 for number in re.findall(r"(\d+) %", watch)]
        assert told == [round(float(about[key]), 2) for key in ("held_out", "words_41_80")]
        lasted[name] = about["words_41_80_of_seeds"].split().count("1.0000")
    counts = [int(number) for number in re.findall(r"\b[0-9]\b", watch.split("80")[1])]
    assert counts == [lasted["learnt_rnn"], lasted["learnt"]]


@pytest.mark.parametrize("code", TABLES)
def test_a_surprise_is_read_whole(code):
    for name, table in TABLES[code]["networks"].items():
        if lines := table.get("surprises"):
            network = lc.random_network() if name == "random" else lc.NETWORKS[name]
            units = list(table.get("units", {}).values())
            filled = [line.format(*units) if name == "grew_up_in" else line for line in lines]
            assert len(set(filled)) >= 6
            for text in filled:
                tokens = network.run(text).tokens
                assert tokens and all(token.known for token in tokens), text


def test_a_word_that_a_language_lacks_is_english():
    assert words("xx").lang == FALLBACK
    assert words("zh").table("networks.counter")["title"] == "计数器"
    with pytest.raises(KeyError, match=r"no word 'app\.nothing'"):
        words("zh")("app.nothing")
