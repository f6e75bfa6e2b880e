"""Dialogues as data: written once, in both languages, and played everywhere."""
