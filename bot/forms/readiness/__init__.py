"""The assessment's forms."""
