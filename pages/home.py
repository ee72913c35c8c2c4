"""Home: the belt already moving, and three doors."""

from app import layout, runs, session, widgets
from app.belt.component import belt

words = session.words()
layout.lead(words("page.home.lead"))
now = runs.showcase(words.lang)
belt(network=now.network, run=now.run, words=words, link=now.link, mode=now.mode, key="showcase")
widgets.pick_door(words)
