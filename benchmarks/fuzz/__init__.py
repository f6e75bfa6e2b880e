"""Hostile requests to every entry, in HTTP mode. `python -m benchmarks.fuzz`."""
