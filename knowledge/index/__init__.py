"""Indexes over the record: every one is a cache and can be dropped."""
