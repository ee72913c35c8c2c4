"""The cards of the networks, each with its memory at work, and the links that are ready to copy.

`payload.py` knows no Streamlit; `component.py` puts both on their pages.
"""
