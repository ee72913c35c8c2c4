"""The controls of the page "Cause and effect": form, history, ready experiments, results bar.

`form.py` makes an edit, `history.py` lists what was done, `job.py` says what it did to the job.
What an edit is called is said by app/edit_words.py.
"""
