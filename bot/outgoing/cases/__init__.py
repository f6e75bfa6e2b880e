"""What is told about cases."""
