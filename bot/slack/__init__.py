"""Slack as a surface: events in, one reply out."""
