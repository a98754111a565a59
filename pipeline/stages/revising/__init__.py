"""What people change in an archived record, as pure functions: values, words, gates, and what the public may see."""
