"""The record: one SQL database holds text, metadata, tokens, embeddings, outlines and rights.

Every index is a cache that can be rebuilt from here. No SQL exists outside ``knowledge``.
"""
