"""Personal data: which kind, and where."""
