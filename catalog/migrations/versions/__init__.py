"""One module a step, named v<number>_<what>; written by hand, free of :mod:`catalog.tables`, which moves on."""
