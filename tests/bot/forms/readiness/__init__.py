"""Tests of bot/forms/readiness."""
