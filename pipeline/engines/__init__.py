"""One module per outside program: only it knows that program's flags, versions and lies."""
