"""Forms as data, by feature."""
