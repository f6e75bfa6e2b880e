"""Calculators in Slack: commands and forms."""
