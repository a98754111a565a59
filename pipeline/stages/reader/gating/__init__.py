"""What forbids publishing a document, or even working on it."""
