"""The words we say to models, as files.

Empty of words for now: drafting is extractive, and no model is called. The first prompt brings its
loader, its variables' check and its fingerprint with it.
"""
