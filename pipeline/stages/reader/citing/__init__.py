"""Which acts a document cites, to the point of a clause, and whether they are in force."""
