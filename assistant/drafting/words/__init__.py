"""What both a need and a document are read with: terms, indicators, statements, moments."""
