"""The ports, on the real Redis."""
