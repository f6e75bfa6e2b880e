"""Replies and cases laid out for reading, before any surface draws them."""
