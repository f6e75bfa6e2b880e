"""Tests of bot/slack/dialogue."""
