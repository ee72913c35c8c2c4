"""Random networks of every cell, through Streamlit's own test driver."""

import pytest

from app.i18n import languages
from app.share import Hold
from tests.test_pages import fine, link, said, visit


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(
    ("cell", "hold"),
    [
        ("gru", "z:all:0.8,r:1:0"),
        ("rnn", ""),
        ("lstm_1997", "i:all:0.8"),
        ("peephole", "f:all:0.8,o:1:0"),
        ("coupled", "f:all:0.8"),
    ],
)
def test_a_random_network_has_the_cell_that_its_link_names(cell, hold, lang):
    app = fine(visit(lang=lang, net="random", size="3", cell=cell, hold=hold))
    assert said(app) == []
    assert link(app).cell == cell and len(link(app).hold) == hold.count(":") // 2
    assert app.segmented_control(key="cell").value == cell
    app.segmented_control(key="cell").set_value("lstm").run()
    assert (link(fine(app)).cell, link(app).hold) == ("lstm", ())


@pytest.mark.parametrize("lang", languages())
def test_a_link_that_asks_for_an_unknown_cell_or_a_gate_of_another_says_so(lang):
    app = fine(visit(lang=lang, net="random", cell="transformer"))
    assert link(app).cell == "lstm" and len(said(app)) == 1
    app = fine(visit(lang=lang, net="random", cell="gru", hold="f:all:0.8,z:all:1"))
    assert link(app).hold == (Hold("z", -1, 1.0),) and len(said(app)) == 1
