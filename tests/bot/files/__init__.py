"""Tests of bot/files."""
