"""What is sent of the readings is of the edited run."""

import zlib

import lstm_core as lc
from app.i18n import words
from app.readings.payload import encode
from app.readings.seen import looked
from app.share import opening


def test_what_is_sent_is_read_off_the_edited_run():
    network, text = lc.NETWORKS["leaky10"], opening("leaky10", "en")
    run, untouched = network.run(text, edits=[lc.Clamp("f", value=1.0)]), network.run(text)
    edited, plain = (
        zlib.decompress(encode(*runs, words("en"), looked(None, run))).decode()
        for runs in ((run, untouched), (untouched, None))
    )
    assert "∞" in edited and "∞" not in plain
