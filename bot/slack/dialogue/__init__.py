"""Messages, buttons and commands of the dialogue."""
