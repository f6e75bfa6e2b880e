"""Who may do what: decided when an act is done, whatever button or form it came from."""
