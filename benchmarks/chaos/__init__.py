"""Questions and cases while parts are killed and calls fail; then the judge. `python -m benchmarks.chaos`."""
