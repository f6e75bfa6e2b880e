"""From a message or a button to a decision, and what is remembered of it."""
