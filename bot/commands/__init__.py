"""What `python -m bot` can do, a command a module."""
