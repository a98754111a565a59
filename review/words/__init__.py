"""What the reading room says, in Vietnamese and English: one table a screen, `say` over all of them."""
