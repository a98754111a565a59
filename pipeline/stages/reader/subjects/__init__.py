"""What a document is about, whom it is for, what activity it belongs to."""
