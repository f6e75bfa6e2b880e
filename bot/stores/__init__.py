"""The ports of `actions/`, on Redis and in memory."""
