"""Lays guidance out: topics and the table of responsibilities."""
