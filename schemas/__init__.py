"""THE WORDS: frozen typed records, ids, object keys, error codes, vocabularies and the sentences people read.

Imports nothing of ours. Every other room may import this one.
"""
