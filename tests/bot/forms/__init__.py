"""Tests of forms as data."""
