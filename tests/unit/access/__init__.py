"""Pure parts of signing in."""
