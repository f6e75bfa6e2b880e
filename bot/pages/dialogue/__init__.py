"""Guidance laid out: topics and the table of roles."""
