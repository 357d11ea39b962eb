"""Bytes become documents and chunks, deterministically. Knows ``knowledge`` and nothing else of ours."""
