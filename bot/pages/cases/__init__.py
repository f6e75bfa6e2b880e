"""Lays cases out: cards, lists, the report."""
