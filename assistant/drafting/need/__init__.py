"""A customer's need, read: requirements with their values, background and pains."""
