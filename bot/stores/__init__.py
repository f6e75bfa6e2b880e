"""The ports of `actions/` on Redis."""
