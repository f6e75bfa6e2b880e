"""Stand-ins that record what they were told."""
