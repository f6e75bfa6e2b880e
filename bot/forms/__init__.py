"""Forms as data, and the reading of what was filled in, by feature."""
