"""What Slack knows: channels, people, managers."""
