"""Where things stand on a page: parts of lines, columns, bands, reading order. Geometry first, then words."""
