"""An outline leaves the house: Markdown, Word in our layout or a company's, the architecture picture."""
