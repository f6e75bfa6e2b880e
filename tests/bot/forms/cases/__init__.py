"""Tests of bot/forms/cases."""
