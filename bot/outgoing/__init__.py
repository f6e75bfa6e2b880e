"""Who is told what: typed calls, by feature."""
