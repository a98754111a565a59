"""THE FINDER: Vietnamese full-text search over what is published; built from the vault, rebuilt at will."""
