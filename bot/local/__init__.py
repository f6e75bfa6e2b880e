"""Starts Redis, Rasa and a Slack-like workspace on this machine, where none is configured."""
