"""The words that stand in the index, as how many documents have them; for spelling, never for hits.

tantivy counts documents that were taken back until it merges them away, so these numbers only propose: whatever is
told to somebody has been looked for among what is public.
"""

from typing import NamedTuple

import tantivy


class Vocabulary(NamedTuple):
    """A view of the index's words as of one commit."""

    searcher: tantivy.Searcher

    def word(self, folded: str) -> int:
        """How many documents have this word."""
        return self.searcher.doc_freq("folded", folded)

    def spelling(self, exact: str) -> int:
        """How many documents have this word with these marks."""
        return self.searcher.doc_freq("exact", exact)

    def pair(self, one: str, other: str) -> int:
        """How many documents have these two side by side."""
        return self.searcher.doc_freq("pairs", f"{one}_{other}")

    def number(self, token: str) -> bool:
        """Whether a document has, or is, this number."""
        return self.searcher.doc_freq("numbers", token) > 0

    def titles_with(self, prefix: str, most: int) -> list[str]:
        """Words of titles that begin so, the most frequent first."""
        return [word for word, _ in self.searcher.terms_with_prefix("title", prefix, limit=most)]
