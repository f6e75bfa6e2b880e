"""An assessment's files."""
