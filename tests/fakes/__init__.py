"""Doubles of what surrounds the code under test, and people who act on it."""
