"""The Gatescope web app: everything that knows Streamlit, and the words it shows."""
