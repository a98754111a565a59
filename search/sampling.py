"""Estimates for queries that a great part of a great archive fits: nobody reads half a million hits to their end.

Every record is in one shard of each of `SHARDS` by its id, as good as drawn by lot. Where a shard shows that a query
has more hits than `BROAD`, the others are not counted: the shard's numbers times how many there are of it are told, as
estimates. The more hits, the smaller the shard that is large enough. An index of less than `SMALL` is always counted.
"""

import zlib
from typing import NamedTuple

import tantivy
from tantivy import Occur
from tantivy import Query as Wanted

from schemas.ids import RecordId
from search.schema import schema

SHARDS = (4, 8, 16, 32, 64, 128, 256, 512)
"""So many shards there are: from coarse to fine."""
BROAD = 5_000
"""More hits than this are estimated."""
SMALL = 50_000
"""Documents."""
_ENOUGH = 1000
"""Hits in a shard that an estimate is made from; its error is then about 3 %."""
_FIRST = 32
"""A shard of so many is looked into first. It tells whether there are more hits than `BROAD` to within 8 %."""


class Guess(NamedTuple):
    """An estimate."""

    hits: int
    shards: int
    """One of so many shards has enough of them."""


def shards_of(record: RecordId) -> tuple[str, ...]:
    """The shards that a record belongs to."""
    drawn = zlib.crc32(record.encode())
    return tuple(f"{drawn % shards}/{shards}" for shards in SHARDS)


def sample(query: Wanted, shards: int) -> Wanted:
    """The query among the documents of one of so many shards."""
    shard = Wanted.const_score_query(Wanted.term_query(schema(), "shard", f"0/{shards}", "basic"), 0.0)
    return Wanted.boolean_query([(Occur.Must, query), (Occur.Must, shard)])


def countable(searcher: tantivy.Searcher, most: int) -> bool:
    """Whether a query that has no more hits than ``most`` is counted, and not estimated."""
    return searcher.num_docs < SMALL or most <= BROAD


def shards_for(searcher: tantivy.Searcher, hits: int) -> int | None:
    """Of how many shards one tells enough of so many hits; None for so few that all are counted."""
    if countable(searcher, hits):
        return None
    return _large_enough(hits)


def broad(searcher: tantivy.Searcher, query: Wanted) -> Guess | None:
    """About how many hits a query has, if they are too many to be counted; None if they are to be counted."""
    if searcher.num_docs < SMALL:
        return None
    unscored = Wanted.const_score_query(sample(query, _FIRST), 0.0)
    hits = _FIRST * int(searcher.search(unscored, 1, count=True).count or 0)  # type: ignore[attr-defined]
    return Guess(hits, _large_enough(hits)) if hits > BROAD else None


# ---------------------------------------------------------------------------------------------------------------------


def _large_enough(hits: int) -> int:
    return next((shards for shards in reversed(SHARDS) if hits >= shards * _ENOUGH), SHARDS[0])
