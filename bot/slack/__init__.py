"""Slack as a surface: listeners for its events, and the calls that reply."""
