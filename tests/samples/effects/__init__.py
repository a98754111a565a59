"""What paper, pen, copier and scanner do to a printed page. Every effect is seeded by the caller."""
