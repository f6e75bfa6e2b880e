"""Tests of assessments in Slack: who may, what is kept, what is shown to whom, and what is never shown."""
