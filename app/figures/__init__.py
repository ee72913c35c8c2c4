"""Pictures: values in, what Plotly needs out. No Streamlit, no sentences."""
