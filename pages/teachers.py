"""For teachers: links that are ready to copy, each with what it is good for."""

from app import layout, session
from app.gallery.component import ready_links

words = session.words()
layout.lead(words("page.teachers.lead"))
ready_links(words)
