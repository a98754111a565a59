"""The golden set of the search: documents of ours and the reader's, queries with judged documents."""
