"""The verbs of ``presales``, one module per room of the product."""
