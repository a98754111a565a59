"""Pure functions: record in, record out. No clock, disk, network, environment or outside program."""
