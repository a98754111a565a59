"""THE WINDOW: the public, read-only portal. It may never write to the vault nor enqueue."""
