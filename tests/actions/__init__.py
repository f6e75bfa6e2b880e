"""What the advisor knows and decides."""
