"""The dialogue: decides about messages and buttons, and remembers the turn."""
