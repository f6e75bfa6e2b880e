"""Everything that touches the outside world: Slack, Redis, Rasa, the terminal, files and processes."""
