"""Tests of bot/stores."""
