"""THE WINDOW: the public, read-only portal (not built yet; it may never write to the vault nor enqueue)."""
