"""What a person touches: the command line and the Streamlit app. Thin over ``assistant``."""
