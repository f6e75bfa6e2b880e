"""Tests of cases in Slack: what each side sees and never sees."""
