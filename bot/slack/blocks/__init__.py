"""Pages and forms as Block Kit."""
