"""The assessment in Slack: command and forms."""
