"""Cases in Slack: commands, shortcuts, forms."""
