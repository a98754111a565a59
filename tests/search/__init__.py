"""Tests of the search over real indexes, and over a real archive with its catalog."""
