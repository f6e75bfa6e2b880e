"""The whole of it, as a person meets it."""
