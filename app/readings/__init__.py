"""The readings of memory: one picture at a time of what a run did, with its numbers in words.

`component.readings` puts them on a page; each other module is one reading: Seen in, View out.
"""
