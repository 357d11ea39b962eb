"""A customer's need becomes a cited outline: requirements, evidence, points, gaps, tables."""
