"""Tests of bot/queue."""
