"""What may be said: citations, numbers, names, and the gate a customer's copy must pass."""
