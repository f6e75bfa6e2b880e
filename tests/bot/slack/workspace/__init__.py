"""Tests of bot/slack/workspace."""
