"""Facets' values as numbers: counting numbers needs no look into a dictionary for every value of every segment."""

from functools import lru_cache
from hashlib import blake2b

import tantivy

from search.found import FACETS


@lru_cache(maxsize=1 << 15)
def number_of(value: str) -> int:
    """The value's number: 48 bits of a hash, exact in JSON; of ten thousand values hardly ever two have one."""
    return int.from_bytes(blake2b(value.encode(), digest_size=6).digest(), "big")


class Values:
    """Which numbers are which values. Only grows: a number is one value's for ever. Shared by threads."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def named(self, number: int, searcher: tantivy.Searcher) -> str:
        """The value with this number, which stands in the index."""
        if number not in self._known:
            values = (value for facet in FACETS for value, _ in searcher.terms_with_prefix(facet, ""))
            self._known |= {number_of(value): value for value in values}
        return self._known[number]
