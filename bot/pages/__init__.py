"""Lays replies, cases and assessments out as pages, which each surface renders in its own way."""
