"""Finding: facets and rights in SQL, then words and meaning, fused."""
