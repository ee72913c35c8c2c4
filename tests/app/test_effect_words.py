"""What the page "Cause and effect" says: the bars of the job, and every edit in words."""

import pytest

import lstm_core as lc
from app import edit_words
from app.catalogue import networks
from app.i18n import languages, words
from app.reading import network
from tests.visits import fine, said, visit


def bars(app) -> str:
    """Return the text of the results bar."""
    return next(one.proto.body for one in app.get("html") if 'ef-job"' in one.proto.body)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("net", networks())
def test_every_network_in_every_language(net, lang):
    app = fine(visit("effect", net=net, lang=lang, edits="sharpen_0.8"))
    assert said(app) == []
    note = words(lang)("effect.job.none")
    assert (note in bars(app)) == (network(net, 0, 8).exam is None)


def test_the_bars_say_before_and_after():
    shown = bars(fine(visit("effect", net="continual_reber", edits="clamp_f_all_0_end_1")))
    assert [part.split("<")[0] for part in shown.split("<b>")[1:]] == ["100\u00a0%", "53\u00a0%"]
    plain = bars(visit("effect", net="continual_reber"))
    assert [part.split("<")[0] for part in plain.split("<b>")[1:]] == ["100\u00a0%"]


def test_the_bars_say_the_error_of_a_number_and_what_tokens_do_not_do():
    shown = bars(fine(visit("effect", net="adding", edits="clamp_i_all_0_end_1")))
    assert "right within 0.01 · mean error 0.002 → 1.141" in shown
    assert words("en")("effect.job.no_tokens") in bars(visit("effect", edits="token_2_China"))


def test_a_wrong_case_comes_in_the_language_of_the_page_and_as_text():
    shown = bars(fine(visit("effect", edits="clamp_f_all_0_end_0.3")))
    assert "it says nothing, right is Chinese." in shown
    odd = bars(fine(visit("effect", net="quotes_en", edits="sharpen_0")))
    assert "<script" not in odd and "&quot;" in odd


GREW, RANDOM = lc.NETWORKS["grew_up_in"], lc.random_network(4, 0, "gru")
SAID = [
    (RANDOM, "clamp_z_1_4_11_1", "Keep of unit 2 held at 100 % from step 5 to 12",
     "“单元 2”的保留固定在 100 %，第 5 到 12 步"),
    (GREW, "clamp_o_all_0_end_0.355", "Show of every unit held at 35.5 %",
     "所有单元的输出门固定在 35.5 %"),
    (GREW, "clamp_c_0-1_2_end_frozen", "Memory c of France, China frozen as it was from step 3",
     "“法国”、“中国”的细胞状态停在开始时的值，从第 3 步起"),
    (GREW, "clamp_g_0_2_2_mean", "Offer of France held at its mean at step 3",
     "“法国”的候选固定在平均值，第 3 步"),
    (GREW, "cut_2", "Unit cut out: Japan", "去掉单元：“日本”"),
    (GREW, "put_c_1_5_-0.5", "Memory c of China set to −0.5 at step 6",
     "“中国”的细胞状态改写为 −0.5，第 6 步"),
    (GREW, "weight_ih_4_3_-40", "Keep of China: weight of “speak” set to −40",
     "“中国”的保留：“说”的权重改为 −40"),
    (GREW, "weight_hh_4_1_2", "Keep of China: weight of the h of China set to 2",
     "“中国”的保留：“中国”的 h 的权重改为 2"),
    (GREW, "weight_b_4_0_2", "Keep of China: bias set to 2", "“中国”的保留：偏置改为 2"),
    (RANDOM, "weight_bhn_2_0_1.2", "Offer of unit 3: bias inside the reset set to 1.2",
     "“单元 3”的候选：重置门里的偏置改为 1.2"),
    (GREW, "sharpen_0.4", "Sharpness 8 of 20", "锐度 8 / 20"),
    (GREW, "sharpen_0.433", "All weights times 0.433", "所有权重乘以 0.433"),
    (GREW, "token_3_China", "Reads “China” at step 4", "第 4 步改读“China”"),
]  # fmt: skip


@pytest.mark.parametrize(("ready", "text", "en", "zh"), SAID, ids=[case[1] for case in SAID])
def test_every_kind_of_edit_in_words(ready, text, en, zh):
    edit = lc.read_edit(text)
    assert edit_words.sentence(edit, ready, words("en")) == en
    assert edit_words.sentence(edit, ready, words("zh")) == zh
