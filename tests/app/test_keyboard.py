"""The small keyboard of a network, and sequences drawn for it."""

from random import Random

import pytest

from app.catalogue import every_network
from app.i18n import languages, words
from app.keyboard import KEYS_MAX, keys, typed, without_last
from app.reading import network
from app.surprise import surprise


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("net", every_network())
def test_every_key_is_one_token_of_its_own_symbol(net, lang):
    ready = network(net, 0, 4)
    spelled = keys(ready, words(lang))
    assert len(spelled) <= KEYS_MAX
    if not spelled or not ready.tokens:
        return
    symbols = []
    for token in spelled:
        (read,) = ready.tokens.read(token)
        symbols.append(read.symbol)
    assert symbols == list(range(ready.input_size))


def test_keys_are_spelled_as_the_language_does():
    ready = network("grew_up_in", 0, 1)
    assert keys(ready, words("en"))[:4] == ("France", "China", "Japan", "speak")
    assert keys(ready, words("zh"))[:4] == ("法国", "中国", "日本", "说")
    assert keys(network("adding", 0, 1), words("en")) == ()  # numbers have no keys
    assert keys(network("random", 0, 1), words("en")) == ()  # reads everything


def test_words_are_kept_apart_where_the_script_needs_it():
    ready = network("grew_up_in", 0, 1)
    assert typed(ready, "I grew up in", "France") == "I grew up in France"
    assert typed(ready, "I ", "speak") == "I speak"
    assert typed(ready, "我在", "法国") == "我在法国"
    assert typed(network("counter", 0, 1), "a", "a") == "aa"


def test_the_last_token_goes_with_the_space_before_it():
    ready = network("grew_up_in", 0, 1)
    assert without_last(ready, "I grew up in France") == "I grew up in"
    assert without_last(ready, "I grew up in") == "I"
    assert without_last(ready, "我在法国") == "我在"
    assert without_last(ready, "grew  up in") == "grew  up i"  # spelled oddly: a letter at a time
    assert without_last(ready, "") == ""
    assert without_last(network("quotes_en", 0, 1), 'a "') == "a "


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("net", every_network())
def test_a_surprise_is_read_whole_and_is_never_the_present_one(net, lang):
    ready, now = network(net, 0, 4), ""
    for seed in range(40):
        drawn = surprise(ready, words(lang), now, Random(seed))
        assert drawn != now and "{" not in drawn
        run = ready.run(drawn)
        assert not run.unknown and 1 <= len(run.x) <= 120
        now = drawn
