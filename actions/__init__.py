"""What the advisor knows and decides: pure Python, no Slack, no Rasa, no Redis, no clock of its own."""
