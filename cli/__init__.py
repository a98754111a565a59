"""THE KEYS: the `kho` command."""
