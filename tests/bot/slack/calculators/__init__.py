"""Tests of bot/slack/calculators."""
