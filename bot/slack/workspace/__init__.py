"""Channels, people and managers of the Slack workspace, read and cached."""
