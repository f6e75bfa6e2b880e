"""Lays assessments out."""
