"""Find, draft, match, summarise, review, learn. ``workspace`` is the one composition root."""
