"""The messages about cases."""
