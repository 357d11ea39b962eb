"""What the library has to say to a need: documents, blocks, whether a value fits, which answers what."""
