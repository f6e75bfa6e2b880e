"""Tests of what is told, and to whom."""
