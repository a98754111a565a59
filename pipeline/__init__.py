"""THE CRAFT: a scan's whole life (`flow`), by pure `stages`, through `engines` and `ports`."""
