"""The understanding."""
