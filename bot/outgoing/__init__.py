"""Plans the calls on a surface (messages, cards, files) for each outcome, and makes them."""
