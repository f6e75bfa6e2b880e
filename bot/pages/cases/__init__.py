"""Cases laid out: cards, lists, the report."""
