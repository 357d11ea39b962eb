"""One module per format: ``accepts(media_type)`` and ``read(content, name) -> ReadResult``."""
