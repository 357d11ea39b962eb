"""The domain and its record: evidence, presales nouns, errors, the SQL store and the indexes.

Knows nothing of ingest, assistant or ui.
"""
