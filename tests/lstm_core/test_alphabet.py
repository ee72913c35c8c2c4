"""From text to tokens: what a person sees as one piece, whatever is typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lstm_core as lc

READS = lc.NETWORKS["grew_up_in"].tokens
assert isinstance(READS, lc.Alphabet)
WORDS: lc.Alphabet = READS
READ_ALL = ("boxes", "classes")  # no spellings: every character is some symbol
FAMILY = "👨‍👩‍👧"


def words(text: str) -> list[str]:
    return [token.text for token in WORDS.read(text)]


def unknown(text: str) -> list[str]:
    return [token.text for token in WORDS.read(text) if not token.known]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我在法国长大爱下棋我会说", ["我", "在", "法国", "长大", "爱", "下棋", "我", "会", "说"]),
        ("我在德国长大", ["我", "在", "德国", "长大"]),
        ("我 · 在 · 法国，长大。", ["我", "在", "法国", "长大"]),
        (
            "I · grew up in · France · and · love · chess · so · I · speak",
            ["I", "grew up in", "France", "and", "love", "chess", "so", "I", "speak"],
        ),
        ("i GREW  up\tin FRANCE", ["i", "GREW up in", "FRANCE"]),
        ("a speaker speaks", ["a", "speaker", "speaks"]),
        ("Frances, not France's", ["Frances", "not", "France's"]),
        ("don't", ["don't"]),
        ("'France'", ["France"]),
        ("我speak日本", ["我", "speak", "日本"]),
        ("我在France长大", ["我", "在", "France", "长大"]),
        (f"{FAMILY} 中国", [FAMILY, "中国"]),
        ("说\u0301说", ["说\u0301", "说"]),
        ("", []),
        (" ,.·\u200b\x00\r\n", []),
        ("a\x00b", ["a", "b"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_words_in_both_languages_are_the_same_symbols() -> None:
    chinese = [token.symbol for token in WORDS.read("法国 中国 日本 说 我")]
    english = [token.symbol for token in WORDS.read("France China Japan speak I")]
    assert chinese == english == [0, 1, 2, 3, 4]


def test_what_the_network_lumps_together_is_said_to_be_unknown() -> None:
    assert unknown("我在德国长大") == ["德国"]
    assert unknown("I grew up in Germany and love chess") == ["Germany"]
    assert unknown("我在法国长大爱下棋我会说") == []


def test_the_counter_does_not_read_what_it_does_not_know() -> None:
    run = lc.NETWORKS["counter"].run(f"aXa.{FAMILY}a")
    assert [token.text for token in run.tokens] == ["a", "X", "a", ".", FAMILY, "a"]
    assert run.unknown == (1, 4)
    assert [token.symbol for token in run.tokens] == [0, None, 0, 1, None, 0]
    assert not run.tokens[1].known
    assert run.readouts == ("1", "2", "2", "3")
    assert len(run.x) == len(run.traces[0]) == 4


def test_in_quotes_everything_else_is_one_symbol() -> None:
    run = lc.NETWORKS["quotes_en"].run('e\u0301"\n\x00"')
    assert [token.text for token in run.tokens] == ["e\u0301", '"', "\n", "\x00", '"']
    assert [token.symbol for token in run.tokens] == [1, 0, 1, 1, 0]
    assert all(token.known for token in run.tokens)
    assert run.unknown == ()
    assert run.readouts == ("outside", "inside", "inside", "inside", "outside")


def test_a_random_network_reads_every_script() -> None:
    network = lc.random_network()
    run = network.run(f"aЖ你{FAMILY}ب")
    assert run.unknown == ()
    boxes = [sum(map(ord, token.text)) % 16 for token in run.tokens]
    assert [token.symbol for token in run.tokens] == boxes
    assert run.x.argmax(axis=1).tolist() == boxes
    assert (run.x.sum(axis=1) == 1).all()


HOSTILE = st.text() | st.text("aA.\"'说法国中speak grewupin\x00\u200d\u0301\r\n👍🏽·,", max_size=40)
EVERY = [*lc.NETWORKS.values(), lc.random_network()]


@settings(max_examples=150)
@given(HOSTILE, st.sampled_from(EVERY))
def test_any_text_can_be_read(text: str, network: lc.Network) -> None:
    run = network.run(text)
    steps = len(run.tokens) - len(run.unknown)
    assert run.x.shape == (steps, network.input_size)
    assert len(run.readouts) == steps
    assert run.output.shape == (steps, network.hidden_size)
    assert all(token.text for token in run.tokens)
    if isinstance(network.tokens, lc.Alphabet) and network.tokens.mode != "words":
        assert "".join(token.text for token in run.tokens) == text


def test_lone_surrogates_can_be_read() -> None:
    for network in EVERY:
        network.run("a\ud800\udc00 \udfff")


def test_a_sequence_of_tokens_is_taken_as_it_is() -> None:
    run = lc.NETWORKS["grew_up_in"].run(["我", "法国", "nothing", "说"])
    assert [token.symbol for token in run.tokens] == [4, 0, 4, 3]
    assert [token.known for token in run.tokens] == [True, True, False, True]
    assert run.readouts == (None, None, None, "french")


def test_spellings_fit_the_symbols() -> None:
    for network in EVERY:
        alphabet = network.tokens
        if not isinstance(alphabet, lc.Alphabet) or alphabet.mode in READ_ALL:
            continue
        assert len(alphabet.spellings) == len(alphabet.symbols)
        for symbol, spellings in enumerate(alphabet.spellings):
            assert all(alphabet.token(spelling).symbol == symbol for spelling in spellings)
        assert all(
            alphabet.token(word) == lc.Token(word, alphabet.catch_all) for word in alphabet.fillers
        )
