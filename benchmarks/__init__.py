"""Measurements; tests do not time."""
