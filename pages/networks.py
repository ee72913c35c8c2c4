"""Networks: every one as a card, its memory at work."""

from app import layout, session, widgets
from app.gallery.component import gallery

words = session.words()
layout.lead(words("page.networks.lead"))
if gallery(words):
    widgets.go_to("inside")
